package dev.treadle.sync;

import dev.treadle.Holdings;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands out permits, of which there are so many: asyncio's `Semaphore`.
///
/// There are two ways to use one, and they may be mixed. To bound how many tasks are inside, or how
/// much memory they use, [#acquire()] a token, which stands for its permits and gives them back
/// when it is closed. To count things that one task makes and another uses up, [#release()] permits
/// and [#take()] them: these belong to nobody, and a release may raise their number above what it
/// was in the beginning. [BoundedSemaphore] refuses that.
///
/// {@snippet class=dev.treadle.sync.SemaphoreSnippets region=acquire lang=java}
///
/// {@snippet class=dev.treadle.sync.SemaphoreSnippets region=count lang=java}
///
/// **Order.** Those who wait are served in order of arrival, however much they want: while the
/// first wants more than there is, nobody behind gets any. With [#of(int)] a task that is running
/// may take permits that have just become free before the first of those who wait has woken; but
/// when those who wait have been passed over for a millisecond, permits go to them, first come,
/// first served, until sixteen have been served. So nobody with fewer than sixteen before it is
/// passed over for longer, and whoever has more, for a millisecond more for each sixteen. With
/// [#fair(int)] nobody ever is.
///
/// **Memory.** What was done before a release is seen after the acquisition that it made possible.
///
/// **A holder that ends** without closing its token takes its permits with it. Who need not wait
/// goes on; everybody who waits, or would have to later, gets an exception that names the task. Of
/// a thread that runs no task the end is not noticed.
///
/// @see CapacityLimiter for an adjustable bound that knows who has what
public sealed class Semaphore permits BoundedSemaphore {

  final SemaphoreLine line;

