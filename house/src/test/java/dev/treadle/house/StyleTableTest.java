package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class StyleTableTest {

  @Test
  void aMeasureThatMissesItsAimIsMarked() {
    var module =
        Modules.of("core", Modules.POM, "public class A { void m(int a, int b, int c) {} }");

    assertThat(StyleTable.of(new Checkout(Path.of("nowhere"), List.of(module))).lines())
        .containsExactly(
            "House style (! misses its aim)",
            "module       lines/file med      p90  lines/body med      p90  methods/type p90  params p90  hidden %  inline/100  test:code  suite s",
            "(aim)                <= 110   <= 350            <= 4    <= 16             <= 14        <= 2     >= 50         2-5     >= 1.6    <= 10",
            "core                      2        2               0        0                 0          3!        0!          0!         0!        0");
  }
}
