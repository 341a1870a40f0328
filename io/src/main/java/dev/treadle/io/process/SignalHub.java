package dev.treadle.io.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Who receives which signal. A handler is there as long as somebody does.
final class SignalHub {

  static final SignalHub OF_JVM = new SignalHub(SystemSignals::handle);

  /// Has signals handled.
  @FunctionalInterface
  interface Handling {

    /// Calls the handler for each signal of that name, until the result is run, which makes the
    /// signal do what it did before.
    ///
    /// @throws UnsupportedOperationException if the signal cannot be had
    Runnable handle(String name, Consumer<String> handler);
  }

  private final Handling handling;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final Map<String, Received> received = new HashMap<>();

  SignalHub(Handling handling) {
    this.handling = handling;
  }

  private record Received(Runnable restore, List<SignalReceiver> receivers) {}

  /// Begins to receive.
  ///
  /// @throws UnsupportedOperationException if one of the signals cannot be had; none is received
  ///   then
  SignalReceiver open(List<String> names) {
    var receiver = new SignalReceiver(names);
    lock.lock();
    try {
      names.forEach(name -> add(name, receiver));
    } catch (RuntimeException | Error cannot) {
      names.forEach(name -> remove(name, receiver));
      throw cannot;
    } finally {
      lock.unlock();
    }
    return receiver;
  }

  private void add(String name, SignalReceiver receiver) {
    received
        .computeIfAbsent(
            name, _ -> new Received(handling.handle(name, this::came), new ArrayList<>()))
        .receivers
        .add(receiver);
  }

  /// Ends receiving.
  void close(SignalReceiver receiver) {
    lock.lock();
    try {
      receiver.names().forEach(name -> remove(name, receiver));
    } finally {
      lock.unlock();
    }
  }

  private void remove(String name, SignalReceiver receiver) {
    var entry = received.get(name);
    if (entry != null && entry.receivers.remove(receiver) && entry.receivers.isEmpty()) {
      received.remove(name);
      entry.restore.run();
    }
  }

  private void came(String name) {
    List<SignalReceiver> told;
    lock.lock();
    try {
      var entry = received.get(name);
      told = entry == null ? List.of() : List.copyOf(entry.receivers);
    } finally {
      lock.unlock();
    }
    told.forEach(receiver -> receiver.came(name));
  }
}
