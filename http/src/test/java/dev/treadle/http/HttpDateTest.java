package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

  private static final Instant MOMENT = Instant.parse("1994-11-06T08:49:37Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994"
      })
  void allThreeFormatsAreRead(String text) {
    assertThat(HttpDate.parse(text)).contains(MOMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "Sun, 06 Nov 1994 08:49:37",
        "Sun, 06 Nov 1994 08:49:37 UTC",
        "sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:60:37 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 19x4 08:49:37 GMT",
        "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun Nov 06 08:49:37 94",
        "1994-11-06T08:49:37Z",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun Nov  6 08:49:37 1994 GMT",
        "Xun, 06 Nov 1994 08:49:37 GMT"
      })
  void whatIsNoDateIsNothing(String text) {
    assertThat(HttpDate.parse(text)).isEmpty();
  }

  @Test
  void leapSecondsBelongToTheNextMinute() {
    assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT"))
        .contains(Instant.parse("2017-01-01T00:00:00Z"));
  }

  @TreadleTest
  void yearsWithTwoDigitsAreNotFarInTheFuture() {
    int year = World.current().now().atOffset(ZoneOffset.UTC).getYear();
    var soon = "Sunday, 06-Nov-%02d 08:49:37 GMT".formatted((year + 50) % 100);
    var longAgo = "Sunday, 06-Nov-%02d 08:49:37 GMT".formatted((year + 51) % 100);

    assertThat(HttpDate.parse(soon).orElseThrow().atOffset(ZoneOffset.UTC).getYear())
        .isEqualTo(year + 50);
    assertThat(HttpDate.parse(longAgo).orElseThrow().atOffset(ZoneOffset.UTC).getYear())
        .isEqualTo(year - 49);
  }

  @Test
  void datesAreWrittenInOneFormat() {
    assertThat(HttpDate.format(MOMENT)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(HttpDate.format(MOMENT.plusNanos(999_999_999)))
        .isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    assertThat(HttpDate.format(Instant.parse("0001-01-01T00:00:00Z")))
        .isEqualTo("Mon, 01 Jan 0001 00:00:00 GMT");
  }

  @Test
  void yearsHaveFourDigits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HttpDate.format(Instant.parse("+10000-01-01T00:00:00Z")))
        .withMessage("instant: expected years 0 to 9999, found +10000-01-01T00:00:00Z");
    assertThatIllegalArgumentException().isThrownBy(() -> HttpDate.format(Instant.MIN));
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      var instant = Instant.ofEpochSecond(random.nextLong(-62_000_000_000L, 253_000_000_000L));

      assertThat(HttpDate.parse(HttpDate.format(instant))).contains(instant);
    }
  }

  @TreadleTest
  void nowIsThatOfTheWorldAndMadeOnceASecond() {
    var now = HttpDate.now();

    assertThat(now).isEqualTo(HttpDate.format(World.current().now()));
    assertThat(HttpDate.now()).isSameAs(now);

    Treadle.sleep(Duration.ofSeconds(1));
    assertThat(HttpDate.now()).isEqualTo(HttpDate.format(World.current().now())).isNotEqualTo(now);
  }
}
