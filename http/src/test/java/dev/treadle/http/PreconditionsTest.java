package dev.treadle.http;

import static dev.treadle.http.Preconditions.Outcome.FAILED;
import static dev.treadle.http.Preconditions.Outcome.NOT_MODIFIED;
import static dev.treadle.http.Preconditions.Outcome.PROCEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Preconditions.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PreconditionsTest {

  private static final Instant CHANGED = Instant.parse("2020-06-01T12:00:00.5Z");
  private static final String BEFORE = HttpDate.format(CHANGED.minusSeconds(1));
  private static final String THEN = HttpDate.format(CHANGED);
  private static final String AFTER = HttpDate.format(CHANGED.plusSeconds(1));

  private static final Preconditions STRONG = Preconditions.of(EntityTag.of("v1"), CHANGED);
  private static final Preconditions WEAK = Preconditions.of(EntityTag.weak("v1"), CHANGED);
  private static final Preconditions UNKNOWN = Preconditions.of(null, null);
  private static final Preconditions NOTHING = Preconditions.ofNothing();

  private static Outcome get(Preconditions resource, String... fields) {
    return resource.evaluate(Method.GET, Headers.of(fields));
  }

  private static Outcome put(Preconditions resource, String... fields) {
    return resource.evaluate(Method.PUT, Headers.of(fields));
  }

  @Test
  void withoutConditionsEverythingProceeds() {
    assertThat(get(STRONG)).isEqualTo(PROCEED);
    assertThat(put(NOTHING)).isEqualTo(PROCEED);
  }

  @Test
  void ifMatchComparesStrongly() {
    assertThat(put(STRONG, "If-Match", "\"v0\", \"v1\"")).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-Match", "\"v2\"")).isEqualTo(FAILED);
    assertThat(get(STRONG, "If-Match", "\"v2\"")).isEqualTo(FAILED);
    assertThat(put(WEAK, "If-Match", "W/\"v1\"")).isEqualTo(FAILED);
    assertThat(put(UNKNOWN, "If-Match", "\"v1\"")).isEqualTo(FAILED);
    assertThat(put(STRONG, "If-Match", "junk")).isEqualTo(FAILED);
  }

  @Test
  void ifMatchStarAsksForAnything() {
    assertThat(put(STRONG, "If-Match", "*")).isEqualTo(PROCEED);
    assertThat(put(UNKNOWN, "If-Match", "*")).isEqualTo(PROCEED);
    assertThat(put(NOTHING, "If-Match", "*")).isEqualTo(FAILED);
  }

  @Test
  void ifUnmodifiedSinceComparesSeconds() {
    assertThat(put(STRONG, "If-Unmodified-Since", BEFORE)).isEqualTo(FAILED);
    assertThat(put(STRONG, "If-Unmodified-Since", THEN)).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-Unmodified-Since", AFTER)).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-Unmodified-Since", "junk")).isEqualTo(PROCEED);
    assertThat(put(UNKNOWN, "If-Unmodified-Since", BEFORE)).isEqualTo(PROCEED);
  }

  @Test
  void ifMatchCountsMoreThanIfUnmodifiedSince() {
    assertThat(put(STRONG, "If-Match", "\"v1\"", "If-Unmodified-Since", BEFORE)).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-Match", "\"v2\"", "If-Unmodified-Since", AFTER)).isEqualTo(FAILED);
  }

  @Test
  void ifNoneMatchComparesWeakly() {
    assertThat(get(STRONG, "If-None-Match", "\"v1\"")).isEqualTo(NOT_MODIFIED);
    assertThat(get(WEAK, "If-None-Match", "\"v1\"")).isEqualTo(NOT_MODIFIED);
    assertThat(get(STRONG, "If-None-Match", "W/\"v1\"")).isEqualTo(NOT_MODIFIED);
    assertThat(get(STRONG, "If-None-Match", "\"v2\"")).isEqualTo(PROCEED);
    assertThat(get(UNKNOWN, "If-None-Match", "\"v1\"")).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-None-Match", "\"v1\"")).isEqualTo(FAILED);
    assertThat(STRONG.evaluate(Method.HEAD, Headers.of("If-None-Match", "\"v1\"")))
        .isEqualTo(NOT_MODIFIED);
  }

  @Test
  void ifNoneMatchStarAsksForNothing() {
    assertThat(put(STRONG, "If-None-Match", "*")).isEqualTo(FAILED);
    assertThat(get(STRONG, "If-None-Match", "*")).isEqualTo(NOT_MODIFIED);
    assertThat(put(NOTHING, "If-None-Match", "*")).isEqualTo(PROCEED);
  }

  @Test
  void ifModifiedSinceComparesSecondsOfWhatIsRead() {
    assertThat(get(STRONG, "If-Modified-Since", BEFORE)).isEqualTo(PROCEED);
    assertThat(get(STRONG, "If-Modified-Since", THEN)).isEqualTo(NOT_MODIFIED);
    assertThat(get(STRONG, "If-Modified-Since", AFTER)).isEqualTo(NOT_MODIFIED);
    assertThat(get(STRONG, "If-Modified-Since", "junk")).isEqualTo(PROCEED);
    assertThat(get(UNKNOWN, "If-Modified-Since", AFTER)).isEqualTo(PROCEED);
    assertThat(put(STRONG, "If-Modified-Since", AFTER)).isEqualTo(PROCEED);
  }

  @Test
  void ifNoneMatchCountsMoreThanIfModifiedSince() {
    assertThat(get(STRONG, "If-None-Match", "\"v2\"", "If-Modified-Since", AFTER))
        .isEqualTo(PROCEED);
    assertThat(get(STRONG, "If-None-Match", "\"v1\"", "If-Modified-Since", BEFORE))
        .isEqualTo(NOT_MODIFIED);
  }

  @Test
  void bothKindsAreLookedAtOneAfterTheOther() {
    assertThat(get(STRONG, "If-Match", "\"v1\"", "If-None-Match", "\"v1\""))
        .isEqualTo(NOT_MODIFIED);
    assertThat(get(STRONG, "If-Match", "\"v2\"", "If-None-Match", "\"v2\"")).isEqualTo(FAILED);
    assertThat(get(STRONG, "If-Unmodified-Since", AFTER, "If-Modified-Since", BEFORE))
        .isEqualTo(PROCEED);
  }

  @Test
  void aRangeAppliesToTheStateItWasAskedOf() {
    assertThat(STRONG.rangeApplies(Headers.empty())).isTrue();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", "\"v1\""))).isTrue();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", "\"v2\""))).isFalse();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", "W/\"v1\""))).isFalse();
    assertThat(WEAK.rangeApplies(Headers.of("If-Range", "W/\"v1\""))).isFalse();
    assertThat(UNKNOWN.rangeApplies(Headers.of("If-Range", "\"v1\""))).isFalse();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", THEN))).isTrue();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", AFTER))).isFalse();
    assertThat(UNKNOWN.rangeApplies(Headers.of("If-Range", THEN))).isFalse();
    assertThat(STRONG.rangeApplies(Headers.of("If-Range", "junk"))).isFalse();
  }
}
