package dev.treadle.monitor;

import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.treadle.Task;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.monitor.TaskTree.Cycle;
import dev.treadle.monitor.TaskTree.Entry;
import dev.treadle.monitor.TaskTree.Kind;
import dev.treadle.monitor.TaskTree.State;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

class TaskTreeTest {

  private static final Duration LONG = Duration.ofHours(1);

  @TreadleTest
  void showsTheTreeWithStatesAgesAndWhatEveryTaskWaitsFor() {
    var tree = new AtomicReference<TaskTree>();

    Treadle.run(() ->
        TaskGroup.run(
            "orders",
            group -> {
              var fetch = group.start("fetch", () -> sleep(Duration.ofSeconds(75)));
              sleep(Duration.ofSeconds(12));
              group.startDaemon("watch", () -> sleep(LONG));
              group.start("parse", () -> await(fetch));
              group.start(
                  "look",
                  () -> {
                    sleep(Duration.ofSeconds(3));
                    tree.set(TaskTree.capture());
                  });
            }));

    assertThat(tree.get())
        .hasToString(
            """
            main: waiting for its tasks, 15.0 s
            └─ group orders: waiting, 15.0 s
               ├─ orders/fetch: waiting for sleep, 15.0 s
               ├─ orders/parse: waiting for orders/fetch, 3.0 s
               ├─ orders/look: running, 3.0 s
               └─ daemon orders/watch: waiting for sleep, 3.0 s
            """);
  }

  @TreadleTest
  void aTableHasALineForEachTask() {
    var tree = new AtomicReference<TaskTree>();

    TaskGroup.run(
        "orders",
        group -> {
          var fetch = group.start("fetch", () -> sleep(Duration.ofMinutes(75)));
          group.start("parse", () -> await(fetch));
          sleep(Duration.ofMinutes(61));
          tree.set(TaskTree.capture());
        });

    assertThat(tree.get().table().replaceAll("(?m)^(TID|\\d+) +", ""))
        .isEqualTo(
            """
            STATE    AGE        TASK               WAITS FOR
            running  1 h 1 min  main
            waiting  1 h 1 min  main/orders/fetch  sleep
            waiting  1 h 1 min  main/orders/parse  main/orders/fetch
            """);
  }

