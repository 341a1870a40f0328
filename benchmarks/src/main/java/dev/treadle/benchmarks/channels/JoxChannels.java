package dev.treadle.benchmarks.channels;

import com.softwaremill.jox.Channel;
import dev.treadle.benchmarks.Rows;

/// Jox's channels on virtual threads.
final class JoxChannels {

  private JoxChannels() {}

  public static void main(String[] words) throws Exception {
    Rows.report(words, traffic()::row);
  }

  static Traffic traffic() {
    return new Traffic(JoxChannels::pipe, Tasks.THREADS);
  }

  private static Pipe pipe(int capacity) {
    return new JoxPipe(
        capacity == 0 ? Channel.newRendezvousChannel() : Channel.newBufferedChannel(capacity));
  }

  private record JoxPipe(Channel<Integer> channel) implements Pipe {
    @Override
    public void send(Integer element) throws InterruptedException {
      channel.send(element);
    }

    @Override
    public Integer receive() throws InterruptedException {
      return channel.receive();
    }
  }
}
