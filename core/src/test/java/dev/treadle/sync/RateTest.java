package dev.treadle.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// The arithmetic of rates, without threads: exact, never too much, never too little.
class RateTest {

  private static final long SECOND = 1_000_000_000;
  private static final long FOREVER = Long.MAX_VALUE - 1;

  // --- A token bucket

  @Test
  void aBucketIsFullAtFirst() {
    var bucket = new TokenBucket(10, SECOND, 5, 0);

    assertThat(bucket.most()).isEqualTo(5);
    assertThat(bucket.available(0)).isEqualTo(5);
    assertThat(bucket.nanosUntil(0, 5)).isZero();
  }

  @Test
  void anEmptyBucketFillsEvenlyUpToItsBurst() {
    var bucket = new TokenBucket(10, SECOND, 5, 0);
    bucket.take(0, 5);

    assertThat(bucket.available(SECOND / 10 - 1)).isZero();
    assertThat(bucket.nanosUntil(SECOND / 10 - 1, 1)).isEqualTo(1);
    assertThat(bucket.available(SECOND / 10)).isEqualTo(1);
    assertThat(bucket.nanosUntil(SECOND / 10, 5)).isEqualTo(4 * SECOND / 10);
    assertThat(bucket.available(5 * SECOND / 10)).isEqualTo(5);
    assertThat(bucket.available(100 * SECOND)).isEqualTo(5);
  }

  @Test
  void whatIsNoWholeNanosecondIsNeitherLostNorGiven() {
    var bucket = new TokenBucket(3, 10, 2, 0); // one each 3 1/3 ns
    bucket.take(0, 2);
    var times = new ArrayList<Long>();
    for (long now = 0; times.size() < 6; ) {
      now += bucket.nanosUntil(now, 1);
      bucket.take(now, 1);
      times.add(now);
    }

    assertThat(times).containsExactly(4L, 7L, 10L, 14L, 17L, 20L);
  }

  @Test
  void aMillionPermitsOneByOneComeExactlyOnTime() {
    var bucket = new TokenBucket(7, SECOND, 7, 0);
    long now = 0;
    for (int i = 0; i < 1_000_000; i++) {
      now += bucket.nanosUntil(now, 1);
      bucket.take(now, 1);
    }

    long costOfTheLast = (1_000_000 - 7) * SECOND;
    assertThat(now).isEqualTo((costOfTheLast + 6) / 7);
  }

  @Test
  void fractionsThatComeWhenTheBucketIsFullAreLost() {
    var bucket = new TokenBucket(3, 10, 1, 0);
    bucket.take(0, 1);

    assertThat(bucket.nanosUntil(4, 1)).isZero(); // full since 3 1/3
    bucket.take(4, 1);
    assertThat(bucket.nanosUntil(4, 1)).isEqualTo(4);
  }

  @Test
  void aClockThatGoesBackChangesNothing() {
    var bucket = new TokenBucket(10, SECOND, 5, 100);
    bucket.take(100, 5);

    assertThat(bucket.nanosUntil(50, 1)).isEqualTo(SECOND / 10);
    assertThat(bucket.nanosUntil(100 + SECOND / 10, 1)).isZero();
  }

  @Test
  void aClockMayWrapAround() {
    var bucket = new TokenBucket(10, SECOND, 5, Long.MAX_VALUE);
    bucket.take(Long.MAX_VALUE, 5);

    assertThat(bucket.available(Long.MAX_VALUE + SECOND / 10)).isEqualTo(1);
  }

  // --- Extremes

