package dev.treadle.monitor;

import java.time.Duration;

/// Ages as people say them: two units at most.
final class AgeText {

  private AgeText() {}

  static String of(Duration exact) {
    var age = Duration.ofMillis((exact.toMillis() + 50) / 100 * 100);
    if (age.toDays() > 0) {
      return age.toDays() + " d " + age.toHoursPart() + " h";
    }
    if (age.toHours() > 0) {
      return age.toHours() + " h " + age.toMinutesPart() + " min";
    }
    if (age.toMinutes() > 0) {
      return age.toMinutes() + " min " + age.toSecondsPart() + " s";
    }
    return age.toSeconds() + "." + age.toMillisPart() / 100 + " s";
  }
}