  @TreadleTest
  void whoWaitsForTheFirstOfSeveralWaitsForTheseNames(Simulation simulation) {
    TaskGroup.run(
        "orders",
        group -> {
          var tasks = new ArrayList<Task<?>>();
          for (var name : List.of("a", "b", "c", "d", "e")) {
            tasks.add(group.startDaemon(name, () -> sleep(LONG)));
          }
          var first = group.start("few", () -> Tasks.waitFirst(tasks.subList(0, 3)));
          group.start("many", () -> Tasks.waitFirst(tasks));
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().toString())
              .containsPattern("few: waiting for the first of \\S+/a, \\S+/b, \\S+/c, ")
              .containsPattern(
                  "many: waiting for the first of \\S+/a, \\S+/b, \\S+/c and 2 more, ");
          assertThat(first.isDone()).isFalse();
          group.cancel("seen");
        });
  }

  @TreadleTest
  void tasksThatAwaitEachOtherAreADeadlock(Simulation simulation) {
    Treadle.run(() -> {
      TaskGroup.run(
          "orders",
          group -> {
            awaitEachOther(group);
            simulation.awaitBlocked();

            assertThat(TaskTree.capture().cycles())
                .singleElement()
                .hasToString("orders/a waits for orders/b waits for orders/a");
            group.cancel("seen");
          });
    });
  }

  @TreadleTest(explore = 10_000)
  void aDeadlockIsFoundInEverySchedule(Simulation simulation) {
    TaskGroup.run(group -> {
      awaitEachOther(group);
      group.start("bystander", () -> sleep(LONG));
      simulation.awaitBlocked();

      assertThat(TaskTree.capture().cycles()).hasSize(1);
      group.cancel("seen");
    });
  }

  @TreadleTest
  void aTaskThatAwaitsTheOwnerOfItsGroupIsADeadlock(Simulation simulation) {
    Treadle.run(() ->
        TaskGroup.run(
            "g",
            group -> {
              var owner = new CompletableFuture<Task<Void>>();
              owner.complete(
                  group.start(
                      "owner",
                      () ->
                          TaskGroup.run(
                              "inner", inner -> inner.start("child", () -> owner.join().await()))));
              simulation.awaitBlocked();

              assertThat(TaskTree.capture().toString())
                  .endsWith(
                      "deadlock: g/owner waits for its tasks of g/owner/inner/child waits for g/owner\n");
              group.cancel("seen");
            }));
  }

  @TreadleTest
  void aDeadlockThroughSomethingHeldIsFound(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          var here = new Latch("latch 'here'");
          var there = new Latch("latch 'there'");
          group.start("a", () -> here.holdAndAwait(there));
          group.start("b", () -> there.holdAndAwait(here));
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().cycles())
              .singleElement()
              .hasToString(
                  "main/g/a waits for latch 'there' of main/g/b waits for latch 'here' of main/g/a");
          group.cancel("seen");
        });
  }

  @TreadleTest(explore = 10_000)
  void tasksThatAwaitOneAfterTheOtherAreNone() {
    TaskGroup.run(group -> {
      var first = group.start("first", () -> sleep(Duration.ofSeconds(1)));
      var second = group.start("second", () -> await(first));
      group.start("third", () -> await(second));
      group.start("fourth", () -> await(second));
      sleep(Duration.ofMillis(500));

      assertThat(TaskTree.capture().cycles()).isEmpty();
    });
  }

  @TreadleTest
  void aCancelledTaskIsNoPartOfADeadlock(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          awaitEachOther(group);
          simulation.awaitBlocked();
          group.cancel("enough");

          assertThat(TaskTree.capture().cycles()).isEmpty();
        });
  }

  @TreadleTest
  void showsWhyATaskIsCancelledAndThatAShieldLetsItGoOn(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          group.start("flush", () -> shield(LONG, () -> sleep(Duration.ofSeconds(5))));
          group.start("sleeper", () -> sleep(LONG));
          simulation.awaitBlocked();
          group.cancel("shutting down");

          assertThat(TaskTree.capture().entries())
              .extracting(Entry::path, Entry::state, Entry::waitsFor, Entry::reason)
              .containsExactly(
                  tuple("main", State.CANCELLING, null, "shutting down"),
                  tuple("main/g", State.CANCELLING, null, "shutting down"),
                  tuple("main/g/flush", State.SHIELDED, "sleep", null),
                  tuple("main/g/sleeper", State.CANCELLING, null, "shutting down"));
        });
  }

  @TreadleTest
  void aWaitOfTheJdkIsNamedAfterItsLock(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          var queue = new ArrayBlockingQueue<String>(1);
          var lock = new ReentrantLock();
          lock.lock();
          group.start("take", () -> queue.take());
          group.start("lock", () -> lock.lockInterruptibly());
          group.start("raw", () -> Thread.sleep(1000));
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().entries())
              .extracting(Entry::waitsFor)
              .containsExactly(null, null, "AbstractQueuedSynchronizer", "ReentrantLock", null);
          lock.unlock();
          group.cancel("seen");
        });
  }

  @TreadleTest
  void unnamedTasksHaveTheirNumbers(Simulation simulation) {
    Treadle.run(() ->
        TaskGroup.run(group -> {
          group.start(() -> sleep(Duration.ofSeconds(1)));
          group.start(() -> TaskGroup.run(inner -> inner.start(() -> sleep(LONG))));
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().entries())
              .extracting(Entry::depth, Entry::kind, Entry::path)
              .containsExactly(
                  tuple(0, Kind.PROGRAM, "main"),
                  tuple(1, Kind.GROUP, ""),
                  tuple(2, Kind.TASK, "1"),
                  tuple(2, Kind.TASK, "2"),
                  tuple(3, Kind.GROUP, "2"),
                  tuple(4, Kind.TASK, "2/1"));
          group.cancel("seen");
        }));
  }

  @TreadleTest
  void ofManySiblingsTheFirstHundredAreShown(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          for (int i = 0; i < 1000; i++) {
            group.start(() -> sleep(Duration.ofSeconds(1)));
          }
          simulation.awaitBlocked();
          var tree = TaskTree.capture();

          assertThat(tree.toString().lines()).hasSize(103).endsWith("   └─ ... and 900 more");
          assertThat(tree.table().lines()).hasSize(1002);
        });
  }

  @TreadleTest(explore = 10_000)
  void whatEndsMeanwhileDoesNoHarm() {
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> TaskGroup.run(inner -> inner.start(() -> sleep(Duration.ofMillis(1)))));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(TaskTree.capture().toString()).startsWith("thread main: running");
        Treadle.checkpoint();
      }
    });
  }

  @TreadleTest
  void nobodyIsLeftAfterTheEnd() {
    Treadle.run(() -> sleep(Duration.ofSeconds(1)));
    Treadle.timeout(LONG, () -> sleep(Duration.ofSeconds(1)));

    assertThat(TaskTree.capture()).hasToString("no tasks\n");
  }

  @TreadleTest
  void somethingWhoseDescriptionFailsIsCalledByItsClass(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          group.start("a", () -> new Waiter<String>(new Grumpy()).await());
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().find("main/g/a").orElseThrow().waitsFor())
              .isEqualTo("TaskTreeTest");
          group.cancel("seen");
        });
  }

  @TreadleTest
  void aStackIsTakenOnDemand(Simulation simulation) {
    TaskGroup.run(
        "g",
        group -> {
          group.start("a", () -> sleep(Duration.ofSeconds(1)));
          simulation.awaitBlocked();

          assertThat(TaskTree.capture().find("main/g/a").orElseThrow().stack())
              .extracting(StackTraceElement::getMethodName)
              .contains("sleep");
          assertThat(TaskTree.capture().find("main/g").orElseThrow().stack()).isEmpty();
        });
  }

  @TreadleTest
  void aCycleKeepsItsOwnList() {
    var cycle = new Cycle(List.of());

    assertThatThrownBy(() -> cycle.tasks().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /// Starts tasks 'a' and 'b' that wait for each other.
  private static void awaitEachOther(TaskGroup group) {
    var second = new CompletableFuture<Task<Void>>();
    var first = group.start("a", () -> await(second.join()));
    second.complete(group.start("b", () -> await(first)));
  }

  private static void await(Task<?> task) {
    try {
      task.await();
    } catch (TaskFailedException cancelled) {
      // The other one was cancelled a moment before.
    }
  }

  /// Something that one thread holds and nobody gives back.
  private static final class Latch implements Held {

    private final String name;
    private volatile List<Thread> holders = List.of();

    Latch(String name) {
      this.name = name;
    }

    void holdAndAwait(Latch other) {
      holders = List.of(Thread.currentThread());
      new Waiter<String>(other).await();
    }

    @Override
    public Collection<Thread> holders() {
      return holders;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final class Grumpy {
    @Override
    public String toString() {
      throw new IllegalStateException("not now");
    }
  }
}
