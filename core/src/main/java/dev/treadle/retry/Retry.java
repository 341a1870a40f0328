package dev.treadle.retry;

import dev.treadle.Action;
import dev.treadle.Body;
import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Deadline;
import dev.treadle.Holdings;
import dev.treadle.Treadle;
import dev.treadle.internal.Arguments;
import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Runs a block again if it fails: tenacity's `@retry`.
///
/// {@snippet class=dev.treadle.retry.RetrySnippets region=retry lang=java}
///
/// **What is tried again**: exceptions, as the rules say; never errors, so never [Cancelled], and
/// never what an interrupt makes the JDK throw. Of a [dev.treadle.TaskFailedException] and a
/// [dev.treadle.resource.ResourceException] the rules look at the cause too, so that a rule for
/// `IOException` holds if it was thrown in a task of the block's.
///
/// **Time.** A delay that would not end before the deadline of the scope around is not begun: the
/// failure is thrown at once, while there is time to do something about it. An attempt that hangs
/// is not cut short; for that put a [Treadle#timeout] inside.
///
/// **Giving up** throws the last failure, as itself, with the newest eight of those before
/// suppressed in it.
///
/// It runs in the caller's thread, and can be cancelled in the block's waits and in the delays.
/// Immutable but for its statistics, so it is made once and shared; usable by any thread.
public final class Retry {

  /// So many of the failures before the last are kept, the newest.
  private static final int KEPT = 8;

  private static final Backoff USUAL =
      Backoff.exponential(Duration.ofMillis(100), Duration.ofSeconds(10));

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private final int attempts;
  private final Backoff backoff;
  private final Rules rules;
  private final @Nullable RetryBudget budget;
  private final @Nullable Consumer<? super Failure> listener;

