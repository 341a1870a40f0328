package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistanceTest {

  @ParameterizedTest
  @CsvSource({
    "gather, gather, 0",
    "gather, Gather, 0",
    "'', pool, 4",
    "pool, '', 4",
    "pol, pool, 1",
    "pooll, pool, 1",
    "pull, pool, 2",
    "gahter, gather, 2",
    "kitten, sitting, 3",
  })
  void itIsTheFewestLettersToPutInLeaveOutOrExchange(String one, String other, int distance) {
    assertThat(Distance.between(one, other)).isEqualTo(distance);
    assertThat(Distance.between(other, one)).isEqualTo(distance);
  }
}
