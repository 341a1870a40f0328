package dev.treadle.channel;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.treadle.channel.Buffer.Offered;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/// The slots and positions of a [Ring].
public final class RingStress {

  private RingStress() {}

  private static <T> Ring<T> ring(int capacity) {
    return new Ring<>(capacity, (BufferedChannel<T>) Channel.<T>buffered(capacity));
  }

  private static int taken(@Nullable Integer element) {
    return element == null ? 0 : element;
  }

  /// Both elements are in, each once.
  @JCStressTest
  @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "the first came first")
  @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "the second came first")
  @Outcome(expect = FORBIDDEN, desc = "an element was lost or doubled")
  @State
  public static class TwoOffer {
    private final Ring<Integer> ring = ring(2);

    /// The first.
    @Actor
    public void first() {
      ring.offer(1);
    }

    /// The second.
    @Actor
    public void second() {
      ring.offer(2);
    }

    /// What is in.
    @Arbiter
    public void drain(II_Result result) {
      result.r1 = taken(ring.poll());
      result.r2 = taken(ring.poll());
    }
  }

  /// A ring for one has more than one slot, and takes one element all the same.
  @JCStressTest
  @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first got in")
  @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second got in")
  @Outcome(expect = FORBIDDEN, desc = "more or fewer than it holds")
  @State
  public static class TwoOfferForOne {
    private final Ring<Integer> ring = ring(1);

    /// The first.
    @Actor
    public void first(ZZ_Result result) {
      result.r1 = ring.offer(1) == Offered.IN;
    }

    /// The second.
    @Actor
    public void second(ZZ_Result result) {
      result.r2 = ring.offer(2) == Offered.IN;
    }
  }

  /// An element goes to one of two.
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "to the first")
  @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "to the second")
  @Outcome(expect = FORBIDDEN, desc = "it was lost or doubled")
  @State
  public static class TwoPoll {
    private final Ring<Integer> ring = ring(2);

    /// Puts one element in.
    public TwoPoll() {
      ring.offer(1);
    }

    /// The first.
    @Actor
    public void first(II_Result result) {
      result.r1 = taken(ring.poll());
    }

    /// The second.
    @Actor
    public void second(II_Result result) {
      result.r2 = taken(ring.poll());
    }
  }

  /// What is in an element is seen by who takes it.
  @JCStressTest
  @Outcome(id = "-1", expect = ACCEPTABLE, desc = "nothing there yet")
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the element")
  @Outcome(expect = FORBIDDEN, desc = "an element that is not finished")
  @State
  public static class Publishes {

    private static final class Box {
      private int content;
    }

    private final Ring<Box> ring = ring(2);

    /// Fills a box and offers it.
    @Actor
    public void producer() {
      var box = new Box();
      box.content = 1;
      ring.offer(box);
    }

    /// Looks into the box.
    @Actor
    public void consumer(I_Result result) {
      var box = ring.poll();
      result.r1 = box == null ? -1 : box.content;
    }
  }

  /// The slot of an element that is being taken is used again only afterwards.
  @JCStressTest
  @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "there was room")
  @Outcome(id = "1, 2, 0", expect = ACCEPTABLE, desc = "there was no room yet")
  @Outcome(expect = FORBIDDEN, desc = "an element was lost, doubled or overtaken")
  @State
  public static class TurnsRound {
    private final Ring<Integer> ring = ring(2);

    /// Fills it.
    public TurnsRound() {
      ring.offer(1);
      ring.offer(2);
    }

    /// Puts one more in if there is room.
    @Actor
    public void producer() {
      ring.offer(3);
    }

    /// Takes the oldest.
    @Actor
    public void consumer(III_Result result) {
      result.r1 = taken(ring.poll());
    }

    /// What is left.
    @Arbiter
    public void drain(III_Result result) {
      result.r2 = taken(ring.poll());
      result.r3 = taken(ring.poll());
    }
  }

  /// An element that comes as the ring is closed is in, or its sender knows that it is not.
  @JCStressTest
  @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "before the end")
  @Outcome(id = "false, 0", expect = ACCEPTABLE, desc = "too late")
  @Outcome(expect = FORBIDDEN, desc = "lost, or refused and delivered")
  @State
  public static class OfferAtTheEnd {
    private final Ring<Integer> ring = ring(2);

    /// Offers.
    @Actor
    public void producer(ZI_Result result) {
      result.r1 = ring.offer(1) == Offered.IN;
    }

    /// Closes.
    @Actor
    public void closer() {
      ring.close();
    }

    /// What is in.
    @Arbiter
    public void drain(ZI_Result result) {
      result.r2 = taken(ring.poll());
      if (!ring.isDrained()) {
        result.r2 = -1;
      }
    }
  }

  /// Who finds it empty is woken by who fills it, whatever each of them sees of the other.
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the element")
  @Outcome(expect = FORBIDDEN, desc = "an element that is not finished")
  @State
  public static class Buffered {
    private final Channel<int[]> channel = Channel.buffered(1);

    /// Sends.
    @Actor
    public void sender() {
      channel.send(new int[] {1});
    }

    /// Receives.
    @Actor
    public void receiver(I_Result result) {
      result.r1 = channel.receive()[0];
    }
  }

  /// A rendezvous hands over what is in an element as well.
  @JCStressTest
  @Outcome(id = "1", expect = ACCEPTABLE, desc = "the element")
  @Outcome(expect = FORBIDDEN, desc = "an element that is not finished")
  @State
  public static class Rendezvous {
    private final Channel<int[]> channel = Channel.rendezvous();

    /// Sends.
    @Actor
    public void sender() {
      channel.send(new int[] {1});
    }

    /// Receives.
    @Actor
    public void receiver(I_Result result) {
      result.r1 = channel.receive()[0];
    }
  }
}
