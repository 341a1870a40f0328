package dev.treadle.guide;

import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.channel.Broadcast;
import dev.treadle.channel.Channel;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.channel.Lag;
import dev.treadle.channel.ReceiveChannel;
import dev.treadle.channel.Select;
import dev.treadle.channel.StateValue;
import dev.treadle.channel.Subscription;
import dev.treadle.channel.WorkQueue;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of docs/channels.md.
class ChannelsGuideSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  private void fetch(String url) {
    sleep(Duration.ofSeconds(1));
    log.add(url);
  }

  // @start region="workers"
  void fetchAll(List<String> urls) {
    var queue = WorkQueue.<String>fifo("urls", 100);
    TaskGroup.run(group -> {
      for (int worker = 0; worker < 10; worker++) {
        group.start(() -> {
          for (var url : queue) {
            fetch(url);
          }
        });
      }
      urls.forEach(queue::put);
      queue.shutdown();
    });
  }

  // @end region="workers"

  @TreadleTest
  void tenAreFetchedAtATime(Simulation simulation) {
    fetchAll(mapConcurrent(List.of(1, 2, 3, 4), 4, i -> "url-" + i));

    assertThat(log).hasSize(4);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @start region="join"
  void crawl(String start) {
    var queue = WorkQueue.<String>fifo();
    TaskGroup.run(group -> {
      for (int worker = 0; worker < 10; worker++) {
        group.startDaemon(() -> {
          for (var url : queue) {
            try {
              fetch(url);
              linksOf(url).forEach(queue::put); // more work, before this is done
            } finally {
              queue.done();
            }
          }
        });
      }
      queue.put(start);
      queue.join(); // nobody is at work, and nothing is left
    });
  }

  // @end region="join"

  private static List<String> linksOf(String url) {
    return url.length() > 2 ? List.of() : List.of(url + "a", url + "b");
  }

  @TreadleTest
  void theWholeTreeIsCrawled() {
    crawl("x");

    assertThat(log).containsExactlyInAnyOrder("x", "xa", "xb", "xaa", "xab", "xba", "xbb");
  }

  // @start region="priority"
  record Mail(String text, int urgency) {}

  WorkQueue<Mail> outbox() {
    return WorkQueue.priority("outbox", 1_000, Comparator.comparingInt(Mail::urgency).reversed());
  }

  // @end region="priority"

  @TreadleTest
  void theMostUrgentMailLeavesFirst() {
    var outbox = outbox();
    outbox.put(new Mail("newsletter", 1));
    outbox.put(new Mail("password", 9));
    outbox.put(new Mail("alarm", 9));

    assertThat(outbox.take().text()).isEqualTo("password");
    assertThat(outbox.take().text()).isEqualTo("alarm");
  }

  // @start region="channel"
  void copy(List<String> lines) {
    var channel = Channel.<String>buffered(16);
    TaskGroup.run(group -> {
      group.start(() -> {
        try (channel) {
          lines.forEach(channel::send);
        }
      });
      for (var line : channel) { // ends when the channel is closed and empty
        log.add(line);
      }
    });
  }

  // @end region="channel"

  @TreadleTest
  void everyLineIsCopied() {
    copy(List.of("a", "b", "c"));

    assertThat(log).containsExactly("a", "b", "c");
  }

  // @start region="closeWith"
  void readInto(Channel<String> channel) {
    try {
      channel.send(readLine());
      channel.close();
    } catch (IOException broken) {
      channel.closeWith(broken); // receivers get what was sent, then this
    }
  }

  // @end region="closeWith"

  private static String readLine() throws IOException {
    throw new IOException("connection reset");
  }

  @TreadleTest
  void receiversLearnWhyItEnded() {
    var channel = Channel.<String>buffered(1);
    readInto(channel);

    assertThatThrownBy(channel::receive)
        .isInstanceOf(ChannelClosedException.class)
        .hasRootCauseMessage("connection reset");
  }

  // @start region="select"
  String next(ReceiveChannel<String> commands, ReceiveChannel<String> data) {
    return Select.select(
        Select.receive(commands, command -> "do " + command),
        Select.receive(data, line -> "read " + line),
        Select.after(Duration.ofSeconds(30), () -> "nothing happens"));
  }

  // @end region="select"

  @TreadleTest
  void whicheverComesFirstIsDone(Simulation simulation) {
    var commands = Channel.<String>buffered(1);
    var data = Channel.<String>buffered(1);
    data.send("a line");

    assertThat(next(commands, data)).isEqualTo("read a line");
    assertThat(next(commands, data)).isEqualTo("nothing happens");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(30));
  }

  // @start region="broadcast"
  void serve(Broadcast<String> room, String guest) {
    try (var messages = room.subscribe(Lag.FAIL)) { // whoever is too slow is thrown out
      for (var message : messages) {
        log.add(guest + " hears " + message);
      }
    }
  }

  // @end region="broadcast"

  @TreadleTest
  void everyGuestHearsTheMessage(Simulation simulation) {
    var room = Broadcast.<String>buffered("room", 16);
    TaskGroup.run(group -> {
      group.start(() -> serve(room, "ann"));
      group.start(() -> serve(room, "bob"));
      simulation.awaitBlocked();
      room.send("hello");
      room.close();
    });

    assertThat(log).containsExactlyInAnyOrder("ann hears hello", "bob hears hello");
  }

  // @start region="subscribe"
  void watch(TaskGroup group, Broadcast<String> news) {
    var subscription = news.subscribe(); // before the task starts: it misses nothing from here on
    group.start(() -> print(subscription));
  }

  void print(Subscription<String> subscription) {
    try (subscription) {
      subscription.forEach(log::add);
    }
  }

  // @end region="subscribe"

  @TreadleTest
  void nothingIsMissed() {
    var news = Broadcast.<String>buffered(4);
    TaskGroup.run(group -> {
      watch(group, news);
      news.send("first");
      news.close();
    });

    assertThat(log).containsExactly("first");
  }

  // @start region="state"
  private final StateValue<Integer> level = StateValue.of("level", 1);

  void followLevel() {
    for (int now : level.changes()) { // the one there is, then each that differs, the latest
      log.add(now);
    }
  }

  int awaitAlarm() {
    return level.await(now -> now > 100);
  }

  // @end region="state"

  @TreadleTest
  void theLevelIsFollowed(Simulation simulation) {
    TaskGroup.run(group -> {
      group.startDaemon(this::followLevel);
      simulation.awaitBlocked();
      level.set(50);
      level.set(150);
      assertThat(awaitAlarm()).isEqualTo(150);
      simulation.awaitBlocked();
    });

    assertThat(log).containsExactly(1, 150);
  }

  // @start region="timeout"
  Optional<String> nextWithin(WorkQueue<String> queue, Duration patience) {
    return moveOnAfter(patience, () -> queue.take()); // in time, or the element is still there
  }

  // @end region="timeout"

  @TreadleTest
  void whatComesTooLateIsStillThere() {
    var queue = WorkQueue.<String>fifo();

    assertThat(nextWithin(queue, Duration.ofSeconds(1))).isEmpty();
    queue.put("late");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(nextWithin(queue, Duration.ofSeconds(1))).contains("late");
  }

  // @start region="give-up"
  void stop(WorkQueue<String> queue) {
    queue.shutdown(); //      no more puts; workers finish what is there, and their loops end
    queue.join(); //          until they have; with a timeout around it, if you like
    queue.shutdown(true); //  or drop what is there: it counts as done
  }

  // @end region="give-up"

  @TreadleTest
  void itIsStopped() {
    var queue = WorkQueue.<String>fifo();
    stop(queue);

    assertThat(queue.isShutdown()).isTrue();
  }
}
