package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

class PoolTest {

  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Server server = new Server();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private Pool<Connection> pool(UnaryOperator<PoolSettings<Connection>> settings) {
    return Pool.open(server.connection(), settings);
  }

  private Pool<Connection> pool(int maxSize) {
    return pool(c -> c.withMaxSize(maxSize));
  }

  // --- Lending

  @TreadleTest
  void anItemThatCameBackIsLentAgain() {
    try (var pool = pool(2)) {
      for (int i = 0; i < 3; i++) {
        try (var item = pool.acquire()) {
          assertThat(item.value().number).isEqualTo(1);
          assertThat(item.value().isOpen()).isTrue();
        }
      }

      assertThat(pool.statistics().totals().acquired()).isEqualTo(3);
      assertThat(pool.statistics().totals().opened()).isEqualTo(1);
    }
    server.audit(1);
  }

  @TreadleTest
  void theItemThatCameBackLastIsLentFirst() {
    try (var pool = pool(2)) {
      var one = pool.acquire();
      var two = pool.acquire();
      two.close();
      one.close();

      pool.run(connection -> assertThat(connection.number).isEqualTo(1));
    }
  }

  @TreadleTest
  void aBlockCanBeRunWithAnItem() {
    try (var pool = pool(1)) {
      int number = pool.use(connection -> connection.number);
      pool.run(connection -> log.add(connection.number));

      assertThat(number).isEqualTo(1);
      assertThat(log).containsExactly(1);
      assertThat(pool.statistics().borrowed()).isZero();
    }
  }

