package dev.treadle.sync;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Permits that some take and others give back, one or two at once.
class SemaphoreLincheckTest {

  @Test
  void defaultForm() {
    check(Default.class);
  }

  @Test
  void strictForm() {
    check(Strict.class);
  }

  private static void check(Class<?> tested) {
    var specification =
        Specification.of(tested, Model.class).onlyIf(SemaphoreLincheckTest::allWantAsMuch);

    specification.check(2, 3);
    specification.check(3, 2);
  }

  /// Who wants two and is first in line holds up who wants one, which the model does not know.
  private static boolean allWantAsMuch(List<List<String>> threads) {
    var all = threads.stream().flatMap(Collection::stream).collect(Collectors.toSet());
    return !all.contains("takeTwo") || !(all.contains("take") || all.contains("borrow"));
  }

  public abstract static class Permits {
    private final Semaphore semaphore;

    Permits(Semaphore semaphore) {
      this.semaphore = semaphore;
    }

    public void take() {
      semaphore.take();
    }

    public void takeTwo() {
      semaphore.take(2);
    }

    public void release() {
      semaphore.release();
    }

    public void releaseTwo() {
      semaphore.release(2);
    }

    public void borrow() {
      semaphore.acquire().close();
    }
  }

  public static final class Default extends Permits {
    public Default() {
      super(Semaphore.of(1));
    }
  }

  public static final class Strict extends Permits {
    public Strict() {
      super(Semaphore.fair(1));
    }
  }

  public static final class Model {
    private int permits = 1;

    private void takeSome(int count) {
      if (permits < count) {
        throw new Waits();
      }
      permits -= count;
    }

    public void take() {
      takeSome(1);
    }

    public void takeTwo() {
      takeSome(2);
    }

    public void release() {
      permits++;
    }

    public void releaseTwo() {
      permits += 2;
    }

    public void borrow() {
      if (permits == 0) {
        throw new Waits();
      }
    }
  }
}