  @Test
  void theFastestRateOfAll() {
    var bucket = new TokenBucket(Integer.MAX_VALUE, 1, Integer.MAX_VALUE, 0);
    bucket.take(0, Integer.MAX_VALUE);

    assertThat(bucket.available(0)).isZero();
    assertThat(bucket.nanosUntil(0, 1)).isEqualTo(1);
    assertThat(bucket.available(1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void theSlowestRateOfAll() {
    var bucket = new TokenBucket(1, FOREVER, 1, 0);
    bucket.take(0, 1);

    assertThat(bucket.nanosUntil(0, 1)).isEqualTo(FOREVER);
    assertThat(bucket.available(FOREVER - 1)).isZero();
    assertThat(bucket.available(FOREVER)).isEqualTo(1);
  }

  @Test
  void manyPermitsInForever() {
    var bucket = new TokenBucket(Integer.MAX_VALUE, FOREVER, Integer.MAX_VALUE, 0);
    bucket.take(0, Integer.MAX_VALUE);

    assertThat(bucket.nanosUntil(0, Integer.MAX_VALUE)).isEqualTo(FOREVER);
    assertThat(bucket.available(FOREVER / 2)).isEqualTo(Integer.MAX_VALUE / 2);
    assertThat(bucket.available(FOREVER)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void aBurstThatTakesLongerThanTheClockCanSayIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenBucket(1, FOREVER, 2, 0))
        .withMessage("burst: expected so many permits as come within 292 years, found 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TokenBucket(2, FOREVER, 3, 0))
        .withMessage("burst: expected so many permits as come within 292 years, found 3");
    // The longest there may be, rounded up included.
    assertThat(new TokenBucket(3, Long.MAX_VALUE - 2, 3, 0).most()).isEqualTo(3);
  }

  // --- A sliding window

  @Test
  void aWindowForgetsWhatIsAsOldAsItIsLong() {
    var window = new SlidingWindow(3, SECOND);
    window.take(0, 1);
    window.take(400, 2);

    assertThat(window.most()).isEqualTo(3);
    assertThat(window.available(SECOND - 1)).isZero();
    assertThat(window.nanosUntil(SECOND - 1, 1)).isEqualTo(1);
    assertThat(window.nanosUntil(SECOND - 1, 2)).isEqualTo(401);
    assertThat(window.available(SECOND)).isEqualTo(1);
    assertThat(window.available(SECOND + 399)).isEqualTo(1);
    assertThat(window.available(SECOND + 400)).isEqualTo(3);
  }

  @Test
  void aWindowDoesNotMindAClockThatGoesBackOrWrapsAround() {
    var window = new SlidingWindow(2, SECOND);
    window.take(Long.MAX_VALUE, 1);
    window.take(Long.MAX_VALUE - 1, 1);

    assertThat(window.nanosUntil(Long.MAX_VALUE, 2)).isEqualTo(SECOND);
    assertThat(window.available(Long.MAX_VALUE + SECOND)).isEqualTo(2);
  }

  @Test
  void theLongestWindow() {
    var window = new SlidingWindow(Integer.MAX_VALUE, FOREVER);
    window.take(0, Integer.MAX_VALUE);

    assertThat(window.nanosUntil(0, Integer.MAX_VALUE)).isEqualTo(FOREVER);
    assertThat(window.available(FOREVER)).isEqualTo(Integer.MAX_VALUE);
  }

  // --- At random

  @Test
  void atRandomABucketGivesAtTheEarliestAndNeverTooMuch() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int run = 0; run < 3_000; run++) {
      int permits = random.nextInt(1, 12);
      int burst = random.nextInt(1, 12);
      long per = random.nextLong(1, 60);
      var grants = take(new TokenBucket(permits, per, burst, 0), random);

      var what = "seed %d: %d in %d ns, burst %d: %s".formatted(seed, permits, per, burst, grants);
      assertEarliest(what, grants, new PlainBucket(permits, per, burst));
      for (int from = 0; from < grants.size(); from++) {
        for (int to = from; to < grants.size(); to++) {
          long length = grants.get(to).when - grants.get(from).when;
          assertThat(sum(grants.subList(from, to + 1)))
              .as(what)
              .isLessThanOrEqualTo(burst + length * permits / per);
        }
      }
    }
  }

  @Test
  void atRandomAWindowGivesAtTheEarliestAndNeverTooMuch() {
    long seed = System.nanoTime();
    var random = new SplittableRandom(seed);
    for (int run = 0; run < 3_000; run++) {
      int permits = random.nextInt(1, 12);
      long per = random.nextLong(1, 60);
      var grants = take(new SlidingWindow(permits, per), random);

      var what = "seed %d: %d in %d ns: %s".formatted(seed, permits, per, grants);
      assertEarliest(what, grants, new PlainWindow(permits, per));
      for (var last : grants) {
        assertThat(sum(grants.stream().filter(grant -> isIn(grant, last.when, per)).toList()))
            .as(what)
            .isLessThanOrEqualTo(permits);
      }
    }
  }

  /// Somebody who comes at random, wants a random number, and waits for it.
  private static List<Grant> take(Rate rate, SplittableRandom random) {
    var grants = new ArrayList<Grant>();
    long now = random.nextLong(3);
    for (int i = 0; i < 20; i++) {
      long arrived = now;
      int permits = random.nextInt(1, rate.most() + 1);
      int there = rate.available(now);
      now += rate.nanosUntil(now, permits);
      rate.take(now, permits);
      grants.add(new Grant(arrived, there, now, permits));
      now += random.nextBoolean() ? 0 : random.nextLong(80);
    }
    return grants;
  }

  private static void assertEarliest(String what, List<Grant> grants, Plain plain) {
    for (var grant : grants) {
      assertThat(grant.there).as(what).isEqualTo(plain.available(grant.arrived));
      long when = grant.arrived;
      while (plain.available(when) < grant.permits) {
        when++;
      }
      assertThat(grant.when).as(what).isEqualTo(when);
      plain.take(when, grant.permits);
    }
  }

  private static long sum(List<Grant> grants) {
    return grants.stream().mapToLong(Grant::permits).sum();
  }

  private static boolean isIn(Grant grant, long end, long per) {
    return end - per < grant.when && grant.when <= end;
  }

  /// Permits that were taken.
  ///
  /// @param there how many there were on arrival
  private record Grant(long arrived, int there, long when, int permits) {}

  /// The same, as one would explain it, a nanosecond after the other.
  private interface Plain {
    int available(long now);

    void take(long now, int permits);
  }

  /// Counts in parts of a permit: `per` of them are one, and `permits` come each nanosecond.
  private static final class PlainBucket implements Plain {
    private final int permits;
    private final long per;
    private final long full;
    private long parts;
    private long asOf;

    PlainBucket(int permits, long per, int burst) {
      this.permits = permits;
      this.per = per;
      this.full = burst * per;
      this.parts = full;
    }

    @Override
    public int available(long now) {
      for (; asOf < now; asOf++) {
        parts = Math.min(full, parts + permits);
      }
      return (int) (parts / per);
    }

    @Override
    public void take(long now, int count) {
      parts -= count * per;
    }
  }

  private static final class PlainWindow implements Plain {
    private final List<Grant> taken = new ArrayList<>();
    private final int permits;
    private final long per;

    PlainWindow(int permits, long per) {
      this.permits = permits;
      this.per = per;
    }

    @Override
    public int available(long now) {
      return permits - (int) sum(taken.stream().filter(grant -> isIn(grant, now, per)).toList());
    }

    @Override
    public void take(long now, int count) {
      taken.add(new Grant(now, 0, now, count));
    }
  }
}
