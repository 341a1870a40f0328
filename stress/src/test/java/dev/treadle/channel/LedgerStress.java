package dev.treadle.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// The counts of a [WorkQueue], of which one is kept without the lock.
public final class LedgerStress {

  private LedgerStress() {}

  /// One is done while another joins: whichever way round, the join returns and sees the work.
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "it returned, and the work is seen")
  @Outcome(expect = FORBIDDEN, desc = "it returned before the work was done")
  @State
  public static class DoneAndJoin {
    private final WorkQueue<Integer> queue = WorkQueue.fifo();
    private int work;

    /// Puts and takes what is to be done.
    public DoneAndJoin() {
      queue.put(1);
      queue.take();
    }

    /// Does the work.
    @Actor
    public void worker() {
      work = 1;
      queue.done();
    }

    /// Waits for it.
    @Actor
    public void joiner(I_Result result) {
      queue.join();
      result.r1 = work;
    }
  }

  /// Two say that they are done with the one element there was: one of them is told off.
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one was")
  @Outcome(expect = FORBIDDEN, desc = "both were, or nobody")
  @State
  public static class DoneTwice {
    private final WorkQueue<Integer> queue = WorkQueue.fifo();

    /// Puts and takes what is to be done.
    public DoneTwice() {
      queue.put(1);
      queue.take();
    }

    private int done() {
      try {
        queue.done();
        return 1;
      } catch (IllegalStateException tooOften) {
        return 0;
      }
    }

    /// The first.
    @Actor
    public void first(II_Result result) {
      result.r1 = done();
    }

    /// The second.
    @Actor
    public void second(II_Result result) {
      result.r2 = done();
    }

    /// Nothing is left to be done, nor more done than there was.
    @Arbiter
    public void counted(II_Result result) {
      if (queue.statistics().unfinished() != 0) {
        result.r1 = -1;
      }
    }
  }
}
