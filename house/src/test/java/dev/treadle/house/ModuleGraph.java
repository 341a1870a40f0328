package dev.treadle.house;

import com.sun.source.tree.RequiresTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Arrows point down the list of modules only, and the lower ones stand on the JDK alone.
///
/// Test scope is free: a module's tests may use the test kit whatever it stands on.
final class ModuleGraph implements Rule {

  /// The libraries in the order in which they build on each other.
  private static final List<String> ORDER =
      List.of(
          "seam", "core", "testkit", "io", "http", "web", "postgres", "mongo", "jobs", "console");

  /// What has no dependencies, so that nobody has to think twice before using it.
  private static final Set<String> BARE = Set.of("seam", "core", "io", "http");

  private static final String ANNOTATIONS = "org.jspecify";

  @Override
  public String name() {
    return "module-graph";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return checkout.modules().stream()
        .filter(module -> module.pom().isDeployed() && !module.main().isEmpty())
        .flatMap(module -> check(module).stream())
        .toList();
  }

  static List<Finding> check(BuildModule module) {
    if (!module.isLibrary()) {
      var message = "expected a module-info.java in what we publish, found none";
      return List.of(new Finding(module.name(), module.mainFolder(), message));
    }
    var findings = new ArrayList<Finding>();
    for (var directive : module.declaration().getDirectives()) {
      if (directive instanceof RequiresTree requires) {
        checkRequires(module, requires, findings);
      }
    }
    module.pom().dependencies().stream()
        .filter(dependency -> !dependency.scope().equals("test"))
        .forEach(dependency -> checkDependency(module, dependency, findings));
    return findings;
  }

  private static void checkRequires(
      BuildModule module, RequiresTree requires, List<Finding> findings) {
    var name = requires.getModuleName().toString();
    var problem =
        name.startsWith("dev.treadle.")
            ? order(module.name(), name.substring("dev.treadle.".length()))
            : foreign(module.name(), name, requires.isStatic());
    if (!problem.isEmpty()) {
      var descriptor = module.descriptor().orElseThrow();
      findings.add(descriptor.finding(module.name(), requires, problem));
    }
  }

  private static void checkDependency(
      BuildModule module, Pom.Dependency dependency, List<Finding> findings) {
    var problem =
        dependency.group().equals("dev.treadle")
            ? order(module.name(), dependency.artifact().substring("treadle-".length()))
            : foreign(module.name(), dependency.group(), dependency.optional());
    if (!problem.isEmpty()) {
      findings.add(new Finding(module.name(), module.name() + "/pom.xml", problem));
    }
  }

  private static String order(String from, String to) {
    if (!ORDER.contains(from)) {
      return "expected one of %s, found module '%s': give it a place".formatted(ORDER, from);
    }
    // The test kit stands beside core, not on it, and serves any code.
    var beside = from.equals("testkit") && to.equals("core");
    var above = ORDER.indexOf(to) >= 0 && ORDER.indexOf(to) < ORDER.indexOf(from);
    return above && !beside
        ? ""
        : "expected '%s' to use only what stands before it in %s, found '%s'"
            .formatted(from, ORDER, to);
  }

  private static String foreign(String module, String name, boolean optional) {
    var ofJdk = name.startsWith("java.") || name.startsWith("jdk.");
    var annotations = name.equals(ANNOTATIONS) && optional;
    return !BARE.contains(module) || ofJdk || annotations
        ? ""
        : "expected '%s' to need nothing but the JDK (and %s, optional), found '%s'"
            .formatted(module, ANNOTATIONS, name);
  }
}
