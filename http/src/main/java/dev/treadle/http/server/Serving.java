package dev.treadle.http.server;

import dev.treadle.TaskGroup;
import dev.treadle.http.wire.MessageLimits;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A server while it serves: what its connections share.
final class Serving {

  private final ServerSettings settings;
  private final Handler handler;
  private final TaskGroup tasks;
  private final MessageLimits messageLimits;
  private final Pace pace;
  private final Buffers buffers = new Buffers();

  /// In the order in which they came, so that a simulated server stops alike each time.
  private final Set<Connection> connections = Collections.synchronizedSet(new LinkedHashSet<>());

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

  void opened(Connection connection) {
    connections.add(connection);
  }

  void closed(Connection connection) {
    connections.remove(connection);
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

  /// No more requests: connections that have none are closed, those that have one after it.
  void stop() {
    stopping = true;
    List.copyOf(connections).forEach(Connection::stopIfIdle);
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
