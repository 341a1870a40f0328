package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one task has taken of [Lender]s and must give back before it ends.
///
/// A lender notes what a task takes and gives back; if the task ends in between, the lender is
/// told, and can tell those who wait, who would do so for ever. To take and give back on one thread
/// costs a few nanoseconds, no allocation and no atomic operation.
///
/// Threads that run no task have no holdings, and one inside a block such as `timeout` that is not
/// a task's has them for the length of that block: it goes on afterwards and may give back then, so
/// the end of the block is no reproach.
///
/// {@snippet class=dev.treadle.HoldingsSnippets region=lender lang=java}
public final class Holdings {

  private static final VarHandle RETURNED;

  /// In `returned`: the task has ended, and what it still had was reported.
  private static final Loan REPORTED = new Loan(null);

  /// Loans that nothing is left of are kept for the next time, if they are not more than these.
  private static final int KEPT = 8;

  static {
    try {
      RETURNED = MethodHandles.lookup().findVarHandle(Holdings.class, "returned", Loan.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final boolean ofTask;

  /// Both until the end: a lender may keep its last holder.
  private @Nullable Strand strand;

  private @Nullable Thread thread;

  private String endedAs = "a task that has ended";

  /// The loan used last, and all of them; touched by the holder's thread alone.
  private Loan recent = new Loan(null);

  private @Nullable Loan loans;
  private int size;

  /// What other threads gave back and the holder's has not seen yet.
  private volatile @Nullable Loan returned;

  /// So much of one lender.
  private static final class Loan {
    final @Nullable Lender lender;
    int amount;
    @Nullable Loan next;

    Loan(@Nullable Lender lender) {
      this.lender = lender;
    }
  }

  Holdings(Strand strand, boolean ofTask) {
    this.strand = strand;
    this.thread = Thread.currentThread();
    this.ofTask = ofTask;
  }

  // --- Finding them

  /// The entry check of a wait, as [Waiter#checkCancelled()], which returns the holdings of the
  /// calling task at the same time.
  ///
  /// @param guess whose they may be, such as those of whoever came last; it need not be right, and
  ///   saves time if it is
  /// @return `null` on a thread that runs no task
  /// @throws Cancelled if a scope around the calling code is cancelled, or the thread was
  ///   interrupted
  public static @Nullable Holdings enter(@Nullable Holdings guess) {
    var strand =
        guess != null && guess.thread == Thread.currentThread()
            ? guess.strand
            : Strand.currentOrNull();
    if (strand != null) {
      strand.enterValve();
    }
    Checks.checkCancelled(strand);
    return strand == null ? null : strand.holdings();
  }

  /// Returns the holdings of the calling task.
  ///
  /// @return `null` on a thread that runs no task
  public static @Nullable Holdings current() {
    var strand = Strand.currentOrNull();
    return strand == null ? null : strand.holdings();
  }

  // --- Taking and giving back

  /// The task has taken so much. Only its own thread may say so.
  ///
  /// @throws IllegalStateException if another thread says so, or the task has ended
  public void took(Lender lender, int amount) {
    if (recent.lender != lender || returned != null) {
      requireMine();
      settle();
      recent = loanOf(Objects.requireNonNull(lender, "lender"));
    }
    recent.amount += amount;
  }

  /// So much of what the task took was given back, by whatever thread. Never waits.
  ///
  /// @return `false` if the task has ended and the lender was told, or is being told, that this was
  ///   not given back
  public boolean gaveBack(Lender lender, int amount) {
    if (thread != Thread.currentThread()) {
      return pushReturned(new Loan(lender), amount);
    }
    if (recent.lender != lender) {
      recent = loanOf(lender);
    }
    recent.amount -= amount;
    return true;
  }

  private void requireMine() {
    if (thread != Thread.currentThread()) {
      throw new IllegalStateException(
          "expected "
              + describe()
              + ", whose holdings these are, to take; found "
              + Thread.currentThread());
    }
  }

  private boolean pushReturned(Loan loan, int amount) {
    loan.amount = amount;
    do {
      var before = returned;
      if (before == REPORTED) {
        return !ofTask;
      }
      loan.next = before;
    } while (!RETURNED.compareAndSet(this, loan.next, loan));
    return true;
  }

  /// Takes account of what others gave back.
  private void settle() {
    if (returned != null) {
      settle((Loan) RETURNED.getAndSet(this, null));
    }
  }

  private void settle(@Nullable Loan given) {
    for (var loan = given; loan != null; loan = loan.next) {
      loanOf(Objects.requireNonNull(loan.lender)).amount -= loan.amount;
    }
  }

  private Loan loanOf(Lender lender) {
    for (var loan = loans; loan != null; loan = loan.next) {
      if (loan.lender == lender) {
        return loan;
      }
    }
    if (size >= KEPT) {
      forgetSettled();
    }
    var loan = new Loan(lender);
    loan.next = loans;
    loans = loan;
    size++;
    return loan;
  }

  private void forgetSettled() {
    Loan kept = null;
    size = 0;
    for (var loan = loans; loan != null; ) {
      var next = loan.next;
      if (loan.amount != 0) {
        loan.next = kept;
        kept = loan;
        size++;
      }
      loan = next;
    }
    loans = kept;
  }

  // --- Who holds

  /// Returns whether they are a task's, whose end will be noticed.
  public boolean isOfTask() {
    return ofTask;
  }

  /// Returns the thread that holds; `null` when its task has ended.
  public @Nullable Thread thread() {
    return thread;
  }

  /// Returns what to call the holder in a message, such as `task 'orders/fetch-3'`.
  public String describe() {
    var holder = strand;
    return holder == null ? endedAs : holder.describe();
  }

  int size() {
    return size;
  }

  // --- The end

  /// The task has ended, or the block of a thread that goes on. Called by its thread.
  void end() {
    var holder = Objects.requireNonNull(strand);
    settle((Loan) RETURNED.getAndSet(this, REPORTED));
    var left = loans;
    loans = null;
    recent = REPORTED;
    thread = null;
    if (!ofTask) {
      endedAs = holder.describe(); // and the thread goes on
    }
    for (var loan = left; ofTask && loan != null; loan = loan.next) {
      if (loan.amount > 0) {
        endedAs = holder.describe();
        report(Objects.requireNonNull(loan.lender), loan.amount, endedAs);
      }
    }
    strand = null;
  }

  private static void report(Lender lender, int amount, String by) {
    try {
      lender.abandoned(amount, by);
    } catch (Throwable failure) { // the task's end must be told whatever happens here
      Log.lateFailure("abandoned() of " + lender.getClass().getName() + " failed", failure);
    }
  }
}
