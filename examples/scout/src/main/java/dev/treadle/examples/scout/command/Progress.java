package dev.treadle.examples.scout.command;

import dev.treadle.Treadle;
import dev.treadle.examples.scout.Crawl;
import dev.treadle.examples.scout.Snapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/// Shows how far a crawl has come: a bar that moves on a terminal, else a line now and then.
final class Progress {

  private static final Duration FRAME = Duration.ofMillis(100);
  private static final Duration LINE = Duration.ofSeconds(5);
  private static final int WIDTH = 24;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";
  private static final String CLEAR = "\r\033[2K";

  /// What does not fit the line is cut off, for only one line can be cleared.
  private static final String NO_WRAP = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final Crawl crawl;
  private final PrintStream out;
  private final boolean isTerminal;

  Progress(Crawl crawl, PrintStream out, boolean isTerminal) {
    this.crawl = crawl;
    this.out = out;
    this.isTerminal = isTerminal;
  }

  /// Shows it until it is cancelled, and leaves the terminal as it was.
  void show() {
    try {
      while (true) {
        Treadle.sleep(isTerminal ? FRAME : LINE);
        var now = crawl.snapshot();
        out.print(isTerminal ? frame(now) : line(now) + System.lineSeparator());
        out.flush();
      }
    } finally {
      if (isTerminal) {
        out.print(CLEAR);
        out.flush();
      }
    }
  }

  private String frame(Snapshot now) {
    boolean isRich = out.charset().newEncoder().canEncode(EIGHTHS);
    return CLEAR + NO_WRAP + (isRich ? bar(now) : plainBar(now)) + WRAP;
  }

  /// For terminals that know nothing but ASCII.
  static String plainBar(Snapshot now) {
    var counters = now.counters();
    int full =
        counters.found() == 0 ? 0 : (int) ((long) WIDTH * counters.done() / counters.found());
    return "[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + line(now);
  }

  static String bar(Snapshot now) {
    var counters = now.counters();
    int eighths =
        counters.found() == 0 ? 0 : (int) (8L * WIDTH * counters.done() / counters.found());
    var bar = new StringBuilder("█".repeat(eighths / 8));
    if (eighths < 8 * WIDTH) {
      bar.append(EIGHTHS.charAt(eighths % 8));
      bar.append(" ".repeat(WIDTH - eighths / 8 - 1));
    }
    return bar.append("▏ ").append(line(now)).toString();
  }

  /// What does not fit an old terminal's 80 columns comes last.
  static String line(Snapshot now) {
    var counters = now.counters();
    double seconds = Math.max(0.001, now.elapsed().toNanos() / 1e9);
    return String.format(
        Locale.ROOT,
        "%s of %s  %.0f/s  %d under way  %s  %s",
        Words.number(counters.done()),
        Words.number(counters.found()),
        counters.done() / seconds,
        now.fetches().size(),
        counters.broken() + " broken",
        Words.time(now.elapsed()));
  }
}
