package dev.treadle.http;

import static dev.treadle.http.ContentCoding.DEFLATE;
import static dev.treadle.http.ContentCoding.GZIP;
import static dev.treadle.http.ContentCoding.IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContentCodingTest {

  private static Optional<ContentCoding> best(String accept) {
    return ContentCoding.negotiate(List.of(accept), List.of(GZIP, DEFLATE));
  }

  @Test
  void theBestThatIsOfferedWins() {
    assertThat(best("gzip, deflate, br")).contains(GZIP);
    assertThat(best("gzip;q=0.5, deflate")).contains(DEFLATE);
    assertThat(best("x-gzip")).contains(GZIP);
    assertThat(best("*")).contains(GZIP);
    assertThat(best("gzip;q=0, *;q=0.1")).contains(DEFLATE);
  }

  @Test
  void identityWillDoUnlessItIsRefused() {
    assertThat(best("br")).contains(IDENTITY);
    assertThat(best("gzip;q=0, deflate;q=0")).contains(IDENTITY);
    assertThat(best("identity;q=0.1, br")).contains(IDENTITY);
    assertThat(best("")).contains(IDENTITY);
    assertThat(best("br, identity;q=0")).isEmpty();
    assertThat(best("br, *;q=0")).isEmpty();
    assertThat(best("identity, *;q=0")).contains(IDENTITY);
  }

  @Test
  void whoSaysNothingGetsIdentity() {
    assertThat(ContentCoding.negotiate(List.of(), List.of(GZIP))).contains(IDENTITY);
  }

  @Test
  void identityIsTakenIfItIsLikedBetter() {
    assertThat(ContentCoding.negotiate(List.of("identity, gzip;q=0.5"), List.of(GZIP, IDENTITY)))
        .contains(IDENTITY);
  }

  @Test
  void aStarIsNoWishForIdentity() {
    assertThat(ContentCoding.negotiate(List.of("*;q=0.5, gzip;q=0.3"), List.of(IDENTITY, GZIP)))
        .contains(GZIP);
  }

  @Test
  void codingsHaveNames() {
    assertThat(ContentCoding.parse("GZip")).contains(GZIP);
    assertThat(ContentCoding.parse("deflate")).contains(DEFLATE);
    assertThat(ContentCoding.parse("identity")).contains(IDENTITY);
    assertThat(ContentCoding.parse("br")).isEmpty();
    assertThat(GZIP.token()).isEqualTo("gzip");
  }
}
