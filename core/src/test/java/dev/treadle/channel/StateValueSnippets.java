package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [StateValue], run as tests.
class StateValueSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // @start region="await"
  enum Link {
    CONNECTING,
    UP,
    DOWN
  }

  private final StateValue<Link> link = StateValue.of("link", Link.CONNECTING);

  void connected() {
    link.set(Link.UP);
  }

  void send(String message) {
    link.await(state -> state == Link.UP);
    log.add(message);
  }

  // @end region="await"

  // @start region="update"
  record Load(int requests, int bytes) {}

  private final StateValue<Load> load = StateValue.of(new Load(0, 0));

  void requested(int bytes) {
    load.update(now -> new Load(now.requests() + 1, now.bytes() + bytes));
  }

  // @end region="update"

  // @start region="changes"
  void show(StateValue<Integer> progress) {
    for (int percent : progress.changes()) {
      log.add(percent + " %");
      if (percent == 100) {
        break;
      }
    }
  }

  // @end region="changes"

  @TreadleTest
  void aMessageIsSentWhenTheLinkIsUp() {
    TaskGroup.run(group -> {
      group.start(() -> send("hello"));
      sleep(Duration.ofSeconds(1));
      assertThat(log).isEmpty();
      connected();
    });

    assertThat(log).containsExactly("hello");
  }

  @TreadleTest(explore = 1_000)
  void everyRequestCounts() {
    TaskGroup.run(group -> {
      group.start(() -> requested(10));
      group.start(() -> requested(20));
    });

    assertThat(load.value()).isEqualTo(new Load(2, 30));
  }

  @TreadleTest
  void progressIsShownToTheEnd() {
    var progress = StateValue.of(0);
    TaskGroup.run(group -> {
      group.start(() -> show(progress));
      sleep(Duration.ofSeconds(1));
      progress.set(40);
      progress.set(50);
      sleep(Duration.ofSeconds(1));
      progress.set(100);
    });

    assertThat(log).containsExactly("0 %", "50 %", "100 %");
  }
}
