package dev.treadle.house;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// No test was skipped in the run that just ended, whatever it was that skipped it.
final class SkippedRuns implements Rule {

  private static final Pattern SUITE =
      Pattern.compile("<testsuite\\b[^>]*? name=\"([^\"]*)\"[^>]*? skipped=\"(\\d+)\"");

  @Override
  public String name() {
    return "skipped-runs";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return checkout.modules().stream().flatMap(SkippedRuns::check).toList();
  }

  /// Checks one of Surefire's XML reports.
  static Stream<Finding> check(String place, String report) {
    return SUITE
        .matcher(report)
        .results()
        .filter(suite -> !suite.group(2).equals("0"))
        .map(suite -> new Finding(suite.group(1), place, message(suite.group(2))));
  }

  private static String message(String count) {
    return "expected every test to run, found %s skipped".formatted(count);
  }

  private static Stream<Finding> check(BuildModule module) {
    // A report may be older than the test it tells of.
    var tests = module.tests().stream().map(JavaSource::name).toList();
    return Disk.files(module.folder().resolve("target/surefire-reports"), ".xml").stream()
        .flatMap(report -> check(place(module, report), Disk.text(report)))
        .filter(finding -> tests.contains(finding.name().replaceFirst("\\$.*", "")));
  }

  private static String place(BuildModule module, Path report) {
    return module.name() + "/" + module.folder().relativize(report);
  }
}
