package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTest {

  @Test
  void everyRowHasTheSameEightFields() {
    assertThat(Json.of(Outcomes.THREE).replace("\r", ""))
        .isEqualTo(
            """
            [ {
              "name" : "four tasks",
              "unit" : "seeds/s",
              "treadle" : 20000.0,
              "peer" : "Lincheck",
              "peerValue" : 150.0,
              "ratio" : 133.33,
              "target" : 1.0,
              "met" : true
            }, {
              "name" : "25 hours",
              "unit" : "ms",
              "treadle" : 12.375,
              "peer" : "bar",
              "peerValue" : 10.0,
              "ratio" : 0.80808,
              "target" : 1.0,
              "met" : false
            }, {
              "name" : "25 hours",
              "unit" : "ms",
              "treadle" : null,
              "peer" : "asyncio",
              "peerValue" : null,
              "ratio" : 0.0,
              "target" : 0.8,
              "met" : false
            } ]
            """);
  }

  @Test
  void aPeerWithoutATargetHasNoneAndNoVerdict() {
    assertThat(Json.of(List.of(Outcomes.SHOWN)).replace("\r", ""))
        .contains("\"ratio\" : 0.5,\n  \"target\" : null,\n  \"met\" : null\n");
  }

  @Test
  void noRowsAreAnEmptyArray() {
    assertThat(Json.of(List.of()).strip()).isEqualTo("[ ]");
  }

  @Test
  void theFolderIsMadeWhereItIsMissing(@TempDir Path folder) throws IOException {
    var file = folder.resolve("target").resolve("seam.json");

    Json.write(Outcomes.THREE, file);

    assertThat(contentOf(file.toFile())).isEqualTo(Json.of(Outcomes.THREE));
  }
}
