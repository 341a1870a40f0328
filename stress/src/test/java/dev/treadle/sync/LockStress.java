package dev.treadle.sync;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.treadle.Treadle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The owner word of a [Mutex], the permits of a [Semaphore] and their tokens.
public final class LockStress {

  private LockStress() {}

  /// Two count inside it, in a field that nothing else guards.
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both were inside, or one did not see the other's write")
  @State
  public static class Default {
    private final Mutex mutex = Mutex.create();
    private int count;

    private void count() {
      try (var _ = mutex.acquire()) {
        count++;
      }
    }

    /// The first.
    @Actor
    public void first() {
      count();
    }

    /// The second.
    @Actor
    public void second() {
      count();
    }

    /// What came of it.
    @Arbiter
    public void counted(I_Result result) {
      result.r1 = mutex.isHeld() ? -1 : count;
    }
  }

  /// The same in the strict form.
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both were inside, or one did not see the other's write")
  @State
  public static class Strict {
    private final Mutex mutex = Mutex.fair();
    private int count;

    private void count() {
      try (var _ = mutex.acquire()) {
        count++;
      }
    }

    /// The first.
    @Actor
    public void first() {
      count();
    }

    /// The second.
    @Actor
    public void second() {
      count();
    }

    /// What came of it.
    @Arbiter
    public void counted(I_Result result) {
      result.r1 = mutex.isHeld() ? -1 : count;
    }
  }

  /// Two try: never both have it.
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first has it")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second has it")
  @Outcome(expect = FORBIDDEN, desc = "both have it, or nobody")
  @State
  public static class TwoTry {
    private final Mutex mutex = Mutex.create();

    /// The first.
    @Actor
    public void first(ZZ_Result result) {
      result.r1 = mutex.tryAcquire() != null;
    }

    /// The second.
    @Actor
    public void second(ZZ_Result result) {
      result.r2 = mutex.tryAcquire() != null;
    }
  }

  /// Two permits for two who need both.
  @JCStressTest
  @Outcome(id = "2", expect = ACCEPTABLE, desc = "one after the other")
  @Outcome(expect = FORBIDDEN, desc = "both had both, or one did not see the other's write")
  @State
  public static class Permits {
    private final Semaphore semaphore = Semaphore.of(2);
    private int count;

    private void count() {
      try (var _ = semaphore.acquire(2)) {
        count++;
      }
    }

    /// The first.
    @Actor
    public void first() {
      count();
    }

    /// The second.
    @Actor
    public void second() {
      count();
    }

    /// What came of it.
    @Arbiter
    public void counted(I_Result result) {
      result.r1 = semaphore.available() == 2 ? count : -1;
    }
  }

  /// Two close the same token: the permit comes back once.
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "once")
  @Outcome(expect = FORBIDDEN, desc = "twice, or not at all")
  @State
  public static class TwoClose {
    private final Semaphore semaphore = Semaphore.of(1);
    private final Token token = semaphore.acquire();

    /// The first.
    @Actor
    public void first() {
      token.close();
    }

    /// The second.
    @Actor
    public void second() {
      token.close();
    }

    /// What came of it.
    @Arbiter
    public void counted(I_Result result) {
      result.r1 = semaphore.available();
    }
  }

  /// Who looks who holds a mutex that had another holder before sees the new one or nobody, never
  /// the one before: its ticket says so, which is written after the name.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "nobody has it, or has said so yet")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the new holder")
  @Outcome(expect = FORBIDDEN, desc = "one who has given it back")
  @State
  public static class Holder {
    private final Mutex mutex = Mutex.create();

    /// A task has had it; those who come now are threads without one.
    public Holder() {
      Treadle.run(() -> mutex.acquire().close());
    }

    /// Takes it.
    @Actor
    public void taker() {
      mutex.tryAcquire();
    }

    /// Looks.
    @Actor
    public void observer(I_Result result) {
      var holder = mutex.line().holder();
      result.r1 = holder == null ? 0 : holder instanceof Thread ? 1 : -1;
    }
  }

  /// Two take it one after the other: whoever has it finds itself the holder.
  @JCStressTest
  @Outcome(
      id = {"1, 1", "1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "whoever had it, knew")
  @Outcome(expect = FORBIDDEN, desc = "one who has it is not its holder, or nobody had it")
  @State
  public static class TwoHolders {
    private final Mutex mutex = Mutex.create();

    private int isHolder() {
      try (var token = mutex.tryAcquire()) {
        return token == null ? 0 : mutex.isHeldByCurrentTask() ? 1 : -1;
      }
    }

    /// The first.
    @Actor
    public void first(II_Result result) {
      result.r1 = isHolder();
    }

    /// The second.
    @Actor
    public void second(II_Result result) {
      result.r2 = isHolder();
    }
  }

  /// Two release the one permit that was taken from a bounded semaphore: one of them is told off.
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one gave it back")
  @Outcome(expect = FORBIDDEN, desc = "it was given back twice, or not at all")
  @State
  public static class TwoRelease {
    private final BoundedSemaphore semaphore = BoundedSemaphore.of(1);

    /// Takes it.
    public TwoRelease() {
      semaphore.take();
    }

    private int release() {
      try {
        semaphore.release();
        return 1;
      } catch (IllegalStateException nothingTaken) {
        return 0;
      }
    }

    /// The first.
    @Actor
    public void first(II_Result result) {
      result.r1 = release();
    }

    /// The second.
    @Actor
    public void second(II_Result result) {
      result.r2 = release();
    }

    /// It is there, once.
    @Arbiter
    public void counted(II_Result result) {
      if (semaphore.available() != 1) {
        result.r1 = -1;
      }
    }
  }
}
