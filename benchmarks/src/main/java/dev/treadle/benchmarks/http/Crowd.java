package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Many connections to one server: what an idle one holds, what they do to others, and what happens
/// if all ask at once.
///
/// A process may have 20,000 descriptors on many a machine; the server is another one than this, so
/// that each connection takes one of either.
final class Crowd implements AutoCloseable {

  /// Rows: bytes of heap for an idle connection.
  static final String HEAP = "HEAP";

  /// Nanoseconds of processor time for a request while nobody else is there.
  static final String ALONE = "ALONE";

  /// The same beside the idle ones.
  static final String BESIDE = "BESIDE";

  /// Milliseconds until all handlers are done that sleep a second.
  static final String SLEEPERS = "SLEEPERS";

  static final int CONNECTIONS = 10_000;

  private static final int ACTIVE = 64;
  private static final int OK = 200;
  private static final int WAVES = 3;
  private static final Duration SETTLED = Duration.ofMillis(500);

  private final Selector selector = Selector.open();
  private final List<Talker> talkers = new ArrayList<>();
  private int answered;

  private Crowd() throws IOException {}

  /// Answers all rows.
  ///
  /// @param words the server's command, in which `PORT` stands for its port
  public static void main(String[] words) throws Exception {
    var all = Measuring.ordered().time();
    var time = all.dividedBy(4);
    try (var server = ServerProcess.start(Arrays.asList(words))) {
      var active = new Wrk(server, Answers.PLAIN, ACTIVE);
      active.ask(WarmUp.of(all));
      double before = active.ask(time).nanosPerRequest();
      try (var crowd = new Crowd()) {
        Measuring.report(HEAP, crowd.heap(server));
        Measuring.report(BESIDE, active.ask(time).nanosPerRequest());
        Measuring.report(SLEEPERS, crowd.sleepers(server));
      }
      Thread.sleep(SETTLED.toMillis());
      // It may have become faster since: what came before and what comes after count alike.
      Measuring.report(ALONE, (before + active.ask(time).nanosPerRequest()) / 2);
    }
  }

  private double heap(ServerProcess server) throws Exception {
    long before = server.liveHeap();
    var request = Talker.request(Answers.SECOND);
    for (int i = 0; i < CONNECTIONS; i++) {
      var talker = Talker.connect(server.port(), request);
      talkers.add(talker);
      talker.say(Talker.request(Answers.PLAIN));
      talker.awaitAnswer(OK);
      var _ = talker.register(selector);
    }
    Thread.sleep(SETTLED.toMillis());
    return Math.max(1, (double) (server.liveHeap() - before) / CONNECTIONS);
  }

  private double sleepers(ServerProcess server) throws Exception {
    var millis = new double[WAVES];
    for (int i = 0; i < WAVES; i++) {
      millis[i] = wave() / 1e6;
      // What is left of it is not the next one's.
      var _ = server.liveHeap();
    }
    Arrays.sort(millis);
    return millis[WAVES / 2];
  }

  private long wave() throws IOException {
    long start = System.nanoTime();
    answered = 0;
    for (var talker : talkers) {
      talker.say();
    }
    while (answered < talkers.size()) {
      if (selector.select(this::hear, 10_000) == 0) {
        throw new IOException("expected %d answers, got %d".formatted(talkers.size(), answered));
      }
    }
    return System.nanoTime() - start;
  }

  private void hear(SelectionKey key) {
    var talker = (Talker) key.attachment();
    try {
      talker.hear();
      int length = talker.answerLength(OK);
      if (length >= 0) {
        talker.forget(length);
        answered++;
      }
    } catch (IOException failure) {
      throw new IllegalStateException("the server did not answer", failure);
    }
  }

  @Override
  public void close() throws IOException {
    for (var talker : talkers) {
      talker.close();
    }
    selector.close();
  }
}
