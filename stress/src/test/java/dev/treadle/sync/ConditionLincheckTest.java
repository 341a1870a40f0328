package dev.treadle.sync;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import org.junit.jupiter.api.Test;

/// A stock of goods that tasks wait for: who is signalled too seldom waits for ever.
class ConditionLincheckTest {

  @Test
  void signalsReachThoseWhoWait() {
    Specification.of(Stock.class, Model.class).check(2, 2);
    Specification.of(Stock.class, Model.class).check(3, 2);
  }

  public static final class Stock {
    private final Mutex mutex = Mutex.create();
    private final Condition stocked = Condition.of(mutex);
    private int goods;

    public int takeOne() {
      try (var _ = mutex.acquire()) {
        stocked.waitFor(() -> goods > 0);
        goods--;
        return goods;
      }
    }

    public int bringOne() {
      try (var _ = mutex.acquire()) {
        goods++;
        stocked.signal();
        return goods;
      }
    }

    public int bringTwo() {
      try (var _ = mutex.acquire()) {
        goods += 2;
        stocked.signalAll();
        return goods;
      }
    }
  }

  public static final class Model {
    private int goods;

    public int takeOne() {
      if (goods == 0) {
        throw new Waits();
      }
      goods--;
      return goods;
    }

    public int bringOne() {
      goods++;
      return goods;
    }

    public int bringTwo() {
      goods += 2;
      return goods;
    }
  }
}
