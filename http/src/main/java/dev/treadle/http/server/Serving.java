package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Deadline;
import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.http.wire.MessageLimits;
import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A server while it serves: what its connections share.
final class Serving {

  private final ServerSettings settings;
  private final Handler handler;
  private final TaskGroup tasks;
  private final MessageLimits messageLimits;
  private final Pace pace;
  private final Buffers buffers = new Buffers();

  /// By their numbers, so that a simulation goes through them in the same order each time.
  private final Map<Long, Connection> connections = new ConcurrentHashMap<>();

  private final AtomicLong numbers = new AtomicLong();

  /// Of what the end of the server need not wait for: connections that have not come to HTTP yet,
  /// and answers that have no end. Guarded by itself.
  private final Set<CancelScope> unawaited = new LinkedHashSet<>();

  private final AtomicInteger requests = new AtomicInteger();
  private volatile boolean stopping;

  Serving(ServerSettings settings, Handler handler, TaskGroup tasks) {
    this.settings = settings;
    this.handler = handler;
    this.tasks = tasks;
    this.pace = Pace.of(settings.timeouts());
    var head = settings.limits().head();
    this.messageLimits = new MessageLimits(head.requestLine(), head.bytes(), head.fields());
  }

  /// Passes a connection through what is before HTTP.
  ///
  /// @return nothing if that took too long, or the server is to stop
  Optional<ByteStream> prepare(ByteStream accepted) throws IOException {
    var transport = settings.transport();
    if (transport == ServerSettings.NO_TRANSPORT) {
      return Optional.of(accepted);
    }
    return CancelScope.<ByteStream, IOException>call(own -> {
      own.deadline(Deadline.in(settings.timeouts().head()));
      begin(own);
      try {
        return transport.apply(accepted);
      } finally {
        end(own);
      }
    });
  }

  /// Returns a block that does as another one, and ends early if the server is to stop.
  <T extends @Nullable Object> Each<T, Exception> untilStop(Each<? super T, ?> block) {
    return argument ->
        CancelScope.<Exception>run(own -> {
          begin(own);
          try {
            block.accept(argument);
          } finally {
            end(own);
          }
        });
  }

  private void begin(CancelScope own) {
    synchronized (unawaited) {
      unawaited.add(own);
    }
    if (stopping) {
      own.cancel("the server stops");
    }
  }

  private void end(CancelScope own) {
    synchronized (unawaited) {
      unawaited.remove(own);
    }
  }

  /// Returns the number by which it is closed.
  long opened(Connection connection) {
    long number = numbers.incrementAndGet();
    connections.put(number, connection);
    return number;
  }

  void closed(long number) {
    connections.remove(number);
  }

  /// Begins a request, and returns whether there is room for it. It is dismissed in any case.
  boolean admit() {
    return requests.incrementAndGet() <= settings.limits().concurrentRequests();
  }

  void dismiss() {
    requests.decrementAndGet();
  }

  int requests() {
    return requests.get();
  }

  int connections() {
    return connections.size();
  }

  boolean isStopping() {
    return stopping;
  }

  /// No more requests: connections that have none are closed, those that have one after it. What
  /// would not end by itself is ended.
  void stop() {
    stopping = true;
    connections.values().forEach(Connection::stopIfIdle);
    List<CancelScope> now;
    synchronized (unawaited) {
      now = List.copyOf(unawaited);
    }
    now.forEach(own -> own.cancel("the server stops"));
  }

  ServerSettings settings() {
    return settings;
  }

  Handler handler() {
    return handler;
  }

  TaskGroup tasks() {
    return tasks;
  }

  Pace pace() {
    return pace;
  }

  MessageLimits messageLimits() {
    return messageLimits;
  }

  Buffers buffers() {
    return buffers;
  }
}
