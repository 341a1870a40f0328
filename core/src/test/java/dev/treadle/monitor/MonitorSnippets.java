package dev.treadle.monitor;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Waiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

class MonitorSnippets {

  private final Findings findings = Findings.begin();

  @AfterEach
  void listenNoMore() {
    findings.close();
  }

  @TreadleTest
  void aProgramLooksAtItself(Simulation simulation) {
    TaskGroup.run(
        "orders",
        group -> {
          group.start("fetch", () -> sleep(Duration.ofSeconds(1)));
          simulation.awaitBlocked();
          // @start region="capture"
          var tree = TaskTree.capture();

          System.out.print(tree); // or tree.table()
          for (var deadlock : tree.cycles()) {
            System.err.println("deadlock: " + deadlock);
          }
          for (var task : tree.entries()) {
            if (task.age().compareTo(Duration.ofMinutes(5)) > 0) {
              System.err.println(task.path() + " is old, and is at " + task.stack());
            }
          }
          // @end region="capture"
          assertThat(tree.cycles()).isEmpty();
        });
  }

  @TreadleTest
  void whoSwallowsOnPurposeSaysSo() {
    moveOnAfter(Duration.ofSeconds(1), this::sayGoodbye);

    assertThat(findings.messages()).isEmpty();
  }

  // @start region="suppress"
  void sayGoodbye() {
    Lint.SWALLOWED_CANCELLATION.suppress(() -> {
      try {
        sleep(Duration.ofHours(1));
      } catch (Cancelled cancelled) {
        moveOnAfter(Duration.ofMillis(10), () -> sleep(Duration.ofSeconds(1)));
      }
    });
  }

  // @end region="suppress"

  @TreadleTest
  void cleanupThatWaitsIsShielded() {
    moveOnAfter(Duration.ofSeconds(1), this::serve);

    assertThat(findings.messages()).isEmpty();
  }

  // @start region="shield"
  void serve() {
    try {
      sleep(Duration.ofHours(1));
    } finally {
      shield(Duration.ofSeconds(5), () -> sleep(Duration.ofSeconds(1))); // say goodbye to the peer
    }
  }

  // @end region="shield"

  @TreadleTest
  void aDeadlockThroughALockOfOnesOwn() {
    TaskGroup.run(
        "g",
        group -> {
          var one = new PlainLock("one");
          var two = new PlainLock("two");
          group.start("a", () -> lockBoth(one, two));
          group.start("b", () -> lockBoth(two, one));
          sleep(Duration.ofSeconds(2));

          assertThat(TaskTree.capture().cycles())
              .singleElement()
              .hasToString(
                  "main/g/a waits for lock two of main/g/b waits for lock one of main/g/a");
          group.cancel("seen");
        });
  }

  private static void lockBoth(PlainLock first, PlainLock second) {
    first.lock();
    try {
      sleep(Duration.ofSeconds(1));
      second.lock();
      second.unlock();
    } finally {
      first.unlock();
    }
  }

  // @start region="held"
  static final class PlainLock implements Held {

    private record Next(Thread thread, Waiter<@Nullable Void> waiter) {}

    private final String name;
    private final ArrayDeque<Next> queue = new ArrayDeque<>();
    private @Nullable Thread holder;

    PlainLock(String name) {
      this.name = name;
    }

    void lock() {
      var next = new Next(Thread.currentThread(), new Waiter<>(this));
      if (holdOrQueue(next)) {
        return;
      }
      try {
        next.waiter().await();
      } catch (Cancelled cancelled) {
        forget(next);
        throw cancelled;
      }
    }

    synchronized void unlock() {
      holder = null;
      while (holder == null && !queue.isEmpty()) {
        var next = queue.remove();
        holder = next.waiter().wake(null) ? next.thread() : null;
      }
    }

    private synchronized boolean holdOrQueue(Next next) {
      if (holder != null) {
        queue.add(next);
        return false;
      }
      holder = next.thread();
      return true;
    }

    private synchronized void forget(Next next) {
      queue.remove(next);
    }

    @Override
    public synchronized Collection<Thread> holders() {
      return holder == null ? List.of() : List.of(holder);
    }

    @Override
    public String toString() {
      return "lock " + name;
    }
  }

  // @end region="held"

  @TreadleTest
  void aResourceIsTracked() {
    try (var connection = new Connection("db:5432")) {
      assertThat(connection.peer()).isEqualTo("db:5432");
    }
  }

  // @start region="track"
  static final class Connection implements AutoCloseable {

    private final String peer;
    private final Resources.Tracked tracked;

    Connection(String peer) {
      this.peer = peer;
      this.tracked = Resources.track(this, () -> "connection to " + peer);
    }

    String peer() {
      return peer;
    }

    @Override
    public void close() {
      tracked.close();
    }
  }
  // @end region="track"
}
