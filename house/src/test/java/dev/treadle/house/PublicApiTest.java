package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PublicApiTest {

  private static final List<String> GOLDEN =
      List.of("module m", "  exports x", "", "public class x.Y", "  public void m()");

  @Test
  void aChangeIsShownAsADiffWithItsType() {
    var actual = List.of("module m", "  exports x", "", "public class x.Y", "  public int m()");

    assertThat(PublicApi.compare("treadle-core", GOLDEN, actual))
        .containsExactly(
            new Finding(
                "treadle-core",
                "api/treadle-core.api:1",
                """
                expected the public API unchanged, found
                    - x.Y: public void m()
                    + x.Y: public int m()
                    if the change is meant, run ./mvnw verify -Dapi.update and commit it\
                """));
  }

  @Test
  void aDumpOfNothingWePublishIsReported() {
    var dumps = List.of(Path.of("api/treadle-core.api"), Path.of("api/treadle-old.api"));

    assertThat(PublicApi.leftOver(dumps, List.of("treadle-core")))
        .containsExactly(
            new Finding(
                "treadle-old",
                "api/treadle-old.api",
                "expected dumps of libraries, found one of 'treadle-old': delete it"));
  }

  @Test
  void theSameApiPasses() {
    assertThat(PublicApi.compare("treadle-core", GOLDEN, GOLDEN)).isEmpty();
  }
}
