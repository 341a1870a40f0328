package dev.treadle;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The cell of a [Waiter].
public final class WaiterStress {

  private WaiterStress() {}

  /// Two wake it: one of them hands over its value, the other keeps it.
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second")
  @Outcome(expect = FORBIDDEN, desc = "a value was lost or doubled")
  @State
  public static class TwoWake {
    private final Waiter<Integer> waiter = new Waiter<>("a test");

    /// The first.
    @Actor
    public void first(ZZ_Result result) {
      result.r1 = waiter.wake(1);
    }

    /// The second.
    @Actor
    public void second(ZZ_Result result) {
      result.r2 = waiter.wake(2);
    }
  }

  /// What was written before the wake is seen by whoever sees the wake.
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "not woken yet")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
  @Outcome(expect = FORBIDDEN, desc = "woken, and the write is not seen")
  @State
  public static class Publishes {
    private final Waiter<Boolean> waiter = new Waiter<>("a test");
    private int written;

    /// Writes, then wakes.
    @Actor
    public void waker() {
      written = 1;
      waiter.wake(true);
    }

    /// Reads if woken.
    @Actor
    public void reader(I_Result result) {
      result.r1 = waiter.isOver() ? written : -1;
    }
  }
}
