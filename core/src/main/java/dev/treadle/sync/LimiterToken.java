package dev.treadle.sync;

import dev.treadle.Holdings;
import dev.treadle.sync.LimiterLine.Borrower;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The token of a capacity limiter.
final class LimiterToken extends PermitToken {

  private static final int OPEN = 0;
  private static final int LOST = 1;
  private static final int CLOSED = 2;

  final Borrower borrower;
  private final LimiterLine line;
  private final Thread thread = Thread.currentThread();

  /// The how manieth it was; 0 while its borrower waits.
  private volatile long loan;

  /// What became of it in the hands of a thread that runs no task.
  private final AtomicInteger outside = new AtomicInteger(OPEN);

  LimiterToken(LimiterLine line, int permits, @Nullable Holdings holdings, Borrower borrower) {
    super(line, permits, holdings);
    this.line = line;
    this.borrower = borrower;
  }

  @Override
  LimiterToken acquired() {
    super.acquired();
    loan = line.nextLoan();
    if (holdings == null || !holdings.isOfTask()) {
      line.outsiderCame();
    }
    return this;
  }

  boolean isLent() {
    return loan != 0;
  }

  long loan() {
    return loan;
  }

  Thread thread() {
    return thread;
  }

  @Override
  void closed() {
    line.remove(this);
    if (outside.getAndSet(CLOSED) == LOST) {
      line.found(permits);
    }
  }

  /// Looks whether it is lost with a thread whose end nobody tells.
  void lookForHolder() {
    boolean told = holdings != null && holdings.isOfTask();
    if (!told && isLent() && !thread.isAlive() && outside.compareAndSet(OPEN, LOST)) {
      line.abandoned(permits, holderName());
    }
  }

  /// Who borrows by itself is the borrower then; who borrowed for something else, that stays.
  @Override
  public Token adopt() {
    if (!isOpen()) {
      throw notOpen();
    }
    var next = isBySelf() ? new Borrower(Thread.currentThread()) : borrower;
    var mine = new LimiterToken(line, permits, Holdings.current(), next);
    if (!next.equals(borrower)) {
      line.enter(mine);
    } else if (!line.replace(this, mine)) {
      throw notOpen();
    }
    try {
      adoptAs(mine);
    } catch (IllegalStateException closedMeanwhile) {
      line.remove(mine);
      throw closedMeanwhile;
    }
    closed();
    return mine;
  }

  private boolean isBySelf() {
    return borrower.identity() == thread;
  }

  private String holderName() {
    return holdings == null ? "thread '" + thread.getName() + "'" : holdings.describe();
  }

  /// What to call the borrower.
  String describe() {
    return isBySelf() ? holderName() : "'" + borrower.identity() + "'";
  }
}
