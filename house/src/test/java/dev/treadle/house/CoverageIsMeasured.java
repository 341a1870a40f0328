package dev.treadle.house;

import java.nio.file.Files;
import java.util.List;

/// A module that promises coverage has been measured: JaCoCo passes silently where it saw nothing.
final class CoverageIsMeasured implements Rule {

  @Override
  public String name() {
    return "coverage";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return checkout.modules().stream().flatMap(module -> check(module).stream()).toList();
  }

  static List<Finding> check(BuildModule module) {
    var promises = module.pom().property("coverage.lines").isPresent();
    if (!promises || Files.exists(module.folder().resolve("target/jacoco.exec"))) {
      return List.of();
    }
    var message = "expected target/jacoco.exec of a module that sets coverage.lines, found none";
    return List.of(new Finding(module.name(), module.name() + "/pom.xml", message));
  }
}
