package dev.treadle.examples.patterns;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What the programs print with: every line begins with the time since the start.
///
/// What Treadle logs becomes a line too. In a simulation the time is the simulation's.
final class Show {

  // Kept here, because the JDK forgets a logger that nobody holds, and what was set on it.
  private static final Logger LOGGER = Logger.getLogger("dev.treadle");

  private static @Nullable Handler handler; // guarded by the class

  private final World world = World.current();
  private final long start = world.nanoTime();

  private Show() {}

  /// Starts the clock.
  static Show begin() {
    // Looked up before the clock starts: a first print loads a hundred classes.
    var _ = String.format(Locale.ROOT, "%.3f s", 0.0);
    LOGGER.setUseParentHandlers(false);
    var show = new Show();
    takeLog(show);
    return show;
  }

  /// Prints a line.
  void line(@Nullable Object what) {
    double seconds = elapsed().toNanos() / 1e9;
    System.out.println(
        String.format(Locale.ROOT, "%.3f s  %s", seconds, wrapped(String.valueOf(what))));
  }

  private static String wrapped(String text) {
    return text.replaceAll("(.{1,90})( +|$)", "$1\n").strip().replace("\n", "\n         ");
  }

  /// Returns the time since the start.
  Duration elapsed() {
    return Duration.ofNanos(world.nanoTime() - start);
  }

  private static synchronized void takeLog(Show show) {
    if (handler != null) {
      LOGGER.removeHandler(handler);
    }
    handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            show.line("Treadle warns: " + logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    LOGGER.addHandler(handler);
  }
}
