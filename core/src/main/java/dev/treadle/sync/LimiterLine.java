package dev.treadle.sync;

import dev.treadle.monitor.Held;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a limiter has lent, to whom, and who waits.
final class LimiterLine extends PermitLine implements Held {

  private final @Nullable String name;
  private final AtomicInteger borrowed = new AtomicInteger();
  private final AtomicLong loans = new AtomicLong();
  private volatile int total;

  /// Some holder is a thread that runs no task, whose end nobody reports.
  private volatile boolean outsiders;

  /// Those who have tokens and those who wait for some, told apart by identity.
  private final ConcurrentMap<Borrower, LimiterToken> borrowers = new ConcurrentHashMap<>();

  LimiterLine(@Nullable String name, int total) {
    super(true);
    this.name = name;
    this.total = total;
  }

  /// Somebody or something that borrows.
  ///
  /// @param identity whose `equals` is not asked
  record Borrower(Object identity) {

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Borrower(var same) && same == identity;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(identity);
    }
  }

  // --- Borrowers

  /// Enters a borrower in the books.
  void enter(LimiterToken token) {
    var present = borrowers.putIfAbsent(token.borrower, token);
    if (present != null) {
      throw new IllegalStateException(
          this
              + ": "
              + token.describe()
              + (present.isLent() ? " has" : " waits for")
              + " a token of it already, and nobody may have two");
    }
  }

  void remove(LimiterToken token) {
    borrowers.remove(token.borrower, token);
  }

  /// Another holder answers for the same borrower.
  boolean replace(LimiterToken from, LimiterToken to) {
    return borrowers.replace(to.borrower, from, to);
  }

  long nextLoan() {
    return loans.incrementAndGet();
  }

  void outsiderCame() {
    outsiders = true;
  }

  /// Those who have something, in the order in which they got it.
  List<LimiterToken> lent() {
    return borrowers.values().stream()
        .filter(LimiterToken::isLent)
        .sorted(Comparator.comparingLong(LimiterToken::loan))
        .toList();
  }

  // --- Permits

  int total() {
    return total;
  }

  void total(int moved) {
    total = moved;
    release(0);
  }

  int borrowed() {
    return borrowed.get();
  }

  @Override
  boolean has(int permits) {
    return total - borrowed.get() >= permits;
  }

  @Override
  boolean take(int permits) {
    while (true) {
      int before = borrowed.get();
      if (total - before < permits) {
        return false;
      }
      if (borrowed.compareAndSet(before, before + permits)) {
        return true;
      }
    }
  }

  @Override
  void put(int permits) {
    borrowed.addAndGet(-permits);
  }

  @Override
  @Nullable String broken() {
    if (outsiders) {
      borrowers.values().forEach(LimiterToken::lookForHolder);
    }
    return super.broken();
  }

  @Override
  public Collection<Thread> holders() {
    var lent = lent();
    return lent.size() == 1 ? List.of(lent.getFirst().thread()) : List.of();
  }

  @Override
  String variable() {
    return "limiter";
  }

  @Override
  public String toString() {
    return name == null ? "a capacity limiter" : "capacity limiter '" + name + "'";
  }
}
