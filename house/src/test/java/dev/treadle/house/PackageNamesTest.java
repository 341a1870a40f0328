package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.treadle.util",
        "utils",
        "x.common.y",
        "x.impl",
        "x.helpers",
        "x.manager",
        "base"
      })
  void catchAllNamesAreReported(String name) {
    var source = JavaSource.of("core/src/main/java/Y.java", "package " + name + ";");

    assertThat(new PackageNames().check(source))
        .containsExactly(
            new Finding(
                name,
                "core/src/main/java/Y.java:1",
                "expected a package named after its idea, found '" + name + "'"));
  }

  @Test
  void exportingInternalsIsReported() {
    var source =
        JavaSource.of(
            "core/src/main/java/module-info.java", "module m {\n exports x.internal to y; }");

    assertThat(new PackageNames().check(source))
        .containsExactly(
            new Finding(
                "x.internal",
                "core/src/main/java/module-info.java:2",
                "expected internal packages exported to nobody, found 'x.internal' exported"));
  }

  @Test
  void ideasPass() {
    var source =
        JavaSource.of("core/src/main/java/Y.java", "package dev.treadle.channel.internal;");

    assertThat(new PackageNames().check(source)).isEmpty();
  }
}
