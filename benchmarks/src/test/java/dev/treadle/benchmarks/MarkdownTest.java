package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.benchmarks.seam.SeamArea;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class MarkdownTest {

  @Test
  void aSectionSaysWhereWhenAndHowTheRowsWereMeasured() {
    var machine = new Machine("Linux, amd64", "A CPU, 2 cores, 24 GiB", "Temurin 25", "95997f4");
    var options = new Options("seam", true, true);

    assertThat(
            Markdown.section(
                new SeamArea(), options, Outcomes.THREE, machine, LocalDate.of(2026, 11, 22)))
        .isEqualTo(
            """
            ## seam

            The seam costs nothing outside a simulation. `./treadle bench seam --quick`, 2026-11-22, commit 95997f4; A CPU, 2 cores, 24 GiB; Linux, amd64; Temurin 25. Median (min..max); a ratio above 1 is better for Treadle.

            | claim | unit | Treadle | peer | peer's | ratio | target |  |
            | --- | --- | --- | --- | --- | --- | --- | --- |
            | four tasks | seeds/s | 20,000 (19,000..21,000) | Lincheck | 150 | 133 | 1.00 | met |
            | 25 hours | ms | 12.4 (12.3..12.5) | bar | 10.0 | 0.81 | 1.00 | MISSED |
            | 25 hours | ms | - | asyncio | - | - | 0.80 | FAILED |
            """);
  }
}
