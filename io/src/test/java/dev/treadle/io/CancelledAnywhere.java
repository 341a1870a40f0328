package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Action;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Does something again and again and cancels it at another moment each time: each must end soon.
final class CancelledAnywhere {

  /// What half of them must not take longer than, on a machine that is busy with other things. The
  /// interrupt that is repeated after a second would come too late.
  private static final Duration PROMPT = Duration.ofMillis(300);

  private static final int TIMES = 40;
  private static final Duration STEP = Duration.ofNanos(40_000);

  private final List<Duration> late = new ArrayList<>();

  private CancelledAnywhere() {}

  /// Cancels within the first two milliseconds.
  static void run(Action<IOException> io) throws IOException {
    run(TIMES, STEP, PROMPT, io);
  }

  /// Cancels so many times, each time so much later.
  static void run(int times, Duration step, Duration prompt, Action<IOException> io)
      throws IOException {
    var cancelled = new CancelledAnywhere();
    for (int i = 0; i < times; i++) {
      cancelled.after(step.multipliedBy(i), io);
    }
    cancelled.assertLessThan(prompt);
  }

  interface Opening {
    SocketPair open() throws IOException;
  }

  interface OnPair {
    void run(SocketPair pair) throws IOException;
  }

  /// Cancels something that is done to two connected ends, new ones each time.
  static void onPairs(Opening opening, OnPair io) throws IOException {
    var cancelled = new CancelledAnywhere();
    for (int i = 0; i < TIMES; i++) {
      try (var pair = opening.open()) {
        cancelled.after(STEP.multipliedBy(i), () -> io.run(pair));
      }
    }
    cancelled.assertLessThan(PROMPT);
  }

  private void after(Duration limit, Action<IOException> io) throws IOException {
    long start = System.nanoTime();
    boolean _ = moveOnAfter(limit, io);
    late.add(Duration.ofNanos(System.nanoTime() - start).minus(limit));
  }

  private void assertLessThan(Duration prompt) {
    late.sort(null);
    assertThat(late.get(late.size() / 2)).isLessThan(prompt);
  }
}
