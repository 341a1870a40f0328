package dev.treadle.sync;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongFunction;

/// Lets so many permits pass in so much time.
///
/// For services that allow a number of requests a second. To bound how many are under way at once,
/// use a [Semaphore]: a permit of this one is used up, there is nothing to give back.
///
/// {@snippet class=dev.treadle.sync.RateLimiterSnippets region=acquire lang=java}
///
/// Two kinds. A *token bucket* refills at an even pace and saves up at most a burst: in any stretch
/// of time of length `t`, at most `burst + t * permits / per` permits pass. It costs the same
/// whatever the numbers. A *sliding window* lets at most `permits` pass in any stretch of length
/// `per`: what services that count requests per minute check. It remembers each moment in that
/// stretch at which permits passed. Both compute in whole nanoseconds without rounding, so nothing
/// drifts, and both begin with all permits there.
///
/// Strictly first come, first served: nobody passes those who wait, not even whoever needs fewer
/// permits, nor [#tryAcquire()]. A task cancelled while it waits takes nothing with it, and those
/// behind it move up. Waiting costs no time of a processor; there is one timer however many wait.
/// Usable by any thread.
///
/// Time is that of the calling code's [World]. A simulation that finds a limiter made outside of
/// it, in a static field say, has it to itself, with all permits there; two simulations that run at
/// the same time must not share one.
public final class RateLimiter {

  /// A little less than nanoseconds can say, so that a sum with a rounding does not overflow.
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE - 1);

  private final String name;

  /// Makes a rate that begins at a time.
  private final LongFunction<Rate> rates;

  /// Of the world that asked last.
  private volatile Turnstile turnstile;

  private RateLimiter(String name, LongFunction<Rate> rates) {
    this.name = name;
    this.rates = rates;
    this.turnstile = turnstile(World.current());
  }

  /// Returns a token bucket that saves up as many permits as come in `per`.
  ///
  /// @param permits how many permits come in that time, at least 1
  /// @param per how long that is, above zero; too long for nanoseconds is 292 years
  /// @throws IllegalArgumentException if one of them is not so
  public static RateLimiter tokenBucket(int permits, Duration per) {
    return tokenBucket(permits, per, permits);
  }

  /// Returns a token bucket.
  ///
  /// @param permits how many permits come in that time, at least 1
  /// @param per how long that is, above zero; too long for nanoseconds is 292 years
  /// @param burst how many permits it saves up, at least 1, and no more than come in 292 years.
  ///   With 1, no two permits ever pass closer than the rate says, so what a timer is late is not
  ///   made up for; 2 is enough to keep the pace
  /// @throws IllegalArgumentException if one of them is not so
  public static RateLimiter tokenBucket(int permits, Duration per, int burst) {
    return bucket("a rate limiter", permits, per, burst);
  }

  /// Returns a token bucket; see [#tokenBucket(int, Duration, int)].
  ///
  /// @param name what a task tree calls it
  /// @throws IllegalArgumentException if one of the others is not as it must be
  public static RateLimiter tokenBucket(String name, int permits, Duration per, int burst) {
    return bucket(named(name), permits, per, burst);
  }

  private static RateLimiter bucket(String name, int permits, Duration per, int burst) {
    requireAbove("permits", permits);
    long nanos = nanos(per);
    requireAbove("burst", burst);
    return new RateLimiter(name, now -> new TokenBucket(permits, nanos, burst, now));
  }

  /// Returns a sliding window.
  ///
  /// @param permits how many permits pass in any stretch of that length, at least 1
  /// @param per how long that is, above zero; too long for nanoseconds is 292 years
  /// @throws IllegalArgumentException if one of them is not so
  public static RateLimiter slidingWindow(int permits, Duration per) {
    return window("a rate limiter", permits, per);
  }

  /// Returns a sliding window; see [#slidingWindow(int, Duration)].
  ///
  /// @param name what a task tree calls it
  /// @throws IllegalArgumentException if one of the others is not as it must be
  public static RateLimiter slidingWindow(String name, int permits, Duration per) {
    return window(named(name), permits, per);
  }

  private static RateLimiter window(String name, int permits, Duration per) {
    requireAbove("permits", permits);
    long nanos = nanos(per);
    return new RateLimiter(name, _ -> new SlidingWindow(permits, nanos));
  }

  private static String named(String name) {
    return "rate limiter '" + Objects.requireNonNull(name, "name") + "'";
  }

  private static void requireAbove(String parameter, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(parameter + ": expected at least 1, found " + value);
    }
  }

  private static long nanos(Duration per) {
    if (!Objects.requireNonNull(per, "per").isPositive()) {
      throw new IllegalArgumentException("per: expected a duration above zero, found " + per);
    }
    return per.compareTo(LONGEST) < 0 ? per.toNanos() : LONGEST.toNanos();
  }

  private Turnstile turnstile(World world) {
    return new Turnstile(this, rates.apply(world.nanoTime()), world);
  }

  private Turnstile turnstile() {
    var world = World.current();
    var present = turnstile;
    return present.world == world ? present : turnstileIn(world);
  }

  private synchronized Turnstile turnstileIn(World world) {
    if (turnstile.world != world) {
      turnstile = turnstile(world);
    }
    return turnstile;
  }

  /// Takes a permit, waiting for one if there is none.
  ///
  /// @throws Cancelled if the calling task is cancelled, also if there is a permit
  public void acquire() {
    acquire(1);
  }

  /// Takes so many permits at once, waiting until they are there.
  ///
  /// @param permits from 1 to as many as are ever there at once: the burst, or those of the window
  /// @throws IllegalArgumentException if it is more or less
  /// @throws Cancelled if the calling task is cancelled, also if the permits are there; nothing was
  ///   taken then
  public void acquire(int permits) {
    var turnstile = turnstileFor(permits);
    Waiter.checkCancelled();
    turnstile.acquire(permits);
  }

  /// Takes a permit if there is one and nobody waits. Never waits.
  ///
  /// @return whether it did
  public boolean tryAcquire() {
    return tryAcquire(1);
  }

  /// Takes so many permits if they are there and nobody waits. Never waits.
  ///
  /// @param permits as for [#acquire(int)]
  /// @return whether it did
  /// @throws IllegalArgumentException if it is more or less
  public boolean tryAcquire(int permits) {
    return turnstileFor(permits).tryAcquire(permits);
  }

  private Turnstile turnstileFor(int permits) {
    requireAbove("permits", permits);
    var turnstile = turnstile();
    if (permits > turnstile.most()) {
      throw new IllegalArgumentException(
          "permits: expected at most "
              + turnstile.most()
              + ", as many as "
              + name
              + " ever has at once, found "
              + permits);
    }
    return turnstile;
  }

  /// Returns how many permits [#tryAcquire(int)] would get now: none while anybody waits.
  public int available() {
    return statistics().available();
  }

  /// Returns how long until there is a permit, rounded up to a nanosecond; zero if there is one. It
  /// is for whoever is first in the line; those who wait come before others.
  public Duration untilNext() {
    return Duration.ofNanos(turnstile().nanosUntilNext());
  }

  /// Returns how it stands at this moment.
  public Statistics statistics() {
    return turnstile().statistics();
  }

  /// How a rate limiter stood for a moment.
  ///
  /// @param available how many permits could be taken without a wait
  /// @param waiting how many threads waited for permits
  public record Statistics(int available, int waiting) {}

  /// Returns `rate limiter 'name'`.
  @Override
  public String toString() {
    return name;
  }
}
