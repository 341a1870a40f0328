package dev.treadle.benchmarks.channels;

import dev.treadle.TaskGroup;
import dev.treadle.benchmarks.Rows;
import dev.treadle.channel.Channel;
import java.util.List;

/// Treadle's channels between its tasks.
final class TreadleTraffic {

  private TreadleTraffic() {}

  public static void main(String[] words) throws Exception {
    Rows.report(words, traffic()::row);
  }

  static Traffic traffic() {
    return new Traffic(capacity -> new ChannelPipe(Channel.buffered(capacity)), tasks());
  }

  /// Returns tasks of one group.
  static Tasks tasks() {
    return TreadleTraffic::inGroup;
  }

  private static void inGroup(List<Body> bodies) {
    TaskGroup.run(group -> bodies.forEach(body -> group.start(body::run)));
  }

  private record ChannelPipe(Channel<Integer> channel) implements Pipe {
    @Override
    public void send(Integer element) {
      channel.send(element);
    }

    @Override
    public Integer receive() {
      return channel.receive();
    }
  }
}
