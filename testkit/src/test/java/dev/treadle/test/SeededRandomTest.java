package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededRandomTest {

  @Test
  void drawsTheNumbersOfTheReferenceImplementation() {
    // SplitMix64 with seed 1234567, as published with Vigna's reference code.
    var random = new SeededRandom(1234567);

    assertThat(LongStream.generate(random::next).limit(3))
        .containsExactly(6457827717110365317L, 3203168211198807973L, -8629252141511181193L);
  }

  @Test
  void theSameSeedDrawsTheSameNumbers() {
    assertThat(draw(SeededRandom.of(42, 1))).isEqualTo(draw(SeededRandom.of(42, 1)));
  }

  @Test
  void seedsAndPurposesDrawDifferentNumbers() {
    assertThat(draw(SeededRandom.of(42, 1))).isNotEqualTo(draw(SeededRandom.of(43, 1)));
    assertThat(draw(SeededRandom.of(42, 1))).isNotEqualTo(draw(SeededRandom.of(42, 2)));
  }

  @Test
  void aBoundIsNeverReachedAndEveryNumberBelowItIs() {
    var random = new SeededRandom(1);

    assertThat(IntStream.generate(() -> random.below(3)).limit(1000).distinct().sorted())
        .containsExactly(0, 1, 2);
  }

  @Test
  void isARandomGeneratorLikeTheJdksOwn() {
    assertThat(new SeededRandom(5).doubles(1000)).allMatch(value -> value >= 0 && value < 1);
    assertThat(new SeededRandom(5).nextLong()).isEqualTo(new SeededRandom(5).next());
  }

  private static long[] draw(SeededRandom random) {
    return LongStream.generate(random::next).limit(10).toArray();
  }
}
