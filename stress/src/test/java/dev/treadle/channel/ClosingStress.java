package dev.treadle.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/// The end of a [BufferedChannel], which is told once.
public final class ClosingStress {

  private ClosingStress() {}

  /// Why it ended, as something that is cheap to make.
  private static final class Reason extends Exception {
    private static final long serialVersionUID = 1;
    private final int number;

    private Reason(int number) {
      super("reason " + number, null, false, false);
      this.number = number;
    }
  }

  /// The number of the reason that somebody who receives now is told; 0 if it is not closed.
  private static int told(Channel<Integer> channel) {
    try {
      channel.tryReceive();
      return 0;
    } catch (ChannelClosedException closed) {
      return closed.getCause() instanceof Reason reason ? reason.number : -1;
    }
  }

  /// Two close it, each with a reason of its own: both hear the same one.
  @JCStressTest
  @Outcome(
      id = {"1, 1", "2, 2"},
      expect = ACCEPTABLE,
      desc = "one was first")
  @Outcome(expect = FORBIDDEN, desc = "it ended for two reasons, or not for who closed it")
  @State
  public static class TwoClose {
    private final Channel<Integer> channel = Channel.buffered(1);

    /// The first.
    @Actor
    public void first(II_Result result) {
      channel.closeWith(new Reason(1));
      result.r1 = told(channel);
    }

    /// The second.
    @Actor
    public void second(II_Result result) {
      channel.closeWith(new Reason(2));
      result.r2 = told(channel);
    }
  }

  /// What is in the reason is seen by who is told it.
  @JCStressTest
  @Outcome(id = "0", expect = ACCEPTABLE, desc = "not closed yet")
  @Outcome(id = "7", expect = ACCEPTABLE, desc = "the reason")
  @Outcome(expect = FORBIDDEN, desc = "a reason that is not finished")
  @State
  public static class Publishes {

    private static final class Late extends Exception {
      private static final long serialVersionUID = 1;
      private int number = -1;

      private Late() {
        super("late", null, false, false);
      }
    }

    private final Channel<Integer> channel = Channel.buffered(1);

    /// Closes.
    @Actor
    public void closer() {
      var reason = new Late();
      reason.number = 7;
      channel.closeWith(reason);
    }

    /// Is told.
    @Actor
    public void receiver(I_Result result) {
      try {
        channel.tryReceive();
      } catch (ChannelClosedException closed) {
        result.r1 = closed.getCause() instanceof Late late ? late.number : -2;
      }
    }
  }

  /// One closes it, another drops what is in it: whichever is first, it is dropped, once.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "dropped")
  @Outcome(expect = FORBIDDEN, desc = "still there, lost, or dropped twice")
  @State
  public static class CloseAndCancel {
    private final AtomicInteger dropped = new AtomicInteger();
    private final Channel<Integer> channel =
        Channel.buffered(2, c -> c.withOnUndelivered(_ -> dropped.incrementAndGet()));

    /// Puts one element in.
    public CloseAndCancel() {
      channel.send(1);
    }

    /// Closes.
    @Actor
    public void closer() {
      channel.close();
    }

    /// Drops.
    @Actor
    public void canceller() {
      channel.cancel();
    }

    /// What became of it.
    @Arbiter
    public void counted(II_Result result) {
      result.r1 = dropped.get();
      result.r2 = (int) channel.statistics().buffered();
    }
  }

  /// One sends while another drops: who was told that it is in finds it dropped, once.
  @JCStressTest
  @Outcome(
      id = {"1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "sent and dropped, or refused")
  @Outcome(expect = FORBIDDEN, desc = "lost, or refused and dropped")
  @State
  public static class SendAndCancel {
    private final AtomicInteger dropped = new AtomicInteger();
    private final Channel<Integer> channel =
        Channel.buffered(2, c -> c.withOnUndelivered(_ -> dropped.incrementAndGet()));

    /// Sends.
    @Actor
    public void sender(II_Result result) {
      try {
        result.r1 = channel.trySend(1) ? 1 : 0;
      } catch (ChannelClosedException closed) {
        result.r1 = 0;
      }
    }

    /// Drops.
    @Actor
    public void canceller() {
      channel.cancel();
    }

    /// What became of it.
    @Arbiter
    public void counted(II_Result result) {
      result.r2 = dropped.get();
    }
  }
}
