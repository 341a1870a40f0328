package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Rows;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TransferQueue;
import java.util.function.IntFunction;

/// The JDK's queues on virtual threads.
final class BlockingQueues {

  private BlockingQueues() {}

  /// The queue's name, then what [Rows] takes.
  public static void main(String[] words) throws Exception {
    var traffic = new Traffic(pipes(words[0]), Tasks.THREADS);
    Rows.report(Arrays.copyOfRange(words, 1, words.length), traffic::row);
  }

  /// Returns what makes queues of a name, for a capacity.
  static IntFunction<Pipe> pipes(String name) {
    return Objects.requireNonNull(
        queues().get(name), "expected one of " + queues().keySet() + ", got " + name);
  }

  private static Map<String, IntFunction<Pipe>> queues() {
    return Map.of(
        "array", capacity -> new Queue(new ArrayBlockingQueue<>(capacity)),
        "linked", capacity -> new Queue(new LinkedBlockingQueue<>(capacity)),
        "synchronous", _ -> new Queue(new SynchronousQueue<>()),
        "transfer", _ -> new Transfer(new LinkedTransferQueue<>()));
  }

  private record Queue(BlockingQueue<Integer> queue) implements Pipe {
    @Override
    public void send(Integer element) throws InterruptedException {
      queue.put(element);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return queue.take();
    }
  }

  private record Transfer(TransferQueue<Integer> queue) implements Pipe {
    @Override
    public void send(Integer element) throws InterruptedException {
      queue.transfer(element);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return queue.take();
    }
  }
}
