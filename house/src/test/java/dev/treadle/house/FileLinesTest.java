package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FileLinesTest {

  @Test
  void aFileOverTheLimitIsNamedWithItsLength() {
    var source = JavaSource.of("core/src/main/java/x/Long.java", "package x;" + "\n//".repeat(600));

    assertThat(new FileLines().check(source))
        .containsExactly(
            new Finding(
                "x.Long",
                "core/src/main/java/x/Long.java:601",
                "expected at most 600 lines in a file, found 601"));
  }

  @Test
  void aFileAtTheLimitPasses() {
    var source = JavaSource.of("core/src/main/java/x/Long.java", "package x;" + "\n//".repeat(599));

    assertThat(new FileLines().check(source)).isEmpty();
  }
}