  @TreadleTest
  void thereAreNeverMoreThanItMayHave(Simulation simulation) {
    try (var pool = pool(3)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 9; i++) {
          group.start(() -> pool.run(_ -> sleep(SECOND)));
        }
      });

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
    }
    server.audit(3);
  }

  @TreadleTest
  void tryingLendsWhatIsThereAndNeverOpens() {
    try (var pool = pool(1)) {
      assertThat(pool.tryAcquire()).isNull();
      pool.acquire().close();
      try (var item = Objects.requireNonNull(pool.tryAcquire())) {
        assertThat(item.value().number).isEqualTo(1);
        assertThat(pool.tryAcquire()).isNull();
      }
    }
  }

  // --- Order

  @TreadleTest(explore = 1_000)
  void thoseWhoWaitAreServedInOrderOfArrival() {
    try (var pool = pool(2)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 8; i++) {
          int number = i;
          group.start(() ->
              pool.run(_ -> {
                log.add(number);
                sleep(SECOND);
              }));
          sleep(MILLI);
        }
      });
    }

    assertThat(log).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
  }

  @TreadleTest
  void ofAThousandTasksOnTenItemsNobodyWaitsMuchLongerThanOthers(Simulation simulation) {
    var waits = new ArrayList<Long>();
    try (var pool = pool(10)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 1_000; i++) {
          group.start(() -> {
            for (int j = 0; j < 5; j++) {
              var before = simulation.clock().elapsed();
              try (var _ = pool.acquire()) {
                waits.add(simulation.clock().elapsed().minus(before).toNanos());
                sleep(MILLI);
              }
            }
          });
        }
      });
    }

    Collections.sort(waits);
    double mean = waits.stream().mapToLong(Long::longValue).average().orElseThrow();
    assertThat(waits).hasSize(5_000);
    assertThat((double) waits.get(4_950)).isLessThanOrEqualTo(1.2 * mean);
    assertThat((double) waits.getLast()).isLessThanOrEqualTo(1.2 * mean);
  }

  @TreadleTest
  void aRunningTaskGoesBehindThoseWhoWait(Simulation simulation) {
    try (var pool = pool(1)) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        group.start(() -> pool.run(_ -> log.add("waited")));
        simulation.awaitBlocked();
        item.close();

        assertThat(pool.tryAcquire()).isNull();
        pool.run(_ -> log.add("came later"));
      });
    }

    assertThat(log).containsExactly("waited", "came later");
  }

  @TreadleTest
  void whoeverWaitsTakesTheFirstItemThatIsThereAlsoOneOpenedForAnother(Simulation simulation) {
    server.openTakes = Duration.ofSeconds(10);
    try (var pool = pool(2)) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        group.start(() -> {
          pool.run(connection -> log.add(connection.number));
          log.add(simulation.clock().elapsed());
        });
        sleep(SECOND);
        item.close();
      });

      assertThat(log).containsExactly(1, Duration.ofSeconds(11));
    }
    server.audit(2);
  }

  // --- Cancellation

  @TreadleTest
  void whoIsCancelledWhileWaitingHasBorrowedNothing(Simulation simulation) {
    try (var pool = pool(1)) {
      TaskGroup.run(group -> {
        try (var _ = pool.acquire()) {
          group.start(() -> {
            assertThat(moveOnAfter(SECOND, () -> pool.acquire())).isEmpty();
            assertThat(moveOnAfter(SECOND, () -> pool.acquire())).isEmpty();
          });
          sleep(SECOND.multipliedBy(3));
          assertThat(pool.statistics().waiting()).isZero();
        }
      });

      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  @TreadleTest
  void aCancelledTaskBorrowsNothingEvenIfThereIsAnItem() {
    try (var pool = pool(1)) {
      pool.acquire().close();
      CancelScope.run(scope -> {
        scope.cancel("enough");
        assertThat(catchThrowable(pool::acquire)).isInstanceOf(Cancelled.class);
        Objects.requireNonNull(pool.tryAcquire()).close();
      });

      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  // --- Threads of any kind

  @TreadleTest
  void aThreadWithoutATaskMayBorrow() throws InterruptedException {
    try (var pool = pool(1)) {
      Thread.ofVirtual().start(() -> pool.run(c -> log.add(c.number))).join();

      assertThat(log).containsExactly(1);
    }
  }

  @TreadleTest
  void anyThreadMayGiveBack() {
    try (var pool = pool(1)) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        group.start(item::close).await();
        pool.acquire().close();
      });

      assertThat(pool.statistics().totals().leaked()).isZero();
    }
  }

  // --- Taking over

  @TreadleTest
  void whoTakesAnItemOverIsItsHolder() {
    try (var pool = pool(1)) {
      TaskGroup.run(group -> {
        var mine = pool.acquire();
        group
            .start(
                "heir",
                () -> {
                  var heirs = mine.adopt();
                  assertThat(pool.borrowers().getFirst().holder()).isEqualTo("task 'main/heir'");
                  assertThat(heirs.value().number).isEqualTo(1);
                  heirs.close();
                })
            .await();
        assertThatIllegalStateException()
            .isThrownBy(mine::value)
            .withMessage("item of a pool is not yours any more: it was taken over");
        assertThatIllegalStateException().isThrownBy(mine::adopt);
      });

      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  // --- Mistakes

  @TreadleTest
  void sizesAreNotNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(0))
        .withMessage("maxSize: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withMinSize(-1)))
        .withMessage("minSize: expected at least 0, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withMinSize(11)))
        .withMessage("minSize: expected at most maxSize, 10, found 11");
  }

  @TreadleTest
  void durationsAreAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withIdleLimit(Duration.ZERO)))
        .withMessage("idleLimit: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withLifetime(Duration.ofSeconds(-1))))
        .withMessage("lifetime: expected a duration above zero, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withOpenTimeout(Duration.ZERO)))
        .withMessage("openTimeout: expected a duration above zero, found PT0S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withCloseGrace(Duration.ofSeconds(-1))))
        .withMessage("closeGrace: expected a duration of zero or more, found PT-1S");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pool(c -> c.withCheck(SECOND, Duration.ZERO, _ -> true)))
        .withMessage("timeout: expected a duration above zero, found PT0S");
  }

  @TreadleTest
  void anItemClosedTwiceComesBackOnce() {
    try (var pool = pool(2)) {
      var item = pool.acquire();
      item.close();
      item.close();
      var again = pool.acquire();
      item.close();

      assertThat(pool.statistics().borrowed()).isEqualTo(1);
      assertThat(pool.statistics().idle()).isZero();
      assertThatIllegalStateException()
          .isThrownBy(item::value)
          .withMessage("item of a pool is not yours any more: it was given back");
      again.close();
    }
  }

  @TreadleTest
  void whoHasAllItemsDoesNotWaitForItself() {
    try (var pool = pool(c -> c.withName("db").withMaxSize(2));
        var _ = pool.acquire()) {
      try (var _ = pool.acquire()) {
        assertThatIllegalStateException()
            .isThrownBy(pool::acquire)
            .withMessage(
                "pool 'db': the caller has all 2 items itself, and would wait for itself: give one"
                    + " back first, or raise maxSize");
      }
      pool.acquire().close();
    }
  }

  // --- Looking

  @TreadleTest
  void itSaysWhoHasItsItemsAndForHowLong() {
    try (var pool = pool(c -> c.withName("db").withMaxSize(2))) {
      TaskGroup.run(group -> {
        group.start("long", () -> pool.run(_ -> sleep(Duration.ofMinutes(1))));
        sleep(Duration.ofSeconds(30));
        try (var item = pool.acquire()) {
          assertThat(pool.borrowers())
              .extracting(Pool.Borrower::holder)
              .containsExactly("task 'main/long'", "task 'main'");
          assertThat(pool.borrowers().getFirst().age())
              .isBetween(Duration.ofMillis(29_980), Duration.ofMillis(30_020));
          assertThat(pool).hasToString("pool 'db' (2 of 2 borrowed)");
          assertThat(item).hasToString("item of pool 'db'");
        }
      });

      assertThat(pool.borrowers()).isEmpty();
    }
  }

  @TreadleTest
  void itsStatisticsSayHowItStands(Simulation simulation) {
    try (var pool = pool(c -> c.withMaxSize(1))) {
      TaskGroup.run(group -> {
        try (var _ = pool.acquire()) {
          group.start(() -> pool.run(_ -> {}));
          sleep(SECOND);
          assertThat(pool.statistics())
              .isEqualTo(
                  new Pool.Statistics(
                      0, 1, 0, 0, 1, SECOND, new Pool.Totals(1, 1, 0, 0, 0, 0, 0, 0)));
        }
      });

      assertThat(pool.statistics())
          .isEqualTo(
              new Pool.Statistics(
                  1, 0, 0, 0, 0, Duration.ZERO, new Pool.Totals(2, 1, 0, 0, 0, 0, 0, 0)));
    }
  }

  @TreadleTest
  void aDeadlockOfTwoThatHaveOneItemEachIsFoundAndNamed() {
    try (var here = pool(c -> c.withName("here").withMaxSize(1));
        var there = pool(c -> c.withName("there").withMaxSize(1))) {
      Treadle.run(() ->
          TaskGroup.run(
              "g",
              group -> {
                group.start("a", () -> acquireBoth(here, there));
                group.start("b", () -> acquireBoth(there, here));
                sleep(SECOND);

                assertThat(TaskTree.capture().cycles())
                    .singleElement()
                    .hasToString("g/a waits for pool 'there' of g/b waits for pool 'here' of g/a");
                group.cancel("seen");
              }));
    }
  }

  private static void acquireBoth(Pool<Connection> first, Pool<Connection> second) {
    try (var _ = first.acquire()) {
      sleep(MILLI);
      second.acquire().close();
    }
  }
}
