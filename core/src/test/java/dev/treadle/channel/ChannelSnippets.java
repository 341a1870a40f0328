package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of channels, run as tests.
class ChannelSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void handle(Object job) {
    log.add(job);
  }

  @TreadleTest(explore = 1_000)
  void channel() {
    // @start region="channel"
    var jobs = Channel.<String>buffered(16);
    TaskGroup.run(group -> {
      group.start(() -> {
        jobs.send("first");
        jobs.send("second");
        jobs.close();
      });
      for (var job : jobs) {
        handle(job);
      }
    });
    // @end region="channel"

    assertThat(log).containsExactly("first", "second");
  }

  @TreadleTest(explore = 1_000)
  void iterate() {
    var jobs = Channel.<String>buffered(16);
    TaskGroup.run(group -> {
      group.start(() -> work(jobs));
      group.start(() -> work(jobs));
      jobs.send("first");
      jobs.send("second");
      jobs.close();
    });

    assertThat(log).containsExactlyInAnyOrder("first", "second");
  }

  // @start region="iterate"
  void work(ReceiveChannel<String> jobs) {
    for (var job : jobs) {
      handle(job); // ends when the channel is closed and empty
    }
  }

  // @end region="iterate"

  @TreadleTest(explore = 1_000)
  void share() {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      // @start region="share"
      try (var sender = channel.sender()) {
        for (int i = 0; i < 3; i++) {
          int number = i;
          var mine = sender.share();
          group.start(() -> {
            try (mine) {
              mine.send(number);
            }
          });
        }
      }
      for (var number : channel) {
        handle(number); // ends when the last of the three is done
      }
      // @end region="share"
    });

    assertThat(log).containsExactlyInAnyOrder(0, 1, 2);
  }

  @TreadleTest(explore = 1_000)
  void receivers() {
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      // @start region="receivers"
      var receiver = channel.receiver();
      group.start(() -> {
        try (receiver) {
          handle(receiver.receive()); // one is enough
        }
      });
      try {
        for (int i = 0; ; i++) {
          channel.send(i);
        }
      } catch (ChannelClosedException nobodyReceives) {
        // why go on
      }
      // @end region="receivers"
    });

    assertThat(log).containsExactly(0);
  }

  // @start region="send"
  void read(BufferedReader file, SendChannel<String> lines) {
    try (lines) { // receivers get what was sent, and then the end
      for (var line = file.readLine(); line != null; line = file.readLine()) {
        lines.send(line);
      }
    } catch (IOException broken) {
      log.add(broken);
    }
  }

  // @end region="send"

  // @start region="closeWith"
  void readOrSayWhy(BufferedReader file, Channel<String> lines) {
    try {
      lines.send(file.readLine());
      lines.close();
    } catch (IOException broken) {
      lines.closeWith(broken);
    }
  }

  void print(ReceiveChannel<String> lines) {
    try {
      for (var line : lines) {
        handle(line);
      }
    } catch (ChannelClosedException failed) {
      handle("stopped by " + failed.getCause());
    }
  }

  // @end region="closeWith"

  @TreadleTest
  void aSenderThatClosesEndsTheLoop() {
    var lines = Channel.<String>buffered(4);
    read(new BufferedReader(new StringReader("a\nb")), lines);
    print(lines);

    assertThat(log).containsExactly("a", "b");
  }

  @TreadleTest
  void whoReceivesIsToldWhy() throws IOException {
    var closed = new BufferedReader(new StringReader("a"));
    closed.close();
    var lines = Channel.<String>buffered(4);
    readOrSayWhy(closed, lines);
    print(lines);

    assertThat(log).containsExactly("stopped by java.io.IOException: Stream closed");
  }

  @TreadleTest
  void statistics() {
    var jobs = Channel.<String>buffered(16);
    jobs.send("first");
    jobs.send("second");
    jobs.receive();
    // @start region="statistics"
    var now = jobs.statistics();
    if (now.buffered() > 12 || now.waitingSenders() > 0) {
      handle("workers are too slow: " + now);
    }
    // @end region="statistics"

    assertThat(log).isEmpty();
    assertThat(now).isEqualTo(new ChannelStatistics(1, 0, 0, 2, 1, 0));
  }

  interface Connection {
    void close();
  }

  @TreadleTest
  void settings() {
    var closed = new CopyOnWriteArrayList<String>();
    // @start region="settings"
    var connections =
        Channel.<Connection>buffered(
            4, c -> c.withName("connections").withOnUndelivered(Connection::close));
    // @end region="settings"
    connections.send(() -> closed.add("closed"));
    connections.cancel();

    assertThat(closed).containsExactly("closed");
    assertThat(connections).hasToString("channel 'connections'");
  }
}
