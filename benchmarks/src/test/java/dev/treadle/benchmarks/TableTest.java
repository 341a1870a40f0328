package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    assertThat(Table.of(Outcomes.THREE))
        .isEqualTo(
            """
            claim       unit     Treadle                  peer      peer's  ratio  target
            four tasks  seeds/s  20,000 (19,000..21,000)  Lincheck  150     133    1.00    met
            25 hours    ms       12.4 (12.3..12.5)        bar       10.0    0.81   1.00    MISSED
            25 hours    ms       -                        asyncio   -       -      0.80    FAILED
            """);
  }

  @Test
  void aPeerWithoutATargetIsNeitherMetNorMissed() {
    assertThat(Table.cells(Outcomes.SHOWN)).endsWith("0.50", "-", "no target");
  }
}
