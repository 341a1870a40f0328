package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ShowTest {

  @TreadleTest
  void aLineBeginsWithTheTimeSinceItsOwnStart() {
    sleep(Duration.ofSeconds(7));
    var show = Show.begin();

    sleep(Duration.ofMillis(1250));

    assertThat(Printed.by(() -> show.line("hello"))).isEqualTo("1.250 s  hello\n");
    assertThat(show.elapsed()).isEqualTo(Duration.ofMillis(1250));
  }

  @TreadleTest
  void aLongLineIsBrokenBetweenWordsAndGoesOnBelowItsBeginning() {
    var show = Show.begin();

    var printed = Printed.by(() -> show.line("word ".repeat(30)));

    assertThat(printed)
        .isEqualTo(
            "0.000 s  "
                + "word ".repeat(18).strip()
                + "\n         "
                + "word ".repeat(12).strip()
                + "\n");
  }

  @TreadleTest
  void aWordThatIsTooLongStaysWhole() {
    var show = Show.begin();
    var word = "x".repeat(120);

    var printed = Printed.by(() -> show.line("before " + word + " behind"));

    assertThat(printed).contains(word).contains("before").contains("behind");
  }

  @TreadleTest
  void whatCanBeNullIsShown() {
    var show = Show.begin();

    assertThat(Printed.by(() -> show.line(null))).isEqualTo("0.000 s  null\n");
  }

  @Test
  void whatTreadleLogsIsALineOfTheNewestProgram() {
    var printed =
        Printed.by(() -> {
          Show.begin();
          Show.begin();
          System.getLogger("dev.treadle").log(System.Logger.Level.WARNING, "something is odd");
        });

    assertThat(printed).matches("\\d\\.\\d{3} s  Treadle warns: something is odd\n");
  }
}
