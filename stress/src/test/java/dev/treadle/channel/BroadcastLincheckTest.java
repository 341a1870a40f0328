package dev.treadle.channel;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A broadcast with two subscribers that miss nothing, and is closed meanwhile.
class BroadcastLincheckTest {

  @Test
  void everySubscriberGetsEverythingInTheSameOrder() {
    Specification.of(TwoSubscribers.class, Model.class).check(2, 3);
    Specification.of(TwoSubscribers.class, Model.class).check(3, 2);
  }

  public static final class TwoSubscribers {
    private final Broadcast<Integer> broadcast = Broadcast.buffered(2);
    private final Subscription<Integer> one = broadcast.subscribe();
    private final Subscription<Integer> other = broadcast.subscribe();

    public String send(int element) {
      try {
        broadcast.send(element);
        return "sent";
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public String receiveByOne() {
      return received(one);
    }

    public String receiveByOther() {
      return received(other);
    }

    private static String received(Subscription<Integer> subscription) {
      try {
        return subscription.receive().toString();
      } catch (ChannelClosedException closed) {
        return "closed";
      }
    }

    public void close() {
      broadcast.close();
    }
  }

  public static final class Model {
    private final List<Integer> sent = new ArrayList<>();
    private final int[] received = new int[2];
    private boolean closed;

    public String send(int element) {
      if (closed) {
        return "closed";
      }
      if (sent.size() - Math.min(received[0], received[1]) == 2) {
        throw new Waits();
      }
      sent.add(element);
      return "sent";
    }

    public String receiveByOne() {
      return received(0);
    }

    public String receiveByOther() {
      return received(1);
    }

    private String received(int subscriber) {
      if (received[subscriber] < sent.size()) {
        return sent.get(received[subscriber]++).toString();
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
}
