package dev.treadle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.seam.Network;
import dev.treadle.seam.TaskEvents;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;

class CoarseClockTest {

  private static final Duration UNIT = Duration.ofNanos(1L << Sighting.AGE_SHIFT);

  private Counting world;
  private CoarseClock clock;

  @BeforeEach
  void makeAClock() {
    world = new Counting(World.current());
    clock = new CoarseClock(world);
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      clock.now();
    }
  }

  private int exact() {
    return CoarseClock.exact(world);
  }

  @TreadleTest
  void whoAsksSeldomGetsTheClockReadAndStartsNoTimer() {
    for (int i = 0; i < 10; i++) {
      ask(CoarseClock.OFTEN);
      assertThat(clock.now()).isEqualTo(exact());
      Treadle.sleep(UNIT);
    }

    assertThat(world.scheduled).isZero();
  }

  @TreadleTest
  void manyWithinAUnitShareAReading() {
    ask(CoarseClock.OFTEN + 2);
    int before = world.readings;
    ask(1000);

    assertThat(world.readings).isEqualTo(before);
    assertThat(world.scheduled).isEqualTo(1);
    assertThat(clock.now()).isEqualTo(exact());
  }

  @TreadleTest
  void itIsSlowByTwoUnitsAtMostWhileItIsAsked() {
    ask(CoarseClock.OFTEN + 2);

    for (int i = 0; i < 1000; i++) {
      Treadle.sleep(Duration.ofMillis(7));
      assertThat(exact() - clock.now()).isBetween(0, 2);
    }
    assertThat(world.scheduled).isGreaterThan(300);
  }

  @TreadleTest
  void itStopsWhenNobodyAsksAndIsExactAfterwards() {
    ask(CoarseClock.OFTEN + 10);
    Treadle.sleep(Duration.ofHours(1));

    assertThat(world.scheduled).isLessThanOrEqualTo(2);
    assertThat(clock.now()).isEqualTo(exact());
  }

  /// Counts what is asked of the world behind it.
  private static final class Counting implements World {

    private final World world;
    private int readings;
    private int scheduled;

    Counting(World world) {
      this.world = world;
    }

    @Override
    public boolean isSimulated() {
      return world.isSimulated();
    }

    @Override
    public long nanoTime() {
      readings++;
      return world.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
      scheduled++;
      return world.schedule(delayNanos, action);
    }

    @Override
    public Instant now() {
      return world.now();
    }

    @Override
    public Thread.Builder.OfVirtual virtualThreads() {
      return world.virtualThreads();
    }

    @Override
    public RandomGenerator random() {
      return world.random();
    }

    @Override
    public TaskEvents events() {
      return world.events();
    }

    @Override
    public Network network() {
      return world.network();
    }

    @Override
    public boolean fires(String faultPoint) {
      return world.fires(faultPoint);
    }
  }
}
