package dev.treadle.sync;

import dev.treadle.Holdings;
import dev.treadle.sync.LimiterLine.Borrower;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Bounds how many tasks are inside a block at once, and knows which: trio's `CapacityLimiter`.
///
/// Unlike a semaphore it knows its borrowers: a task may have one token at a time, [#statistics()]
/// says who has them, and its capacity can be changed while it is in use. Something that is not a
/// task can borrow too ([#acquireFor(Object)]): a connection, a request.
///
/// {@snippet class=dev.treadle.sync.CapacityLimiterSnippets region=acquire lang=java}
///
/// **Order.** Strictly that of arrival: while the first wants more than is free, nobody behind gets
/// any. A task cancelled while waiting leaves without a token.
///
/// **A holder that ends** without closing its token takes that capacity with it. Who need not wait
/// goes on; everybody who waits, or would have to later, gets an exception that names the task. Of
/// a thread that runs no task the end is noticed by those who come later, not by those who wait
/// already.
///
/// @see Semaphore for permits without borrowers, which cost less
public final class CapacityLimiter {

  private final LimiterLine line;

  private CapacityLimiter(@Nullable String name, int total) {
    this.line = new LimiterLine(name, checkedTotal(total));
  }

  /// Creates a limiter.
  ///
  /// @param total its capacity
  /// @throws IllegalArgumentException if that is less than 0
  public static CapacityLimiter of(int total) {
    return new CapacityLimiter(null, total);
  }

  /// Creates a limiter.
  ///
  /// @param name what messages and task trees call it
  /// @param total its capacity
  /// @throws IllegalArgumentException if that is less than 0
  public static CapacityLimiter of(String name, int total) {
    return new CapacityLimiter(Objects.requireNonNull(name, "name"), total);
  }

  private static int checkedTotal(int total) {
    if (total < 0) {
      throw new IllegalArgumentException("total: expected at least 0, found " + total);
    }
    return total;
  }

  // --- Borrowing

  /// Waits until the calling task is let in.
  ///
  /// @return to be closed to give it back
  /// @throws dev.treadle.Cancelled if the task is cancelled; it has borrowed nothing then
  /// @throws IllegalStateException if the task has a token already; or if capacity was lost with
  ///   its holder, and the caller would have to wait
  public Token acquire() {
    return acquire(1);
  }

  /// Waits until the calling task is let in with a weight.
  ///
  /// @return to be closed to give it back
  /// @throws dev.treadle.Cancelled if the task is cancelled; it has borrowed nothing then
  /// @throws IllegalStateException if the task has a token already; or if capacity was lost with
  ///   its holder, and the caller would have to wait
  /// @throws IllegalArgumentException if the weight is less than 1 or more than [#total()]. If the
  ///   total falls below it later, the task waits until it rises again.
  public Token acquire(int weight) {
    return acquire(weight, Thread.currentThread());
  }

  /// Waits until `borrower` is let in, of which the calling task is the holder.
  ///
  /// @param borrower who may have one token at a time; told apart by identity
  /// @return to be closed to give it back
  /// @throws dev.treadle.Cancelled if the task is cancelled; nothing is borrowed then
  /// @throws IllegalStateException if the borrower has a token already or waits for one; or if
  ///   capacity was lost with its holder, and the caller would have to wait
  public Token acquireFor(Object borrower) {
    return acquire(1, Objects.requireNonNull(borrower, "borrower"));
  }

  /// Lets the calling task in if that needs no waiting.
  ///
  /// @return to be closed to give it back; `null` if there is no capacity or somebody waits
  /// @throws IllegalStateException if the task has a token already
  public @Nullable Token tryAcquire() {
    return tryAcquire(1);
  }

  /// Lets the calling task in with a weight, if that needs no waiting.
  ///
  /// @return to be closed to give it back; `null` if there is too little capacity or somebody waits
  /// @throws IllegalStateException if the task has a token already
  /// @throws IllegalArgumentException if the weight is less than 1 or more than [#total()]
  public @Nullable Token tryAcquire(int weight) {
    var token = entered(weight, Thread.currentThread(), Holdings.current());
    if (line.tryAcquire(weight)) {
      return token.acquired();
    }
    line.remove(token);
    return null;
  }

  private Token acquire(int weight, Object borrower) {
    var token = entered(weight, borrower, line.enter());
    if (!line.tryAcquire(weight)) {
      boolean served = false;
      try {
        line.await(weight);
        served = true;
      } finally {
        if (!served) {
          line.remove(token);
        }
      }
    }
    return token.acquired();
  }

  private LimiterToken entered(int weight, Object borrower, @Nullable Holdings holdings) {
    int most = line.total();
    if (weight < 1 || weight > Math.max(most, 1)) {
      throw new IllegalArgumentException(
          "weight: expected 1 to " + most + ", the total of " + line + ", found " + weight);
    }
    var token = new LimiterToken(line, weight, holdings, new Borrower(borrower));
    line.enter(token);
    return token;
  }

  // --- Capacity

  /// Returns its capacity.
  public int total() {
    return line.total();
  }

  /// Changes its capacity. If that is less than is borrowed, nobody is let in until enough has been
  /// given back; if it is more than before, those who wait come in at once.
  ///
  /// @throws IllegalArgumentException if it is less than 0
  public void total(int total) {
    line.total(checkedTotal(total));
  }

  /// Returns how much of the capacity is borrowed at this moment.
  public int borrowed() {
    return line.borrowed();
  }

  /// Returns how much of the capacity is free at this moment; 0 if more is borrowed than there is.
  public int available() {
    return Math.max(0, line.total() - line.borrowed());
  }

  /// Returns how it is used at this moment.
  public Statistics statistics() {
    return new Statistics(
        line.total(),
        line.borrowed(),
        line.lent().stream().map(LimiterToken::describe).toList(),
        line.waiting(),
        line.longestWait());
  }

  /// How a limiter is used. The parts are of about the same moment.
  ///
  /// @param total its capacity
  /// @param borrowed how much of it is borrowed
  /// @param borrowers who has it, in the order in which they got it: tasks such as `task
  ///   'orders/fetch-3'`, and other borrowers as their `toString` says
  /// @param waiting how many wait
  /// @param longestWait how long the first of them has waited; zero if nobody waits
  public record Statistics(
      int total, int borrowed, List<String> borrowers, int waiting, Duration longestWait) {

    /// Copies the list.
    public Statistics {
      borrowers = List.copyOf(borrowers);
    }
  }

  @Override
  public String toString() {
    return line + " (" + borrowed() + " of " + total() + " borrowed)";
  }
}
