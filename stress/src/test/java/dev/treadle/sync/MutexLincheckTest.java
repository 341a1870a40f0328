package dev.treadle.sync;

import dev.treadle.stress.Specification;
import org.junit.jupiter.api.Test;

/// A counter that counts right only if never two are inside the mutex.
class MutexLincheckTest {

  @Test
  void defaultForm() {
    Specification.of(Default.class, Model.class).check(2, 2);
    Specification.of(Default.class, Model.class).check(3, 2);
  }

  @Test
  void strictForm() {
    Specification.of(Strict.class, Model.class).check(2, 2);
    Specification.of(Strict.class, Model.class).check(3, 2);
  }

  public abstract static class Counting {
    private final Mutex mutex;
    private int count;

    Counting(Mutex mutex) {
      this.mutex = mutex;
    }

    public int add(int number) {
      try (var _ = mutex.acquire()) {
        count += number;
        return count;
      }
    }

    /// Closing twice gives back once: somebody else may hold it by then.
    public int addAndCloseTwice(int number) {
      var token = mutex.acquire();
      count += number;
      int result = count;
      token.close();
      token.close();
      return result;
    }
  }

  public static final class Default extends Counting {
    public Default() {
      super(Mutex.create());
    }
  }

  public static final class Strict extends Counting {
    public Strict() {
      super(Mutex.fair());
    }
  }

  public static final class Model {
    private int count;

    public int add(int number) {
      count += number;
      return count;
    }

    public int addAndCloseTwice(int number) {
      return add(number);
    }
  }
}
