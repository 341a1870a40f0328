package dev.treadle.benchmarks.simulation;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The bugs that are searched for: ordinary code that knows of no tool.
///
/// All but [#LOST_UPDATE] have no switch point of their own: a tool must find them by switching at
/// field accesses. Bodies are records and not lambdas, because Lincheck does not see races on what
/// a lambda captures.
// Error Prone is right about each of them.
@SuppressWarnings("WaitNotInLoop")
enum Bug {
  /// Read, give way, write: an update between the two is lost.
  LOST_UPDATE {
    @Override
    void attempt(ThreadFactory threads) throws InterruptedException {
      var account = publish(new Account());
      var deposit = new Deposit(account);
      Threads.runAll(threads, deposit, deposit, deposit);
      expect(3, account.balance);
    }
  },

  /// `v++` without protection.
  UNPROTECTED_INCREMENT {
    @Override
    void attempt(ThreadFactory threads) throws InterruptedException {
      var account = publish(new Account());
      var increment = new Increment(account);
      Threads.runAll(threads, increment, increment);
      expect(2, account.balance);
    }
  },

  /// Two accounts, each with a [ReentrantLock], locked in both orders.
  LOCK_ORDER {
    @Override
    void attempt(ThreadFactory threads) throws InterruptedException {
      var one = new Account();
      var other = new Account();
      Threads.runAll(threads, new Transfer(one, other), new Transfer(other, one));
    }
  },

  /// Two accounts whose monitors are entered in both orders.
  MONITOR_ORDER {
    @Override
    void attempt(ThreadFactory threads) throws InterruptedException {
      var one = new Account();
      var other = new Account();
      Threads.runAll(threads, new MonitorTransfer(one, other), new MonitorTransfer(other, one));
    }
  },

  /// A signal between the look at the flag and the wait wakes nobody.
  MISSED_SIGNAL {
    @Override
    void attempt(ThreadFactory threads) throws InterruptedException {
      var gate = new Gate();
      Threads.runAll(threads, new Open(gate), new Await(gate));
    }
  };

  static @Nullable Object published;

  /// Runs the scenario once; the bug shows itself as an [AssertionError], or this never returns.
  ///
  /// @throws InterruptedException if the calling thread is interrupted meanwhile
  abstract void attempt(ThreadFactory threads) throws InterruptedException;

  // Lincheck looks for races only on what a static field has shown it, and not on what lambdas
  // capture:
  // hence this, and records as bodies.
  private static Account publish(Account account) {
    published = account;
    return account;
  }

  private static void expect(int expected, int actual) {
    if (actual != expected) {
      throw new AssertionError("expected " + expected + ", got " + actual);
    }
  }

  private static final class Account {
    private final ReentrantLock lock = new ReentrantLock();
    private int balance;
  }

  private record Deposit(Account account) implements Runnable {
    @Override
    public void run() {
      int seen = account.balance;
      Thread.yield();
      account.balance = seen + 1;
    }
  }

  private record Increment(Account account) implements Runnable {
    @Override
    public void run() {
      account.balance++;
    }
  }

  private record Transfer(Account from, Account to) implements Runnable {
    @Override
    public void run() {
      from.lock.lock();
      try {
        from.balance--;
        to.lock.lock();
        try {
          to.balance++;
        } finally {
          to.lock.unlock();
        }
      } finally {
        from.lock.unlock();
      }
    }
  }

  private record MonitorTransfer(Account from, Account to) implements Runnable {
    @Override
    public void run() {
      synchronized (from) {
        from.balance--;
        synchronized (to) {
          to.balance++;
        }
      }
    }
  }

  private static final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private volatile boolean open;
  }

  private record Await(Gate gate) implements Runnable {
    @Override
    public void run() {
      if (!gate.open) {
        gate.lock.lock();
        try {
          gate.opened.awaitUninterruptibly();
        } finally {
          gate.lock.unlock();
        }
      }
    }
  }

  private record Open(Gate gate) implements Runnable {
    @Override
    public void run() {
      gate.open = true;
      gate.lock.lock();
      try {
        gate.opened.signalAll();
      } finally {
        gate.lock.unlock();
      }
    }
  }
}
