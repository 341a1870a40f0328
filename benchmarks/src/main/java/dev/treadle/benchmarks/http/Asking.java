package dev.treadle.benchmarks.http;

import com.sun.management.OperatingSystemMXBean;
import dev.treadle.benchmarks.Measuring;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/// The frame of a client's `main`: so many ask one server, wait for the answer, and ask again.
///
/// What is answered is processor time of this process for a request, its compiler's and its
/// collector's included.
final class Asking {

  /// How many ask at the same time, each on a connection of its own.
  static final int ASKING = 64;

  /// Rows: nanoseconds of processor time for a request.
  static final String PLAIN = "CLIENT_PLAIN";

  /// The same over TLS.
  static final String TLS = "CLIENT_TLS";

  /// Of the time, each row gets one, and so does the warm-up of the second.
  private static final int PARTS = 4;

  private static final int LENGTH = Answers.text().length;

  private final Call call;
  private final Together together;

  private Asking(Call call, Together together) {
    this.call = call;
    this.together = together;
  }

  /// A client's way to ask.
  @FunctionalInterface
  interface Call {

    /// Asks, and returns the length of what was answered.
    ///
    /// @throws Exception if that failed, which fails the side
    int ask(String url) throws Exception;
  }

  /// A way to have many do the same at once.
  @FunctionalInterface
  interface Together {

    /// Returns the sum of what a body returns that is called so often at once.
    ///
    /// @throws Exception whatever the body throws
    long sum(int times, Callable<Long> body) throws Exception;
  }

  /// Answers both rows, with a virtual thread for each who asks.
  ///
  /// @param words the ports of plain text and of TLS
  static void report(String[] words, Call call) throws Exception {
    report(words, call, Asking::onVirtualThreads);
  }

  static void report(String[] words, Call call, Together together) throws Exception {
    var asking = new Asking(call, together);
    var all = Measuring.ordered().time();
    var time = all.dividedBy(PARTS);
    var plain = "http://127.0.0.1:" + words[0] + Answers.PLAIN;
    var tls = "https://127.0.0.1:" + words[1] + Answers.PLAIN;
    asking.ask(plain, WarmUp.of(all));
    asking.report(PLAIN, plain, time);
    asking.ask(tls, time);
    asking.report(TLS, tls, time);
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  private void report(String row, String url, Duration time) throws Exception {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long before = system.getProcessCpuTime();
    long requests = ask(url, time);
    Measuring.report(row, (double) (system.getProcessCpuTime() - before) / requests);
  }

  private long ask(String url, Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    return together.sum(ASKING, () -> askUntil(end, url));
  }

  private long askUntil(long end, String url) throws Exception {
    long requests = 0;
    while (System.nanoTime() < end) {
      int length = call.ask(url);
      if (length != LENGTH) {
        throw new IllegalStateException("expected " + LENGTH + " bytes, got " + length);
      }
      requests++;
    }
    return requests;
  }

  private static long onVirtualThreads(int times, Callable<Long> body) throws Exception {
    var all = new ArrayList<FutureTask<Long>>();
    for (int i = 0; i < times; i++) {
      var one = new FutureTask<>(body);
      all.add(one);
      Thread.startVirtualThread(one);
    }
    long sum = 0;
    for (var one : all) {
      sum += one.get();
    }
    return sum;
  }
}
