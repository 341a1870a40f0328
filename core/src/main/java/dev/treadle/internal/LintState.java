package dev.treadle.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One lint: whether it is on, which classes it leaves alone, and what it has said.
///
/// Taken from system properties when it is first needed: `treadle.lint.NAME` is `on` or `off`,
/// `treadle.lint.NAME.ignore` lists prefixes of class names, with commas.
public final class LintState {

  /// What an endless source of new places may fill.
  private static final int PLACES_KEPT = 1_000;

  /// Code that goes on after it was told to stop.
  public static final LintState SWALLOWED_CANCELLATION =
      new LintState("swallowed-cancellation", "swallowedCancellation", true);

  /// Code that was interrupted and did not notice.
  public static final LintState IGNORED_INTERRUPT =
      new LintState("ignored-interrupt", "ignoredInterrupt", true);

  /// Code that keeps a carrier for itself.
  public static final LintState CARRIER_HOG = new LintState("carrier-hog", "carrierHog", false);

  /// Failures that nobody hears of.
  public static final LintState UNAWAITED_FAILURE =
      new LintState("unawaited-failure", "unawaitedFailure", true);

  /// Resources that nobody closes.
  public static final LintState LEAKED_RESOURCE =
      new LintState("leaked-resource", "leakedResource", true);

  private final String name;
  private final String marker;
  private final List<String> ignored;
  private final Set<String> places = ConcurrentHashMap.newKeySet();
  private volatile boolean on;

  /// @param name as in its property, such as `carrier-hog`
  /// @param marker the method of [Quiet] that suppresses it
  /// @param byDefault whether it is on unless a property says otherwise
  LintState(String name, String marker, boolean byDefault) {
    this.name = name;
    this.marker = marker;
    var property = "treadle.lint." + name;
    this.on = isOn(property, byDefault);
    this.ignored =
        Arrays.stream(System.getProperty(property + ".ignore", "").split(","))
            .map(String::strip)
            .filter(prefix -> !prefix.isEmpty())
            .toList();
  }

  private static boolean isOn(String property, boolean byDefault) {
    var value = System.getProperty(property, byDefault ? "on" : "off");
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "on", "true", "" -> true;
      case "off", "false" -> false;
      default -> {
        logger()
            .log(
                System.Logger.Level.WARNING,
                property + ": expected 'on' or 'off', found '" + value + "'");
        yield byDefault;
      }
    };
  }

  // Looked up when there is something to say: a search for logging systems is no part of a start.
  private static System.Logger logger() {
    return System.getLogger("dev.treadle");
  }

  /// Returns whether it is on.
  public boolean isOn() {
    return on;
  }

  /// Returns whether there are classes it leaves alone, so that it needs a stack to know.
  public boolean hasIgnored() {
    return !ignored.isEmpty();
  }

  /// Switches it on or off, and forgets what it has said.
  public void on(boolean value) {
    on = value;
    places.clear();
  }

  /// Returns whether code with this stack is to be left alone: it is inside a block that suppresses
  /// the lint, or in a class on the list.
  public boolean isSuppressed(StackTraceElement[] stack) {
    for (var frame : stack) {
      var type = frame.getClassName();
      if (type.equals(Quiet.class.getName()) && frame.getMethodName().equals(marker)) {
        return true;
      }
      for (var prefix : ignored) {
        if (type.startsWith(prefix)) {
          return true;
        }
      }
    }
    return false;
  }

  /// Logs a finding, once for each place, also if a simulation comes there in each of its runs: to
  /// log takes no turn from anybody, so that the runs are the same all the same.
  ///
  /// @return whether it was logged
  public boolean report(Finding finding) {
    var stack = finding.stack();
    if (!on || isSuppressed(stack) || !isNew(finding.place())) {
      return false;
    }
    var evidence = new Evidence(name);
    evidence.setStackTrace(stack);
    logger().log(System.Logger.Level.WARNING, finding.message(), evidence);
    return true;
  }

  /// What a lint has found.
  ///
  /// @param place what makes it the same finding again
  /// @param stack whose stack it is about, and may suppress it
  @SuppressWarnings("ArrayRecordComponent") // a stack as the JDK gives it, compared by nobody
  public record Finding(String place, String message, StackTraceElement[] stack) {}

  private boolean isNew(String place) {
    return places.size() < PLACES_KEPT && places.add(place);
  }

  /// Carries a stack into the log.
  private static final class Evidence extends Throwable {

    private static final long serialVersionUID = 1L;

    Evidence(String lint) {
      super("lint " + lint, null, false, true);
    }

    @Override
    @SuppressWarnings("OverrideThrowableToString") // the class name says nothing to a reader
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
