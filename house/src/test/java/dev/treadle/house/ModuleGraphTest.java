package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModuleGraphTest {

  private static final String ORDER =
      "[seam, core, testkit, io, http, web, postgres, mongo, jobs, console]";

  @Test
  void anArrowThatPointsUpIsReported() {
    assertThat(ModuleGraph.check(module("core", "requires dev.treadle.http;", "")))
        .containsExactly(
            new Finding(
                "core",
                "core/src/main/java/module-info.java:2",
                "expected 'core' to use only what stands before it in "
                    + ORDER
                    + ", found 'http'"));
  }

  @Test
  void theTestKitStandsBesideTheCore() {
    assertThat(ModuleGraph.check(module("testkit", "requires dev.treadle.core;", ""))).hasSize(1);
    assertThat(ModuleGraph.check(module("testkit", "requires dev.treadle.seam;", ""))).isEmpty();
  }

  @Test
  void aDependencyOfTheCoreIsReported() {
    assertThat(ModuleGraph.check(module("core", "", dependency("com.google.guava", "compile"))))
        .containsExactly(
            new Finding(
                "core",
                "core/pom.xml",
                "expected 'core' to need nothing but the JDK (and org.jspecify, optional), found 'com.google.guava'"));
    assertThat(ModuleGraph.check(module("core", "requires com.google.common;", ""))).hasSize(1);
    assertThat(ModuleGraph.check(module("core", "requires org.jspecify;", ""))).hasSize(1);
  }

  @Test
  void aModuleWithoutAPlaceIsReported() {
    assertThat(ModuleGraph.check(module("grpc", "requires dev.treadle.core;", "")))
        .extracting(Finding::message)
        .containsExactly("expected one of " + ORDER + ", found module 'grpc': give it a place");
  }

  @Test
  void aPublishedModuleWithoutADescriptorIsReported() {
    assertThat(ModuleGraph.check(Modules.of("core", Modules.POM, "class A {}")))
        .containsExactly(
            new Finding(
                "core",
                "core/src/main/java",
                "expected a module-info.java in what we publish, found none"));
  }

  @Test
  void whatTheDesignDrawsPasses() {
    var requires =
        "requires dev.treadle.seam; requires java.logging; requires static transitive org.jspecify;";

    assertThat(ModuleGraph.check(module("core", requires, dependency("org.junit.jupiter", "test"))))
        .isEmpty();
    assertThat(
            ModuleGraph.check(
                module("web", "requires dev.treadle.http; requires tools.jackson.databind;", "")))
        .isEmpty();
  }

  private static BuildModule module(String name, String directives, String dependencies) {
    var pom =
        "<project><artifactId>treadle-" + name + "</artifactId>" + dependencies + "</project>";
    return Modules.of(name, pom, "module dev.treadle." + name + " {\n" + directives + " }");
  }

  private static String dependency(String group, String scope) {
    return "<dependencies><dependency><groupId>%s</groupId><artifactId>a</artifactId><scope>%s</scope></dependency></dependencies>"
        .formatted(group, scope);
  }
}