  private final LongAdder calls = new LongAdder();
  private final LongAdder recovered = new LongAdder();
  private final Map<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);

  private Retry(
      int attempts,
      Backoff backoff,
      Rules rules,
      @Nullable RetryBudget budget,
      @Nullable Consumer<? super Failure> listener) {
    this.attempts = attempts;
    this.backoff = backoff;
    this.rules = rules;
    this.budget = budget;
    this.listener = listener;
    for (var verdict : Verdict.values()) {
      verdicts.put(verdict, new LongAdder());
    }
  }

  // --- Making one

  /// Returns a retry with so many attempts, which waits a tenth of a second after the first
  /// failure, doubles that with each up to ten seconds, and has jitter.
  ///
  /// @param attempts how many there are at most, the first included; at least 1
  /// @throws IllegalArgumentException if it is less
  public static Retry of(int attempts) {
    return new Retry(Arguments.atLeast("attempts", 1, attempts), USUAL, Rules.ALL, null, null);
  }

  /// Returns a retry that goes on until an attempt succeeds, a failure is not worth another, or the
  /// deadline of the scope around comes too close.
  public static Retry untilDeadline() {
    return of(Integer.MAX_VALUE);
  }

  /// Returns this retry with other delays.
  public Retry withBackoff(Backoff backoff) {
    return new Retry(attempts, Objects.requireNonNull(backoff, "backoff"), rules, budget, listener);
  }

  /// Returns this retry for these exceptions only, and for those it was for before by name. Without
  /// any it is for all but [CircuitOpenException].
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Retry withRetryOn(Class<? extends Exception>... types) {
    return new Retry(attempts, backoff, rules.withOn(List.of(types)), budget, listener);
  }

  /// Returns this retry without these exceptions, whatever else it is for.
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is only read
  public final Retry withNoRetryOn(Class<? extends Exception>... types) {
    return new Retry(attempts, backoff, rules.withExcept(List.of(types)), budget, listener);
  }

  /// Returns this retry for exceptions of which, besides what the types say, a condition holds: an
  /// HTTP status of 503.
  public Retry withRetryIf(Predicate<? super Exception> condition) {
    Objects.requireNonNull(condition, "condition");
    return new Retry(attempts, backoff, rules.withCondition(condition), budget, listener);
  }

  /// Returns this retry within a budget, which others may share.
  public Retry withBudget(RetryBudget budget) {
    return new Retry(attempts, backoff, rules, Objects.requireNonNull(budget, "budget"), listener);
  }

  /// Returns this retry with a listener, which is told of each failure and what becomes of it, in
  /// the thread that runs the block, before the delay. If the listener fails, that is logged.
  public Retry withListener(Consumer<? super Failure> listener) {
    return new Retry(
        attempts, backoff, rules, budget, Objects.requireNonNull(listener, "listener"));
  }

  // --- Running

  /// Runs a block, again if it fails, and returns its value.
  ///
  /// @throws X what the block threw at last
  /// @throws Cancelled if the calling task is cancelled, in the block or in a delay
  public <T extends @Nullable Object, X extends Exception> T call(Body<T, X> block) throws X {
    Objects.requireNonNull(block, "block");
    calls.increment();
    if (budget != null) {
      budget.called();
    }
    try {
      return block.run();
    } catch (Exception failure) {
      return callAgain(block, failure);
    }
  }

  /// Runs a block without a value, again if it fails; see [#call(Body)].
  ///
  /// @throws X what the block threw at last
  public <X extends Exception> void run(Action<X> block) throws X {
    Objects.requireNonNull(block, "block");
    this.<@Nullable Void, X>call(() -> {
      block.run();
      return null;
    });
  }

  private <T extends @Nullable Object, X extends Exception> T callAgain(
      Body<T, X> block, Exception first) throws X {
    var before = new ArrayDeque<Exception>();
    var last = first;
    for (int failures = 1; ; failures++) {
      if (!sleepUnlessOver(failures, last)) {
        throw Retry.<X>withSuppressed(last, before);
      }
      try {
        T value = block.run();
        recovered.increment();
        return value;
      } catch (Exception failure) {
        if (before.size() == KEPT) {
          before.removeFirst();
        }
        before.addLast(last);
        last = failure;
      }
    }
  }

  // It was thrown by the block, which throws X and unchecked ones.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Exception> X withSuppressed(
      Exception last, ArrayDeque<Exception> before) {
    for (var failure : before) {
      if (failure != last) {
        last.addSuppressed(failure);
      }
    }
    return (X) last;
  }

  /// Decides, tells, and waits. Returns whether there is to be another attempt.
  private boolean sleepUnlessOver(int failures, Exception last) {
    boolean allowed = rules.allow(last);
    var delay = allowed && failures < attempts ? backoff.delay(failures, last) : Duration.ZERO;
    var verdict = allowed ? verdict(failures, delay) : Verdict.NOT_RETRYABLE;
    Objects.requireNonNull(verdicts.get(verdict)).increment();
    tell(new Failure(failures, last, verdict, delay));
    if (verdict != Verdict.RETRY) {
      return false;
    }
    Treadle.sleep(delay);
    return true;
  }

  private Verdict verdict(int failures, Duration delay) {
    if (failures >= attempts) {
      return Verdict.NO_ATTEMPTS_LEFT;
    }
    var deadline = deadline();
    if (!deadline.isNever() && deadline.remaining().compareTo(delay) <= 0) {
      return Verdict.NO_TIME_LEFT;
    }
    return budget == null || budget.tryTake() ? Verdict.RETRY : Verdict.NO_BUDGET_LEFT;
  }

  /// Of the scope around; a thread that is in none has all time.
  private static Deadline deadline() {
    return Holdings.current() == null ? Deadline.never() : CancelScope.current().deadline();
  }

  private void tell(Failure failure) {
    if (FlightSwitch.isOn()) {
      FlightEvents.attemptFailed(failure.attempt, failure.exception, failure.verdict.name());
    }
    if (listener == null) {
      return;
    }
    try {
      listener.accept(failure);
    } catch (RuntimeException thrown) {
      LOGGER.log(System.Logger.Level.WARNING, "the listener of a retry failed", thrown);
    }
  }

  // --- Looking

  /// Returns what it has done so far. What `with...` returned counts for itself.
  public Statistics statistics() {
    return new Statistics(
        calls.sum(),
        recovered.sum(),
        count(Verdict.RETRY),
        count(Verdict.NOT_RETRYABLE),
        count(Verdict.NO_ATTEMPTS_LEFT),
        count(Verdict.NO_TIME_LEFT),
        count(Verdict.NO_BUDGET_LEFT));
  }

  private long count(Verdict verdict) {
    return Objects.requireNonNull(verdicts.get(verdict)).sum();
  }

  /// What becomes of a failure.
  public enum Verdict {
    /// There is another attempt.
    RETRY,
    /// The rules say that it is not worth one.
    NOT_RETRYABLE,
    /// There were as many as there may be.
    NO_ATTEMPTS_LEFT,
    /// The delay would not end before the deadline of the scope around.
    NO_TIME_LEFT,
    /// The budget is used up.
    NO_BUDGET_LEFT
  }

  /// An attempt that failed.
  ///
  /// @param attempt the how manieth it was, from 1
  /// @param exception how it failed
  /// @param verdict what becomes of it
  /// @param delay how long until the next attempt, if there is one
  public record Failure(int attempt, Exception exception, Verdict verdict, Duration delay) {}

  /// What a retry has done so far. Numbers are read one after the other: while it is in use they
  /// need not add up.
  ///
  /// @param calls how often it was called
  /// @param recovered how many calls succeeded after a failure
  /// @param retries how many attempts there were beyond the first ones
  /// @param notRetryable how many calls were given up because of the rules
  /// @param noAttemptsLeft how many calls were given up after so many attempts as there may be
  /// @param noTimeLeft how many calls were given up because of a deadline
  /// @param noBudgetLeft how many calls were given up because of the budget
  public record Statistics(
      long calls,
      long recovered,
      long retries,
      long notRetryable,
      long noAttemptsLeft,
      long noTimeLeft,
      long noBudgetLeft) {}

  /// Returns how many attempts it makes, in words.
  @Override
  public String toString() {
    return attempts == Integer.MAX_VALUE
        ? "retry until the deadline"
        : "retry of " + attempts + " attempts";
  }
}
