package dev.treadle.io.nio;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.locks.LockSupport;

/// A virtual thread that waits for many channels at once and tells whoever waits for one of them.
///
/// It is one of the threads it wakes: on their carrier, it lets those it has woken go first and
/// then looks again, so that no processor has to be woken and no other thread told of anything
/// while there is work. Only when nothing is ready does it wait in `select`, which for a virtual
/// thread is a wait like any other. See ADR 13 for what this and the other ways cost.
final class Poller {

  private static final System.Logger LOG = System.getLogger("dev.treadle.io");

  /// For so long it stays among those it wakes; then it leaves the carrier's own queue for a
  /// moment, so that the others are looked into.
  private static final long STAY_NANOS = 2_000_000;

  private static final Poller[] ALL = open();

  private final Selector selector;

  private Poller(Selector selector) {
    this.selector = selector;
  }

  private static Poller[] open() {
    // One is enough for a few processors, and better than two for two.
    var pollers = new Poller[Math.max(1, Runtime.getRuntime().availableProcessors() / 4)];
    try {
      for (int i = 0; i < pollers.length; i++) {
        var poller = new Poller(Selector.open());
        pollers[i] = poller;
        var _ = Thread.ofVirtual().name("treadle-poller-" + i).start(poller::run);
      }
    } catch (IOException e) {
      throw new IllegalStateException("the system has no selector for a network", e);
    }
    return pollers;
  }

  /// Returns the one for a channel; always the same for the same one.
  static Poller of(SelectableChannel channel) {
    return ALL[(System.identityHashCode(channel) & Integer.MAX_VALUE) % ALL.length];
  }

  /// Begins to watch a channel, from the next [#wakeUp()] on.
  ///
  /// @param ops what for, to begin with
  SelectionKey register(SelectableChannel channel, int ops, NioEndpoint endpoint)
      throws ClosedChannelException {
    return channel.register(selector, ops, endpoint);
  }

  /// Makes it look at once at what has changed: interests that were added, channels that were
  /// closed.
  void wakeUp() {
    selector.wakeup();
  }

  private void run() {
    long since = System.nanoTime();
    while (true) {
      if (select() > 0) {
        since = letOthersGoFirst(since);
      } else {
        since = System.nanoTime();
      }
    }
  }

  private int select() {
    try {
      int ready = selector.selectNow(Poller::ready);
      return ready > 0 ? ready : selector.select(Poller::ready);
    } catch (IOException | RuntimeException failure) {
      // A pass that failed midway is done again: what was ready still is.
      LOG.log(Level.ERROR, "the poller of network connections failed, and goes on", failure);
      return 1;
    }
  }

  private static long letOthersGoFirst(long since) {
    long now = System.nanoTime();
    if (now - since < STAY_NANOS) {
      Thread.yield();
      return since;
    }
    LockSupport.parkNanos(1);
    return System.nanoTime();
  }

  private static void ready(SelectionKey key) {
    try {
      ((NioEndpoint) key.attachment()).ready(key);
    } catch (CancelledKeyException closed) {
      // It was closed meanwhile, and has woken everybody itself.
    } catch (RuntimeException | Error thrown) {
      LOG.log(Level.ERROR, "an action that was to wake somebody failed", thrown);
    }
  }
}
