package dev.treadle.house;

import java.util.regex.Pattern;

/// How long a module's tests took in the run that just ended.
final class SuiteTime {

  private static final Pattern TIME = Pattern.compile("<testsuite\\b[^>]*? time=\"([0-9.]+)\"");

  private SuiteTime() {}

  /// Returns the seconds, added up from Surefire's reports.
  static double of(BuildModule module) {
    return Disk.files(module.folder().resolve("target/surefire-reports"), ".xml").stream()
        .mapToDouble(report -> of(Disk.text(report)))
        .sum();
  }

  static double of(String report) {
    return TIME.matcher(report)
        .results()
        .mapToDouble(suite -> Double.parseDouble(suite.group(1)))
        .sum();
  }
}
