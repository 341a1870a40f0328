package dev.treadle.channel;

import dev.treadle.stress.Specification;
import dev.treadle.stress.Waits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Work queues whose putters and takers wait, and are shut down meanwhile; and the end of the work.
class WorkQueueLincheckTest {

  @Test
  void fifo() {
    Specification.of(Fifo.class, FifoModel.class).check(2, 3);
    Specification.of(Fifo.class, FifoModel.class).check(3, 2);
  }

  @Test
  void lifo() {
    Specification.of(Lifo.class, LifoModel.class).check(3, 2);
  }

  @Test
  void priority() {
    Specification.of(Greatest.class, GreatestModel.class).check(3, 2);
  }

  @Test
  void joinWaitsForWhatWasPut() {
    Specification.of(Joined.class, JoinedModel.class).check(3, 2);
  }

  public abstract static class Queue {
    private final WorkQueue<Integer> queue;

    Queue(WorkQueue<Integer> queue) {
      this.queue = queue;
    }

    public String put(int element) {
      try {
        queue.put(element);
        return "put";
      } catch (QueueShutdownException over) {
        return "over";
      }
    }

    public String take() {
      try {
        return queue.take().toString();
      } catch (QueueShutdownException over) {
        return "over";
      }
    }

    public void shutdown() {
      queue.shutdown();
    }
  }

  public static final class Fifo extends Queue {
    public Fifo() {
      super(WorkQueue.fifo(1));
    }
  }

  public static final class Lifo extends Queue {
    public Lifo() {
      super(WorkQueue.lifo(2));
    }
  }

  public static final class Greatest extends Queue {
    public Greatest() {
      super(WorkQueue.priority(2, Comparator.reverseOrder()));
    }
  }

  public abstract static class Model {
    private final int maxSize;
    private final List<Integer> elements = new ArrayList<>();
    private boolean over;

    Model(int maxSize) {
      this.maxSize = maxSize;
    }

    abstract void add(List<Integer> elements, int element);

    public String put(int element) {
      if (over) {
        return "over";
      }
      if (elements.size() == maxSize) {
        throw new Waits();
      }
      add(elements, element);
      return "put";
    }

    public String take() {
      if (!elements.isEmpty()) {
        return elements.removeFirst().toString();
      }
      if (over) {
        return "over";
      }
      throw new Waits();
    }

    public void shutdown() {
      over = true;
    }
  }

  public static final class FifoModel extends Model {
    public FifoModel() {
      super(1);
    }

    @Override
    void add(List<Integer> elements, int element) {
      elements.addLast(element);
    }
  }

  public static final class LifoModel extends Model {
    public LifoModel() {
      super(2);
    }

    @Override
    void add(List<Integer> elements, int element) {
      elements.addFirst(element);
    }
  }

  public static final class GreatestModel extends Model {
    public GreatestModel() {
      super(2);
    }

    @Override
    void add(List<Integer> elements, int element) {
      elements.add(element);
      elements.sort(Comparator.reverseOrder());
    }
  }

  /// Nothing is done before it was taken, so taking and being done are one operation here.
  public static final class Joined {
    private final WorkQueue<Integer> queue = WorkQueue.fifo();

    public void put(int element) {
      queue.put(element);
    }

    public int takeAndBeDone() {
      int element = queue.take();
      queue.done();
      return element;
    }

    public void join() {
      queue.join();
    }
  }

  public static final class JoinedModel {
    private final List<Integer> elements = new ArrayList<>();

    public void put(int element) {
      elements.add(element);
    }

    public int takeAndBeDone() {
      if (elements.isEmpty()) {
        throw new Waits();
      }
      return elements.removeFirst();
    }

    public void join() {
      if (!elements.isEmpty()) {
        throw new Waits();
      }
    }
  }
}
