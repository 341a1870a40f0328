package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicksTest {

  private static final long TICK = Ticks.start(1);

  @Test
  void aTickIsUnderTwentyMicroseconds() {
    assertThat(TICK).isEqualTo(16_384);
  }

  @Test
  void anInstantLiesInTheTickThatBeganLast() {
    assertThat(Ticks.at(0)).isZero();
    assertThat(Ticks.at(TICK - 1)).isZero();
    assertThat(Ticks.at(TICK)).isEqualTo(1);
    assertThat(Ticks.at(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE / TICK);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 16_383, 16_384, 16_385, 1_000_000, 1_000_000_000_000L})
  void aDelayEndsNoEarlierAndLessThanATickLate(long delay) {
    for (long now = 0; now < 2 * TICK; now += 127) {
      long late = Ticks.start(Ticks.after(now, delay)) - (now + delay);

      assertThat(late).isBetween(0L, TICK - 1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -16_384, Long.MIN_VALUE})
  void noDelayIsTheCurrentTick(long delay) {
    assertThat(Ticks.after(5 * TICK + 1, delay)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE - 16_384})
  void aSumThatOverflowsIsTheLastInstantThereIs(long delay) {
    long tick = Ticks.after(1_000_000, delay);

    assertThat(tick).isEqualTo(Ticks.at(Long.MAX_VALUE)).isLessThan(TimerWheel.LAST);
    assertThat(Ticks.start(tick)).isPositive();
  }
}