  Semaphore(@Nullable String name, int permits, boolean fair) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits: expected at least 0, found " + permits);
    }
    this.line = new SemaphoreLine(name, permits, fair);
  }

  /// Creates a semaphore whose permits running tasks may take before those who wait, for a while.
  ///
  /// @param permits how many there are at first
  /// @throws IllegalArgumentException if that is less than 0
  public static Semaphore of(int permits) {
    return new Semaphore(null, permits, false);
  }

  /// The same with a name.
  ///
  /// @param name what messages and task trees call it
  /// @throws IllegalArgumentException if `permits` is less than 0
  public static Semaphore of(String name, int permits) {
    return new Semaphore(Objects.requireNonNull(name, "name"), permits, false);
  }

  /// Creates a semaphore whose permits are had strictly in order of arrival.
  ///
  /// @param permits how many there are at first
  /// @throws IllegalArgumentException if that is less than 0
  public static Semaphore fair(int permits) {
    return new Semaphore(null, permits, true);
  }

  /// The same with a name.
  ///
  /// @param name what messages and task trees call it
  /// @throws IllegalArgumentException if `permits` is less than 0
  public static Semaphore fair(String name, int permits) {
    return new Semaphore(Objects.requireNonNull(name, "name"), permits, true);
  }

  // --- With a token

  /// Waits for a permit.
  ///
  /// @return to be closed to give it back
  /// @throws dev.treadle.Cancelled if the task is cancelled; it has no permit then
  /// @throws IllegalStateException if a permit was lost with its holder, and the caller would have
  ///   to wait
  public final Token acquire() {
    return acquire(1);
  }

  /// Waits for so many permits, which it gets all at once.
  ///
  /// @return to be closed to give them back, all at once
  /// @throws dev.treadle.Cancelled if the task is cancelled; it has no permit then
  /// @throws IllegalStateException if a permit was lost with its holder, and the caller would have
  ///   to wait
  /// @throws IllegalArgumentException if it is less than 1, or more than a bounded semaphore has
  public final Token acquire(int permits) {
    var holdings = line.enter();
    if (!line.tryAcquire(checked(permits))) {
      line.await(permits);
    }
    return new PermitToken(line, permits, holdings).acquired();
  }

  /// Takes a permit if that needs no waiting.
  ///
  /// @return to be closed to give it back; `null` if there is none, or somebody is to be served
  ///   first
  public final @Nullable Token tryAcquire() {
    return tryAcquire(1);
  }

  /// Takes so many permits if that needs no waiting.
  ///
  /// @return to be closed to give them back; `null` if there are not as many, or somebody is to be
  ///   served first
  /// @throws IllegalArgumentException if it is less than 1, or more than a bounded semaphore has
  public final @Nullable Token tryAcquire(int permits) {
    return line.tryAcquire(checked(permits))
        ? new PermitToken(line, permits, Holdings.current()).acquired()
        : null;
  }

  private int checked(int permits) {
    if (permits < 1 || permits > most()) {
      throw refused(permits);
    }
    return permits;
  }

  private IllegalArgumentException refused(int permits) {
    var expected =
        most() == Integer.MAX_VALUE ? "at least 1" : "1 to " + most() + ", the bound of " + line;
    return new IllegalArgumentException("permits: expected " + expected + ", found " + permits);
  }

  int most() {
    return Integer.MAX_VALUE;
  }

  // --- Without

  /// Waits for a permit and takes it away: it is nobody's, and comes back only by [#release()].
  ///
  /// @throws dev.treadle.Cancelled if the task is cancelled; it took no permit then
  /// @throws IllegalStateException if a permit was lost with its holder, and the caller would have
  ///   to wait
  public final void take() {
    take(1);
  }

  /// Waits for so many permits and takes them away, all at once.
  ///
  /// @throws dev.treadle.Cancelled if the task is cancelled; it took no permit then
  /// @throws IllegalStateException if a permit was lost with its holder, and the caller would have
  ///   to wait
  /// @throws IllegalArgumentException if it is less than 1, or more than a bounded semaphore has
  public final void take(int permits) {
    line.enter();
    if (!line.tryAcquire(checked(permits))) {
      line.await(permits);
    }
    line.takenForGood(permits);
  }

  /// Takes a permit away if that needs no waiting.
  ///
  /// @return whether it did
  public final boolean tryTake() {
    return tryTake(1);
  }

  /// Takes so many permits away if that needs no waiting.
  ///
  /// @return whether it did; else it took none
  /// @throws IllegalArgumentException if it is less than 1, or more than a bounded semaphore has
  public final boolean tryTake(int permits) {
    if (!line.tryAcquire(checked(permits))) {
      return false;
    }
    line.takenForGood(permits);
    return true;
  }

  /// Adds a permit, whoever took it, if anybody. Any thread may do so; never waits.
  ///
  /// @throws IllegalStateException if this semaphore is bounded and nothing was taken by [#take()];
  ///   nothing has changed then
  public final void release() {
    release(1);
  }

  /// Adds so many permits, whoever took them, if anybody. Any thread may do so; never waits.
  ///
  /// @throws IllegalStateException if this semaphore is bounded and fewer were taken by [#take()],
  ///   or if there would be more than [Integer#MAX_VALUE]; nothing has changed then
  /// @throws IllegalArgumentException if it is less than 1
  public final void release(int permits) {
    if (permits < 1) {
      throw new IllegalArgumentException("permits: expected at least 1, found " + permits);
    }
    line.putLoose(permits, this instanceof BoundedSemaphore);
  }

  // --- Looking

  /// Returns how many permits are there at this moment.
  public final int available() {
    return line.available();
  }

  /// Returns how it is used at this moment.
  public final Statistics statistics() {
    return new Statistics(line.available(), line.waiting(), line.longestWait());
  }

  /// How a semaphore is used. The parts are of about the same moment.
  ///
  /// @param available how many permits are there
  /// @param waiting how many wait for some
  /// @param longestWait how long the first of them has waited; zero if nobody waits
  public record Statistics(int available, int waiting, Duration longestWait) {}

  @Override
  public final String toString() {
    return line + " (" + available() + " available)";
  }
}
