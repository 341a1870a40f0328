package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;

/// What a server can be asked by [Load]. Each answers a row of its own name, some more than that.
enum Question {
  PLAIN_64(Answers.PLAIN, 64),
  PLAIN_256(Answers.PLAIN, 256),
  JSON_64(Answers.JSON, 64),
  SLEEP_256(Answers.SLEEP, 256),

  /// Answers with the 99th percentile of the latency in milliseconds at half of what it can.
  PACED_64(Answers.PLAIN, 64) {
    @Override
    void answer(ServerProcess server, Duration time) throws Exception {
      double most = wrk(server).ask(Duration.ofSeconds(1)).requestsPerSecond();
      try (var paced = Paced.connect(server.port(), Answers.PLAIN, connections())) {
        paced.latency(most / 2, PACED.dividedBy(4));
        var enough = time.compareTo(PACED) < 0 ? PACED : time;
        long nanos = paced.latency(most / 2, enough).percentile(99);
        Measuring.report(name(), nanos / 1e6);
        Measuring.report(RATE, most / 2);
      }
    }
  },

  /// Answers with the cost of a message.
  SOCKET_64(Answers.SOCKET, 64) {
    @Override
    void warmUp(ServerProcess server, Duration time) throws Exception {
      try (var echoes = Echoes.connect(server.port(), connections())) {
        echoes.exchange(time);
      }
    }

    @Override
    void answer(ServerProcess server, Duration time) throws Exception {
      try (var echoes = Echoes.connect(server.port(), connections())) {
        long before = server.processorNanos();
        long messages = echoes.exchange(time);
        Measuring.report(name(), (double) (server.processorNanos() - before) / messages);
      }
    }
  },

  /// Answers with MiB a second, and with what one of them costs.
  STREAM_16(Answers.STREAM, 16) {
    @Override
    void answer(ServerProcess server, Duration time) throws Exception {
      wrk(server).ask(Duration.ofSeconds(1));
      var found = wrk(server).ask(time);
      Measuring.report(name(), found.requestsPerSecond());
      Measuring.report(STREAM_COST, found.nanosPerRequest() / 1e3);
    }
  },

  /// Answers with the KiB that are reachable for each of the bodies that are under way.
  STREAM_HEAP_16(Answers.STREAM, 16) {
    @Override
    void answer(ServerProcess server, Duration time) throws Exception {
      long before = server.liveHeap();
      long during = heapDuring(server);
      // Never less than nothing: what else was let go of meanwhile counts, too.
      long held = Math.max(1, during - before);
      Measuring.report(name(), held / 1024.0 / connections());
    }

    private long heapDuring(ServerProcess server) throws Exception {
      var asking = new Wrk(server, Answers.STREAM, connections());
      var load = new Thread(() -> askQuietly(asking));
      load.start();
      Thread.sleep(SETTLED.toMillis());
      long heap = server.liveHeap();
      load.join();
      return heap;
    }
  };

  /// The row with the requests a second at which [#PACED_64] was found.
  static final String RATE = "RATE";

  /// The row with the microseconds of processor time for a body of [#STREAM_16].
  static final String STREAM_COST = "STREAM_COST";

  /// The hundredth part of what is asked in less time would be too little to tell.
  private static final Duration PACED = Duration.ofSeconds(2);

  private static final Duration SETTLED = Duration.ofMillis(500);

  private final String path;
  private final int connections;

  Question(String path, int connections) {
    this.path = path;
    this.connections = connections;
  }

  /// Asks without an answer.
  void warmUp(ServerProcess server, Duration time) throws Exception {
    wrk(server).ask(time);
  }

  /// Answers, by default with the cost of a request.
  void answer(ServerProcess server, Duration time) throws Exception {
    Measuring.report(name(), wrk(server).ask(time).nanosPerRequest());
  }

  final Wrk wrk(ServerProcess server) {
    return new Wrk(server, path, connections);
  }

  final int connections() {
    return connections;
  }

  private static void askQuietly(Wrk wrk) {
    try {
      wrk.ask(SETTLED.multipliedBy(4));
    } catch (Exception failure) {
      throw new IllegalStateException("could not ask for what is streamed", failure);
    }
  }
}
