package dev.treadle.channel;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class ChannelLincheckTest {

  @Test
  void rendezvous() {
    Specification.of(Rendezvous.class, RendezvousModel.class).check(2, 3);
    Specification.of(Rendezvous.class, RendezvousModel.class).check(3, 2);
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

  public static class Waiting {
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

  public static class Rendezvous extends Waiting {
    public Rendezvous() {
      super(Channel.rendezvous());
    }
  }

  public static class BufferOfOne extends Waiting {
    public BufferOfOne() {
      super(Channel.buffered(1));
    }
  }

  public static class BufferOfTwo extends Waiting {
    public BufferOfTwo() {
      super(Channel.buffered(2));
    }
  }

  public static class Model {
    private final int capacity;
    private final Deque<Integer> elements = new ArrayDeque<>();
    private boolean closed;

    Model(int capacity) {
      this.capacity = capacity;
    }

    public String send(int element) {
      if (closed) {
        return "closed";
      }
      if (elements.size() == capacity) {
        throw new Waits();
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

  public static class RendezvousModel extends Model {
    public RendezvousModel() {
      super(1);
    }
  }

  public static class ModelOfOne extends Model {
    public ModelOfOne() {
      super(1);
    }
  }

  public static class ModelOfTwo extends Model {
    public ModelOfTwo() {
      super(2);
    }
  }
}
