package dev.treadle.benchmarks.http;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Asks at a rate that does not depend on the answers, which `wrk` cannot.
///
/// Each request is due at a time that is fixed beforehand, and its latency counts from then on: one
/// that waits on its connection for the answer to the one before it is late by that wait, too. Who
/// counts from the sending instead leaves out just the requests that a stall holds up ("coordinated
/// omission").
final class Paced implements AutoCloseable {

  private static final int OK = 200;

  /// For so long nothing is looked at while nothing is due: a thread that never pauses would have
  /// one of the processors for itself.
  private static final long PAUSE_NANOS = 20_000;

  private final Selector selector;
  private final List<Turns> connections;

  private Paced(Selector selector, List<Turns> connections) {
    this.selector = selector;
    this.connections = connections;
  }

  static Paced connect(int port, String path, int count) throws IOException {
    var selector = Selector.open();
    var connections = new ArrayList<Turns>();
    for (int i = 0; i < count; i++) {
      var talker = Talker.connect(port, Talker.request(path));
      talker.say();
      talker.awaitAnswer(OK);
      talker.register(selector).attach(new Turns(talker));
    }
    selector.keys().forEach(key -> connections.add((Turns) key.attachment()));
    return new Paced(selector, connections);
  }

  /// Asks so often a second, on each connection in its turn, and returns the latencies.
  Latencies latency(double rate, Duration time) throws IOException {
    var latencies = new Latencies();
    long start = System.nanoTime();
    long requests = Math.max(1, (long) (rate * time.toNanos() / 1e9));
    long asked = 0;
    while (latencies.count() < requests) {
      long now = System.nanoTime();
      long due = Math.min(requests, 1 + (long) ((now - start) * rate / 1e9));
      boolean idle = due == asked;
      for (; asked < due; asked++) {
        connections
            .get((int) (asked % connections.size()))
            .ask(start + (long) (asked * 1e9 / rate));
      }
      idle &= selector.selectNow(key -> hear(key, latencies)) == 0;
      if (idle) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    return latencies;
  }

  private static void hear(SelectionKey key, Latencies latencies) {
    try {
      ((Turns) key.attachment()).hear(latencies);
    } catch (IOException failure) {
      throw new IllegalStateException("the server did not answer", failure);
    }
  }

  @Override
  public void close() throws IOException {
    for (var connection : connections) {
      connection.talker.close();
    }
    selector.close();
  }

  /// A connection, and when the requests on it were due that have not been answered.
  private static final class Turns {

    private final Talker talker;
    private final ArrayDeque<Long> due = new ArrayDeque<>();

    Turns(Talker talker) {
      this.talker = talker;
    }

    void ask(long when) throws IOException {
      due.addLast(when);
      if (due.size() == 1) {
        talker.say();
      }
    }

    void hear(Latencies latencies) throws IOException {
      talker.hear();
      int length = talker.answerLength(OK);
      if (length < 0) {
        return;
      }
      talker.forget(length);
      latencies.add(System.nanoTime() - due.removeFirst());
      if (!due.isEmpty()) {
        talker.say();
      }
    }
  }
}
