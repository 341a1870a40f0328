package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Rows;
import dev.treadle.channel.WorkQueue;

/// Treadle's work queue, whose takers say that they are done, as asyncio's do.
final class TreadleQueues {

  private TreadleQueues() {}

  public static void main(String[] words) throws Exception {
    Rows.report(words, traffic()::row);
  }

  static Traffic traffic() {
    return new Traffic(capacity -> new QueuePipe(WorkQueue.fifo(capacity)), TreadleTraffic.tasks());
  }

  private record QueuePipe(WorkQueue<Integer> queue) implements Pipe {
    @Override
    public void send(Integer element) {
      queue.put(element);
    }

    @Override
    public Integer receive() {
      var element = queue.take();
      queue.done();
      return element;
    }
  }
}
