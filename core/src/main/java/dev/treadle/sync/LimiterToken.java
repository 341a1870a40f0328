package dev.treadle.sync;

import dev.treadle.sync.LimiterLine.Borrower;

/// The token of a capacity limiter.
final class LimiterToken extends PermitToken {

  final Borrower borrower;
  private final LimiterLine line;

  /// The how manieth it was; 0 while its borrower waits.
  private volatile long loan;

  LimiterToken(LimiterLine line, int permits, Borrower borrower) {
    super(line, permits);
    this.line = line;
    this.borrower = borrower;
  }

  @Override
  Token acquired() {
    super.acquired();
    if (!isByTask()) {
      line.outsider();
    }
    loan = line.nextLoan();
    return this;
  }

  boolean isLent() {
    return loan != 0;
  }

  long loan() {
    return loan;
  }

  @Override
  void closed() {
    line.remove(this);
  }

  /// Who borrows by itself is the borrower then; who borrowed for something else, that stays.
  @Override
  public Token adopt() {
    if (!isOpen()) {
      throw notOpen();
    }
    boolean bySelf = borrower.identity() == thread();
    var mine =
        new LimiterToken(line, permits, bySelf ? new Borrower(Thread.currentThread()) : borrower);
    if (!mine.borrower.equals(borrower)) {
      line.enter(mine);
    } else if (!line.replace(this, mine)) {
      throw notOpen();
    }
    try {
      return adoptAs(mine);
    } catch (IllegalStateException closedMeanwhile) {
      line.remove(mine);
      throw closedMeanwhile;
    } finally {
      line.remove(this);
    }
  }

  void outsiderEnded() {
    abandoned(describeHolder());
  }

  /// What to call the borrower.
  String describe() {
    return borrower.identity() == thread()
        ? describeHolder()
        : "'" + borrower.identity() + "'";
  }
}
