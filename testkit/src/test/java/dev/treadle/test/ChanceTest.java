package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChanceTest {

  /// Every way of the JDK to draw without giving a seed, but for `SecureRandom`.
  @SuppressWarnings("ImmutableEnumChecker")
  enum Source {
    MATH(Math::random),
    RANDOM(() -> new Random().nextLong()),
    SHARED_RANDOM(() -> ThreadLocalRandom.current().nextLong()),
    SPLITTABLE_RANDOM(() -> new SplittableRandom().nextLong()),
    DEFAULT_GENERATOR(() -> RandomGenerator.getDefault().nextLong()),
    OTHER_GENERATOR(() -> RandomGenerator.of("Xoshiro256PlusPlus").nextLong()),
    UUIDS(UUID::randomUUID),
    SHUFFLE(ChanceTest::shuffled);

    private final Supplier<Object> draw;

    Source(Supplier<Object> draw) {
      this.draw = draw;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedDrawsTheSame(Source source) {
    assertThat(drawn(source, 1)).isEqualTo(drawn(source, 1));
  }

  @ParameterizedTest
  @EnumSource
  void otherSeedsDrawOtherwise(Source source) {
    assertThat(drawn(source, 1)).isNotEqualTo(drawn(source, 2));
  }

  @ParameterizedTest
  @EnumSource
  void drawingAgainDrawsOtherwise(Source source) {
    assertThat(drawn(source, 1)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void outsideASimulationNothingRepeats(Source source) {
    assertThat(Arrays.asList(source.draw.get(), source.draw.get())).doesNotHaveDuplicates();
  }

  @TreadleTest
  void uuidsAreWellFormed() {
    for (int i = 0; i < 100; i++) {
      var uuid = UUID.randomUUID();

      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }

  @TreadleTest
  void mathRandomStaysInItsRange() {
    assertThat(IntStream.range(0, 1000).mapToDouble(_ -> Math.random()))
        .allMatch(value -> value >= 0 && value < 1);
  }

  @TreadleTest(seed = 5)
  void threadsDrawDifferentNumbers() throws InterruptedException {
    var drawn = Collections.synchronizedSet(new java.util.HashSet<Long>());

    PlantedBug.inParallel(() -> drawn.add(ThreadLocalRandom.current().nextLong()));

    assertThat(drawn).hasSize(2);
  }

  private static List<Object> drawn(Source source, long seed) {
    List<Object> drawn = new ArrayList<>();
    Simulation.run(
        settings -> settings.withSeed(seed),
        _ -> IntStream.range(0, 10).forEach(_ -> drawn.add(source.draw.get())));
    return drawn;
  }

  private static List<Integer> shuffled() {
    var list = new ArrayList<>(IntStream.range(0, 100).boxed().toList());
    Collections.shuffle(list);
    return list;
  }
}
