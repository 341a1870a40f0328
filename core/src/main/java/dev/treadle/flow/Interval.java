package dev.treadle.flow;

import dev.treadle.Treadle;
import java.time.Duration;

/// A source that is a clock: how many periods have passed since it began.
final class Interval extends Stage<Long> {

  private final long period;

  Interval(long period) {
    this.period = period;
  }

  @Override
  Pull<Long> open(Crew crew) {
    return new Ticking(period);
  }

  @Override
  public String toString() {
    return "interval";
  }

  private static final class Ticking extends Pull<Long> {

    private final long period;
    private final long began = Clock.now();
    private long last;

    Ticking(long period) {
      this.period = period;
    }

    @Override
    Long next() {
      long passed = Clock.now() - began;
      // One that is due this very moment is not missed.
      long tick = Math.max(last + 1, Math.ceilDiv(passed, period));
      boolean isFar = tick > Long.MAX_VALUE / period;
      long wait = isFar ? Long.MAX_VALUE : tick * period - passed;
      Treadle.sleep(Duration.ofNanos(wait));
      last = tick;
      return tick;
    }

    @Override
    void close() {}
  }
}
