package dev.treadle.sync;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class ConditionTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Mutex mutex = Mutex.create("accounts");
  private final Condition condition = Condition.of("changed", mutex);
  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger cancelled = new AtomicInteger();

  /// Waits for a signal and notes how that ended, and that the mutex is held however it did.
  private void listen(Object name) {
    try (var _ = mutex.acquire()) {
      try {
        condition.await();
        log.add(name);
      } catch (Cancelled cancellation) {
        cancelled.incrementAndGet();
        throw cancellation;
      } finally {
        assertThat(mutex.isHeldByCurrentTask()).isTrue();
      }
    }
  }

  private void signal(int count) {
    try (var _ = mutex.acquire()) {
      condition.signal(count);
    }
  }

  private List<Task<Void>> listeners(Simulation simulation, TaskGroup group, int count) {
    var tasks = new CopyOnWriteArrayList<Task<Void>>();
    for (int i = 0; i < count; i++) {
      int number = i;
      tasks.add(group.start(() -> listen(number)));
      simulation.awaitBlocked();
    }
    return tasks;
  }

  // --- Waiting and signals

  @TreadleTest
  void whoWaitsGivesTheMutexBackAndHoldsItAgainAfterwards(Simulation simulation) {
    TaskGroup.run(group -> {
      listeners(simulation, group, 1);
      assertThat(mutex.isHeld()).isFalse();
      assertThat(condition.statistics()).isEqualTo(new Condition.Statistics(1));

      try (var _ = mutex.acquire()) {
        condition.signal();
        sleep(SECOND);
        assertThat(log).isEmpty();
      }
    });

    assertThat(log).containsExactly(0);
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest
  void aSignalWakesWhoHasWaitedLongest(Simulation simulation) {
    TaskGroup.run(group -> {
      listeners(simulation, group, 3);
      signal(1);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(0);
      signal(1);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(0, 1);
      signal(1);
    });
  }

  @TreadleTest
  void soManyAreWokenAsTheSignalSays(Simulation simulation) {
    TaskGroup.run(group -> {
      listeners(simulation, group, 4);
      signal(0);
      simulation.awaitBlocked();
      assertThat(log).isEmpty();
      signal(3);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(0, 1, 2);
      signal(3);
    });
  }

  @TreadleTest
  void allAreWokenByASignalToAll(Simulation simulation) {
    TaskGroup.run(group -> {
      listeners(simulation, group, 4);
      try (var _ = mutex.acquire()) {
        condition.signalAll();
      }
    });

    assertThat(log).containsExactly(0, 1, 2, 3);
  }

  @TreadleTest
  void aSignalThatFindsNobodyIsNotKept() {
    signal(1);
    boolean ended = moveOnAfter(SECOND, () -> listen("nobody"));

    assertThat(ended).isFalse();
  }

  @TreadleTest(
      explore = 25_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.Condition", "dev.treadle.sync.ConditionTest"})
  void aStateThatIsWaitedForIsNotMissed() {
    var ready = new boolean[1];
    TaskGroup.run(group -> {
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          condition.waitFor(() -> ready[0]);
          log.add("saw it");
        }
      });
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          ready[0] = true;
          condition.signal();
        }
      });
    });

    assertThat(log).containsExactly("saw it");
  }

  @TreadleTest
  void whoWaitsForAStateGoesOnWaitingIfASignalBringsAnother(Simulation simulation) {
    var balance = new AtomicInteger();
    TaskGroup.run(group -> {
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          condition.waitFor(() -> balance.get() >= 2);
          log.add(balance.get());
        }
      });
      for (int i = 0; i < 2; i++) {
        simulation.awaitBlocked();
        assertThat(log).isEmpty();
        balance.incrementAndGet();
        signal(1);
      }
    });

    assertThat(log).containsExactly(2);
  }

  @TreadleTest
  void aStateThatIsSoAlreadyIsNotWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      try (var _ = mutex.acquire()) {
        group.start(() -> mutex.acquire().close());
        simulation.awaitBlocked();
        condition.waitFor(() -> true);
        assertThat(mutex.statistics().waiting()).isEqualTo(1);
      }
    });
  }

  @TreadleTest
  void whatThePredicateThrowsIsThrownWithTheMutexHeld() {
    try (var _ = mutex.acquire()) {
      assertThatThrownBy(() ->
              condition.waitFor(() -> {
                throw new UnsupportedOperationException("boo");
              }))
          .hasMessage("boo");
      assertThat(mutex.isHeldByCurrentTask()).isTrue();
    }
    assertThat(condition.statistics().waiting()).isZero();
  }

  // --- Cancellation

  @TreadleTest(
      explore = 30_000,
      timeout = "5m",
      racePoints = {"dev.treadle.sync.Condition", "dev.treadle.sync.Row", "dev.treadle.Waiter"})
  void aSignalToWhoIsBeingCancelledReachesTheNext(Simulation simulation) {
    TaskGroup.run(group -> {
      var tasks = listeners(simulation, group, 2);
      group.start(() -> tasks.getFirst().cancel("just then"));
      group.start(() -> signal(1));
      simulation.awaitBlocked();

      assertThat(log).isEqualTo(cancelled.get() == 1 ? List.of(1) : List.of(0));
      assertThat(condition.statistics().waiting()).isEqualTo(1 - cancelled.get());
      signal(1);
    });

    assertThat(log.size() + cancelled.get()).isEqualTo(2);
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest(explore = 40_000, timeout = "5m", racePoints = "dev.treadle.sync")
  void whoIsCancelledAtAnyMomentLeavesMutexAndConditionAsTheyWere(Simulation simulation) {
    TaskGroup.run(group -> {
      var leaving = group.start(() -> listen("leaving"));
      group.start(() -> listen("staying"));
      group.start(() -> leaving.cancel("just then"));
      group.start(() -> mutex.acquire().close());
      simulation.awaitBlocked();

      assertThat(condition.statistics().waiting()).isEqualTo(1);
      assertThat(mutex.isHeld()).isFalse();
      signal(2);
    });

    assertThat(log).containsExactly("staying");
  }

  @TreadleTest
  void whoIsCancelledWaitsForTheMutexBeforeItIsTold(Simulation simulation) {
    TaskGroup.run(group -> {
      var leaving = listeners(simulation, group, 1).getFirst();
      try (var _ = mutex.acquire()) {
        leaving.cancel("enough");
        sleep(SECOND);
        assertThat(condition.statistics().waiting()).isZero();
        assertThat(cancelled).hasValue(0);
      }
      simulation.awaitBlocked();
      assertThat(cancelled).hasValue(1);
    });
  }

  @TreadleTest
  void whoWasSignalledReturnsEvenIfItIsCancelledWhileItWaitsForTheMutex(Simulation simulation) {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            listen("signalled");
            log.add(catchThrowable(() -> sleep(SECOND)) instanceof Cancelled);
          });
      simulation.awaitBlocked();
      try (var _ = mutex.acquire()) {
        condition.signal();
        simulation.awaitBlocked();
        task.cancel("too late");
        simulation.awaitBlocked();
      }
    });

    assertThat(log).containsExactly("signalled", true);
  }

  @TreadleTest(explore = 30_000, timeout = "5m", racePoints = "dev.treadle.sync.ConditionTest")
  void nothingInATinyBufferIsLostOrDoubledWhoeverIsCancelled(Simulation simulation) {
    var buffer = new TinyBuffer();
    TaskGroup.run(group -> {
      var tasks =
          List.of(
              group.start(() -> log.add(buffer.take())),
              group.start(() -> log.add(buffer.take())),
              group.start(() -> buffer.put(1)),
              group.start(() -> buffer.put(2)));
      group.start(() -> tasks.get(0).cancel("just then"));
      group.start(() -> tasks.get(2).cancel("just then"));
      simulation.awaitBlocked();
      assertThat(buffer.waiting()).isLessThanOrEqualTo(1);
      group.cancel("enough");
    });

    assertThat(log.size() + buffer.elements.size()).isEqualTo(buffer.added);
    assertThat(log).doesNotHaveDuplicates();
    assertThat(mutex.isHeld()).isFalse();
  }

  /// Holds one element; one signal for each.
  private final class TinyBuffer {
    final Condition notEmpty = Condition.of(mutex);
    final Condition notFull = Condition.of(mutex);
    final ArrayDeque<Integer> elements = new ArrayDeque<>();
    int added;

    void put(int element) {
      try (var _ = mutex.acquire()) {
        notFull.waitFor(() -> elements.isEmpty());
        elements.add(element);
        added++;
        notEmpty.signal();
      }
    }

    int take() {
      try (var _ = mutex.acquire()) {
        notEmpty.waitFor(() -> !elements.isEmpty());
        int element = elements.remove();
        notFull.signal();
        return element;
      }
    }

    /// Those who wait although there is something for them.
    int waiting() {
      return (elements.isEmpty() ? notFull : notEmpty).statistics().waiting();
    }
  }

  @TreadleTest
  void itIsAWaitAlsoIfTheStateIsSoAlready() {
    CancelScope.run(scope -> {
      try (var _ = mutex.acquire()) {
        scope.cancel("enough");
        assertThat(catchThrowable(() -> condition.waitFor(() -> true)))
            .isInstanceOf(Cancelled.class);
        assertThat(mutex.isHeldByCurrentTask()).isTrue();
      }
    });
  }

  @TreadleTest
  void whoIsCancelledBeforeItWaitsHoldsTheMutexAndMaySignal() {
    CancelScope.run(scope -> {
      try (var _ = mutex.acquire()) {
        scope.cancel("enough");
        assertThat(catchThrowable(() -> condition.await())).isInstanceOf(Cancelled.class);
        condition.signal();
        condition.signalAll();
        assertThat(mutex.isHeldByCurrentTask()).isTrue();
      }
    });

    assertThat(condition.statistics().waiting()).isZero();
  }

  // --- The mutex

  @TreadleTest
  void allIsForWhoHoldsTheMutex() {
    var message =
        "condition 'changed': expected the calling task to hold mutex 'accounts', found it free;"
            + " use it inside try (var _ = mutex.acquire())";

    assertThatIllegalStateException().isThrownBy(() -> condition.await()).withMessage(message);
    assertThatIllegalStateException()
        .isThrownBy(() -> condition.waitFor(() -> true))
        .withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> condition.signal()).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> condition.signal(2)).withMessage(message);
    assertThatIllegalStateException().isThrownBy(() -> condition.signalAll()).withMessage(message);
  }

  @TreadleTest
  void whoDoesNotHoldTheMutexIsToldWhoDoes(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(
          "other",
          () -> {
            try (var _ = mutex.acquire()) {
              sleep(SECOND);
            }
          });
      simulation.awaitBlocked();

      assertThatIllegalStateException()
          .isThrownBy(() -> Condition.of(mutex).signal())
          .withMessage(
              "a condition: expected the calling task to hold mutex 'accounts', found it held by"
                  + " task 'main/other'; use it inside try (var _ = mutex.acquire())");
    });
  }

  @TreadleTest
  void ofAFairMutexToo(Simulation simulation) {
    var fair = Mutex.fair();
    var changed = Condition.of(fair);
    TaskGroup.run(group -> {
      group.start(() -> {
        try (var _ = fair.acquire()) {
          changed.await();
          log.add("signalled");
        }
      });
      simulation.awaitBlocked();
      try (var _ = fair.acquire()) {
        changed.signal();
      }
    });

    assertThat(log).containsExactly("signalled");
  }

  @TreadleTest
  void aTokenThatIsClosedWhileItsTaskWaitsIsNotMeantThen(Simulation simulation) {
    TaskGroup.run(group -> {
      var token = new Token[1];
      group.start(() -> {
        try (var held = mutex.acquire()) {
          token[0] = held;
          condition.await();
          log.add(mutex.isHeldByCurrentTask());
        }
      });
      simulation.awaitBlocked();
      token[0].close();
      signal(1);
    });

    assertThat(log).containsExactly(true);
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest
  void aTokenIsTheHoldersAfterAnyNumberOfWaitsAndNobodyElses(Simulation simulation) {
    TaskGroup.run(group -> {
      var stale = mutex.acquire();
      stale.close();
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          condition.await();
          stale.close();
          condition.await();
          stale.close();
          log.add(mutex.isHeldByCurrentTask());
        }
        log.add(mutex.isHeld());
      });
      for (int i = 0; i < 2; i++) {
        simulation.awaitBlocked();
        signal(1);
      }
    });

    assertThat(log).containsExactly(true, false);
  }

  @TreadleTest
  void aTokenMayBeTakenOverAfterAWait(Simulation simulation) {
    TaskGroup.run(group -> {
      var token = new Token[1];
      group.start(() -> {
        token[0] = mutex.acquire();
        condition.await();
        group
            .start(() -> {
              try (var _ = token[0].adopt()) {
                token[0].close();
                log.add(mutex.isHeldByCurrentTask());
              }
            })
            .await();
      });
      simulation.awaitBlocked();
      signal(1);
    });

    assertThat(log).containsExactly(true);
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest
  void aHolderThatEndsWithoutGivingBackEndsTheWait(Simulation simulation) {
    TaskGroup.supervise(
        failure -> log.add(failure.getMessage()),
        group -> {
          group.start(() -> {
            try (var _ = mutex.acquire()) {
              condition.await();
            }
          });
          simulation.awaitBlocked();
          group.start(
              "careless",
              () -> {
                var _ = mutex.acquire();
                condition.signal();
              });
        });

    assertThat(log).singleElement().asString().contains("main/careless", "without releasing it");
  }

  // --- Threads, names, mistakes

  @TreadleTest(realTime = true)
  void platformThreadsToo() throws InterruptedException {
    var ready = new AtomicInteger();
    var thread =
        Thread.ofPlatform()
            .start(() -> {
              try (var _ = mutex.acquire()) {
                condition.waitFor(() -> ready.get() == 1);
                log.add("ready");
              }
            });
    ready.set(1);
    signal(1);
    thread.join();

    assertThat(log).containsExactly("ready");
  }

  @TreadleTest
  void aThreadThatIsInterruptedHoldsTheMutexWhenItIsTold(Simulation simulation)
      throws InterruptedException {
    var thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              log.add(catchThrowable(() -> listen("nobody")) instanceof Cancelled);
              log.add(Thread.interrupted());
            });
    thread.start();
    simulation.awaitBlocked();
    try (var _ = mutex.acquire()) {
      thread.interrupt();
      sleep(SECOND);
      assertThat(log).isEmpty();
    }
    thread.join();

    assertThat(log).containsExactly(true, true);
    assertThat(mutex.isHeld()).isFalse();
  }

  @TreadleTest
  void aTaskTreeSaysWhichConditionIsWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start("a", () -> listen("a"));
      simulation.awaitBlocked();
      assertThat(TaskTree.capture().find("main/a").orElseThrow().waitsFor())
          .isEqualTo("condition 'changed' of mutex 'accounts'");
      signal(1);
    });

    assertThat(Condition.of(Mutex.create())).hasToString("a condition of a mutex");
  }

  @TreadleTest
  @SuppressWarnings("NullAway")
  void wrongArgumentsAreRefused() {
    try (var _ = mutex.acquire()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> condition.signal(-1))
          .withMessage("count: expected zero or more, found -1");
      assertThatNullPointerException()
          .isThrownBy(() -> condition.waitFor(null))
          .withMessage("predicate");
    }
    assertThatNullPointerException().isThrownBy(() -> Condition.of(null)).withMessage("mutex");
    assertThatNullPointerException()
        .isThrownBy(() -> Condition.of(null, mutex))
        .withMessage("name");
  }
}
