package dev.treadle.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;

/// The measured program's end of the line: what it is told by the runner, and how it answers.
///
/// A program reads its orders from environment variables and prints one line `result: NUMBER`.
/// Programs in other languages do the same by hand.
public final class Measuring {

  static final String ROUND = "TREADLE_BENCH_ROUND";
  static final String MILLIS = "TREADLE_BENCH_MILLIS";
  static final String LIMIT_MILLIS = "TREADLE_BENCH_LIMIT_MILLIS";
  static final String RESULT = "result: ";
  static final String ROW = "result ";

  private final int round;
  private final Duration time;
  private final Duration limit;

  private Measuring(int round, Duration time, Duration limit) {
    this.round = round;
    this.time = time;
    this.limit = limit;
  }

  /// Returns this process's orders; by hand, outside the runner, it is round 0, two seconds, and a
  /// limit of a minute.
  public static Measuring ordered() {
    return from(System.getenv());
  }

  static Measuring from(Map<String, String> environment) {
    return new Measuring(
        Integer.parseInt(environment.getOrDefault(ROUND, "0")),
        Duration.ofMillis(Long.parseLong(environment.getOrDefault(MILLIS, "2000"))),
        Duration.ofMillis(Long.parseLong(environment.getOrDefault(LIMIT_MILLIS, "60000"))));
  }

  /// Returns the environment that carries a round to a program.
  static Map<String, String> environment(Round round) {
    return Map.of(
        ROUND,
        Integer.toString(round.number()),
        MILLIS,
        Long.toString(Math.max(1, round.time().toMillis())),
        LIMIT_MILLIS,
        Long.toString(round.limit().toMillis()));
  }

  /// Answers with the value measured.
  public static void report(double value) {
    System.out.println(RESULT + value);
  }

  /// Answers one of several questions.
  ///
  /// @param row which one
  public static void report(String row, double value) {
    System.out.println(ROW + row + ": " + value);
  }

  /// Answers with the milliseconds since this JVM started.
  public static void reportMillisSinceStart() {
    long started = ManagementFactory.getRuntimeMXBean().getStartTime();
    report((double) (System.currentTimeMillis() - started));
  }

  /// Returns the number of the round, from 0.
  public int round() {
    return round;
  }

  /// Returns how long to warm up and measure in all.
  public Duration time() {
    return time;
  }

  /// Returns when this process is ended, counted from its start; for work that has a length of its
  /// own.
  public Duration limit() {
    return limit;
  }

  /// Calls the body over and over, the first third of the time to warm up, and answers with how
  /// many of the things that it returns were done in a second of the rest.
  ///
  /// @param body does some of them, in well under a second, and returns how many
  /// @throws Exception whatever the body throws
  public void reportRate(Batch body) throws Exception {
    repeat(time.dividedBy(3), body);
    report(repeat(time.multipliedBy(2).dividedBy(3), body));
  }

  private static double repeat(Duration howLong, Batch body) throws Exception {
    long start = System.nanoTime();
    long done = 0;
    long elapsed;
    do {
      done += body.run();
      elapsed = System.nanoTime() - start;
    } while (elapsed < howLong.toNanos());
    return done * 1e9 / elapsed;
  }

  /// A piece of the work whose rate is measured.
  @FunctionalInterface
  public interface Batch {

    /// Does some of the work and returns how much.
    ///
    /// @throws Exception if it failed, which fails the side
    long run() throws Exception;
  }
}
