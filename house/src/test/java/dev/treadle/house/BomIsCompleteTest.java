package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BomIsCompleteTest {

  private static final Pom BOM =
      Pom.of(
          """
          <project><dependencyManagement><dependencies><dependency>
          <groupId>dev.treadle</groupId><artifactId>treadle-seam</artifactId>
          </dependency></dependencies></dependencyManagement></project>
          """);

  @Test
  void aPublishedModuleThatIsMissingIsReported() {
    assertThat(BomIsComplete.check(BOM, List.of("treadle-seam", "treadle-core")))
        .containsExactly(
            new Finding(
                "treadle-core",
                "bom/pom.xml",
                "expected 'treadle-core' in the BOM (or maven.deploy.skip in its POM), found neither"));
  }

  @Test
  void aListedModulePasses() {
    assertThat(BomIsComplete.check(BOM, List.of("treadle-seam"))).isEmpty();
  }
}
