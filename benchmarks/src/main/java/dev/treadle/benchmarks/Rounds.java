package dev.treadle.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;

/// Runs a workload as a whole, again and again, each time from within a fresh virtual thread.
public final class Rounds {

  /// Rounds of a quarter of a second, such as those of timeouts, are compiled code after as many.
  private static final int WARM_ROUNDS = 8;

  /// But where a round is longer than all the time there is, as many would take too long.
  private static final int WARM_TIMES = 2;

  private static final int LEAST_ROUNDS = 3;

  private final Operations operations;
  private final int count;

  /// Makes rounds of so many operations each.
  public Rounds(Operations operations, int count) {
    this.operations = operations;
    this.count = count;
  }

  /// Returns how many operations make a round.
  public int count() {
    return count;
  }

  /// Returns the median of rounds in half of a time; the first half warms up, because it is not the
  /// compiler at work that is to be measured.
  ///
  /// @throws Exception whatever the workload throws
  public double median(Duration time, Value value) throws Exception {
    warmUp(value, time);
    var values = values(value, time.dividedBy(2), LEAST_ROUNDS);
    values.sort(null);
    return values.get(values.size() / 2);
  }

  /// Runs one round and returns its nanoseconds, divided by its operations.
  ///
  /// @throws Exception whatever the workload throws
  public double nanosPerOperation() throws Exception {
    return nanos() / count;
  }

  /// Runs one round and returns its nanoseconds.
  ///
  /// @throws Exception whatever the workload throws
  /// @throws AssertionError if it did not all it was asked for
  public double nanos() throws Exception {
    long start = System.nanoTime();
    long done = start().get();
    long elapsed = System.nanoTime() - start;
    if (done != count) {
      throw new AssertionError("expected " + count + " operations to be done, got " + done);
    }
    return elapsed;
  }

  /// Starts one round.
  public FutureTask<Long> start() {
    var round = new FutureTask<>(() -> operations.run(count));
    Thread.startVirtualThread(round);
    return round;
  }

  private void warmUp(Value value, Duration time) throws Exception {
    long start = System.nanoTime();
    int rounds = 0;
    long elapsed;
    do {
      value.of(this);
      rounds++;
      elapsed = System.nanoTime() - start;
    } while (elapsed < time.toNanos() * WARM_TIMES
        && (rounds < WARM_ROUNDS || elapsed < time.toNanos() / 2));
  }

  private List<Double> values(Value value, Duration howLong, int atLeast) throws Exception {
    var values = new ArrayList<Double>();
    long end = System.nanoTime() + howLong.toNanos();
    do {
      values.add(value.of(this));
    } while (System.nanoTime() < end || values.size() < atLeast);
    return values;
  }

  /// What is measured of one round.
  @FunctionalInterface
  public interface Value {

    /// Runs one round and returns its value.
    ///
    /// @throws Exception whatever the workload throws
    double of(Rounds rounds) throws Exception;
  }
}
