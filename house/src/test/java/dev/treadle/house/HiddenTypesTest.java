package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HiddenTypesTest {

  @Test
  void aModuleThatShowsMoreThanItHidesIsReported() {
    assertThat(
            HiddenTypes.check(
                Modules.of(
                    "core", Modules.POM, "class A {}", "public class B {}", "public class C {}")))
        .containsExactly(
            new Finding(
                "core",
                "core/src/main/java",
                "expected at least 50 % of the top-level types package-private, found 33 %"));
  }

  @Test
  void halfHiddenPasses() {
    assertThat(
            HiddenTypes.check(Modules.of("core", Modules.POM, "class A {}", "public class B {}")))
        .isEmpty();
  }
}
