package dev.treadle.guide;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.guide.Shop.orders;
import static dev.treadle.guide.Shop.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Deadline;
import dev.treadle.StopSignal;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Waiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/// The examples of docs/cancellation.md.
class CancellationGuideSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="timeout"
  String quickTitle(String url) throws IOException {
    try {
      return timeout(Duration.ofMillis(20), () -> title(url));
    } catch (TaskTimeoutException tooSlow) {
      return "no title within " + tooSlow.limit();
    }
  }

  // @end region="timeout"

  @TreadleTest
  void aTimeoutIsAnOrdinaryException() throws IOException {
    assertThat(quickTitle("short")).isEqualTo("title of short");
    assertThat(quickTitle("a very very very long one")).isEqualTo("no title within PT0.02S");
  }

  // @start region="moveOn"
  String headline(String url) throws IOException {
    return moveOnAfter(Duration.ofMillis(20), () -> title(url)).orElse("(no headline today)");
  }

  // @end region="moveOn"

  @TreadleTest
  void moveOnGivesUpQuietly() throws IOException {
    assertThat(headline("a very very very long one")).isEqualTo("(no headline today)");
  }

  // @start region="nested"
  void shop() throws IOException {
    timeout(
        Duration.ofSeconds(1),
        () -> {
          timeout(Duration.ofHours(1), () -> orders(1)); // has a second, not an hour
          log.add("left: " + CancelScope.current().deadline().remaining());
        });
  }

  // @end region="nested"

  @TreadleTest
  void theEarliestDeadlineCounts() throws IOException {
    shop();

    assertThat(log).containsExactly("left: PT0.7S");
  }

  // @start region="move"
  boolean receiveAll(BlockingQueue<String> messages) throws InterruptedException {
    return CancelScope.run(scope -> {
      while (true) {
        // A peer that says nothing for a minute is gone.
        scope.deadline(Deadline.in(Duration.ofMinutes(1)));
        log.add(messages.take());
      }
    });
  }

  // @end region="move"

  @TreadleTest
  void aDeadlineCanBeMoved(Simulation simulation) throws InterruptedException {
    var messages = new LinkedBlockingQueue<>(List.of("a", "b"));

    assertThat(receiveAll(messages)).isFalse();

    assertThat(log).containsExactly("a", "b");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMinutes(1));
  }

  // @start region="cleanup"
  void work() {
    try {
      sleep(Duration.ofHours(1));
    } finally {
      log.add("closed"); // cleanup that does not wait: nothing special
      shield(Duration.ofSeconds(5), () -> sayGoodbye()); // cleanup that waits
    }
  }

  // @end region="cleanup"

  private void sayGoodbye() {
    sleep(Duration.ofSeconds(1));
    log.add("goodbye");
  }

  @TreadleTest
  void cleanupThatWaitsIsShielded(Simulation simulation) {
    assertThatThrownBy(() -> timeout(Duration.ofSeconds(3), this::work))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(log).containsExactly("closed", "goodbye");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
  }

  // @start region="swallow"
  void stubborn() {
    while (true) {
      try {
        sleep(Duration.ofSeconds(1));
        log.add("tick");
      } catch (Exception e) {
        log.add("never reached by a cancellation");
      }
    }
  }

  // @end region="swallow"

  @TreadleTest
  void catchingExceptionsDoesNotSwallowACancellation() {
    assertThat(moveOnAfter(Duration.ofMillis(2500), this::stubborn)).isFalse();

    assertThat(log).containsExactly("tick", "tick");
  }

  // @start region="grace"
  void serve(Queue<String> requests) {
    TaskGroup.run(group -> {
      group.start(() -> acceptUntilStopped(requests));
      group.after(
          Duration.ofSeconds(3), () -> group.cancel("closing time", Duration.ofSeconds(30)));
    });
  }

  void acceptUntilStopped(Queue<String> requests) {
    StopSignal stop = CancelScope.current().stopping();
    while (!stop.await(Duration.ofSeconds(1))) { // one request a second
      log.add("served " + requests.poll());
    }
    log.add("stopped");
  }

  // @end region="grace"

  @TreadleTest
  void aSoftCancelLetsThemFinish() {
    serve(new ConcurrentLinkedQueue<>(List.of("a", "b", "c", "d")));

    assertThat(log).startsWith("served a", "served b").endsWith("stopped");
  }

  // @start region="origin"
  void explain() {
    try {
      TaskGroup.run(group -> {
        group.start(() -> sleep(Duration.ofHours(1)));
        group.start(() -> explainMyself());
        group.cancel("shutting down");
      });
    } finally {
      log.add("over");
    }
  }

  void explainMyself() {
    try {
      sleep(Duration.ofHours(1));
    } catch (Cancelled cancelled) {
      log.add(cancelled.reason());
      throw cancelled; // always
    }
  }

  // @end region="origin"

  @TreadleTest
  void aCancellationSaysWhy() {
    explain();

    assertThat(log).containsExactly("shutting down", "over");
  }

  // @start region="waiter"
  static final class Gate {

    private final Queue<Waiter<Boolean>> waiters = new ConcurrentLinkedQueue<>();
    private volatile boolean open;

    void pass() {
      Waiter.checkCancelled();
      var waiter = new Waiter<Boolean>(this);
      waiters.add(waiter);
      if (open) {
        waiter.wake(true);
      }
      try {
        waiter.await();
      } finally {
        waiters.remove(waiter);
      }
    }

    void open() {
      open = true;
      waiters.forEach(waiter -> waiter.wake(true));
    }
  }

  // @end region="waiter"

  @TreadleTest(explore = 10_000)
  void aGateLetsEverybodyPassAndForgetsTheCancelled() {
    var gate = new Gate();

    gather(
        gate::pass,
        gate::pass,
        () -> moveOnAfter(Duration.ofSeconds(1), gate::pass),
        () -> {
          sleep(Duration.ofSeconds(1));
          gate.open();
        });

    assertThat(gate.waiters).isEmpty();
  }
}
