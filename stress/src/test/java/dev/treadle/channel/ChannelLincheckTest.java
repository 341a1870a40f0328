package dev.treadle.channel;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Channels whose senders and receivers wait, and are closed meanwhile; and what never waits.
class ChannelLincheckTest {

  @Test
  void rendezvous() {
    var specification =
        Specification.of(Rendezvous.class, BoundlessModel.class)
            .onlyIf(ChannelLincheckTest::everybodyMeetsOrIsClosed);

    specification.check(2, 2);
    specification.check(3, 2);
  }

  @Test
  void bufferOfOne() {
    Specification.of(BufferOfOne.class, ModelOfOne.class).check(2, 3);
    Specification.of(BufferOfOne.class, ModelOfOne.class).check(3, 2);
  }

  @Test
  void bufferOfTwo() {
    Specification.of(BufferOfTwo.class, ModelOfTwo.class).check(2, 4);
    Specification.of(BufferOfTwo.class, ModelOfTwo.class).check(3, 2);
  }

  @Test
  void unbounded() {
    Specification.of(Unbounded.class, BoundlessModel.class).check(3, 2);
  }

  @Test
  void conflated() {
    Specification.of(Conflated.class, ConflatedModel.class).check(3, 2);
  }

  @Test
  void dropOldest() {
    Specification.of(DropOldest.class, DropOldestModel.class).check(2, 3);
    Specification.of(DropOldest.class, DropOldestModel.class).check(3, 2);
  }

  @Test
  void whatNeverWaits() {
    var specification = Specification.of(TryUnbounded.class, TryModel.class);

    specification.check(2, 3);
    specification.check(3, 2);
  }

  /// In a rendezvous a sender waits too, which its model cannot say: there one comes after the
  /// other.
  private static boolean everybodyMeetsOrIsClosed(List<List<String>> threads) {
    if (threads.stream().anyMatch(thread -> thread.getFirst().equals("close"))) {
      return true;
    }
    var all = threads.stream().flatMap(Collection::stream).toList();
    return threads.stream().allMatch(thread -> thread.stream().distinct().count() == 1)
        && Collections.frequency(all, "send") == Collections.frequency(all, "receive");
  }

  /// What waits.
  public abstract static class Waiting {
    private final Channel<Integer> channel;

    Waiting(Channel<Integer> channel) {
      this.channel = channel;
    }

    public String send(int element) {
      try {
        channel.send(element);
        return "sent";
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public String receive() {
      try {
        return channel.receive().toString();
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public void close() {
      channel.close();
    }
  }

  public static final class Rendezvous extends Waiting {
    public Rendezvous() {
      super(Channel.rendezvous());
    }
  }

  public static final class BufferOfOne extends Waiting {
    public BufferOfOne() {
      super(Channel.buffered(1));
    }
  }

  public static final class BufferOfTwo extends Waiting {
    public BufferOfTwo() {
      super(Channel.buffered(2));
    }
  }

  public static final class Unbounded extends Waiting {
    public Unbounded() {
      super(Channel.unbounded());
    }
  }

  public static final class Conflated extends Waiting {
    public Conflated() {
      super(Channel.conflated());
    }
  }

  public static final class DropOldest extends Waiting {
    public DropOldest() {
      super(Channel.dropOldest(2));
    }
  }

  public abstract static class Model {
    private final int capacity;
    private final boolean replaces;
    private final Deque<Integer> elements = new ArrayDeque<>();
    private boolean closed;

    Model(int capacity, boolean replaces) {
      this.capacity = capacity;
      this.replaces = replaces;
    }

    public String send(int element) {
      if (closed) {
        return "closed";
      }
      if (elements.size() == capacity) {
        if (!replaces) {
          throw new Waits();
        }
        elements.remove();
      }
      elements.add(element);
      return "sent";
    }

    public String receive() {
      if (!elements.isEmpty()) {
        return elements.remove().toString();
      }
      if (closed) {
        return "closed";
      }
      throw new Waits();
    }

    public void close() {
      closed = true;
    }
  }

  public static final class ModelOfOne extends Model {
    public ModelOfOne() {
      super(1, false);
    }
  }

  public static final class ModelOfTwo extends Model {
    public ModelOfTwo() {
      super(2, false);
    }
  }

  public static final class BoundlessModel extends Model {
    public BoundlessModel() {
      super(Integer.MAX_VALUE, false);
    }
  }

  public static final class ConflatedModel extends Model {
    public ConflatedModel() {
      super(1, true);
    }
  }

  public static final class DropOldestModel extends Model {
    public DropOldestModel() {
      super(2, true);
    }
  }

  /// What never waits, so that nobody's turn is ever due. Not of a channel with a ring: there, who
  /// has come before and is not done yet hides what came after it.
  public static final class TryUnbounded {
    private final Channel<Integer> channel = Channel.unbounded();

    public String trySend(int element) {
      try {
        return channel.trySend(element) ? "sent" : "full";
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public String tryReceive() {
      try {
        return shown(channel.tryReceive());
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public void close() {
      channel.close();
    }
  }

  public static final class TryModel {
    private final Deque<Integer> elements = new ArrayDeque<>();
    private boolean closed;

    public String trySend(int element) {
      if (closed) {
        return "closed";
      }
      elements.add(element);
      return "sent";
    }

    public String tryReceive() {
      return elements.isEmpty() && closed ? "closed" : shown(elements.poll());
    }

    public void close() {
      closed = true;
    }
  }

  private static String shown(@Nullable Integer element) {
    return element == null ? "empty" : element.toString();
  }
}
