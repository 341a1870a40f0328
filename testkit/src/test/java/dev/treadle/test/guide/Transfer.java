package dev.treadle.test.guide;

import java.util.concurrent.locks.ReentrantLock;

// @start region="account"
/// Two accounts that lock themselves.
final class Transfer {

  static final class Account {
    final ReentrantLock lock = new ReentrantLock();
    long balance;
  }

  static void move(Account from, Account to, long amount) {
    from.lock.lock();
    try {
      to.lock.lock();
      try {
        from.balance -= amount;
        to.balance += amount;
      } finally {
        to.lock.unlock();
      }
    } finally {
      from.lock.unlock();
    }
  }
}
// @end
