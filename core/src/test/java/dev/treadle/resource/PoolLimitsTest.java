package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// How long items live, and which are lent again.
class PoolLimitsTest {

  /// A little more than the pool's clock may be off.
  private static final Duration TICKS = Duration.ofMillis(40);

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration FOREVER = Duration.ofDays(1000);

  private final Server server = new Server();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private Pool<Connection> pool(UnaryOperator<PoolSettings<Connection>> settings) {
    return Pool.open(server.connection(), settings);
  }

  private static int borrow(Pool<Connection> pool) {
    return pool.use(connection -> connection.number);
  }

  // --- Idle limit

  @TreadleTest
  void anItemThatNobodyNeedsIsClosedAtItsIdleLimit() {
    try (var pool = pool(c -> c.withIdleLimit(MINUTE))) {
      borrow(pool);
      sleep(MINUTE.minus(TICKS));
      assertThat(pool.statistics().idle()).isEqualTo(1);
      sleep(TICKS.multipliedBy(2));

      assertThat(pool.statistics().idle()).isZero();
      assertThat(pool.statistics().totals().expired()).isEqualTo(1);
      assertThat(server.open).hasValue(0);
    }
  }

  @TreadleTest
  void anItemThatIsUsedNowAndThenStaysOpen() {
    try (var pool = pool(c -> c.withIdleLimit(MINUTE).withLifetime(FOREVER))) {
      for (int i = 0; i < 20; i++) {
        assertThat(borrow(pool)).isEqualTo(1);
        sleep(Duration.ofSeconds(45));
      }
    }
    server.audit(1);
  }

  @TreadleTest
  void aPoolShrinksToItsMinimumAndNoFurther() {
    try (var pool = pool(c -> c.withMinSize(2).withMaxSize(5).withIdleLimit(MINUTE))) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 5; i++) {
          group.start(() -> pool.run(_ -> sleep(SECOND)));
        }
      });
      assertThat(pool.statistics().idle()).isEqualTo(5);
      sleep(MINUTE.plus(TICKS));
      assertThat(pool.statistics().idle()).isEqualTo(2);
      sleep(MINUTE.multipliedBy(5));

      assertThat(pool.statistics().idle()).isEqualTo(2);
      assertThat(pool.statistics().totals().expired()).isEqualTo(3);
    }
    server.audit(5);
  }

  @TreadleTest
  void aPoolUnderLightLoadShrinksToWhatItNeeds() {
    try (var pool = pool(c -> c.withMaxSize(3).withIdleLimit(MINUTE))) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 3; i++) {
          group.start(() -> pool.run(_ -> sleep(SECOND)));
        }
      });
      for (int i = 0; i < 10; i++) {
        sleep(Duration.ofSeconds(10));
        borrow(pool);
      }

      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  // --- Lifetime

  @TreadleTest(explore = 50)
  void anItemThatNobodyNeedsIsClosedWhenItsLifetimeEnds() {
    try (var pool = pool(c -> c.withLifetime(MINUTE))) {
      borrow(pool);
      sleep(Duration.ofSeconds(54).minus(TICKS));
      assertThat(server.open).hasValue(1);
      sleep(Duration.ofSeconds(6).plus(TICKS.multipliedBy(2)));

      assertThat(server.open).hasValue(0);
    }
  }

  @TreadleTest
  void anItemWhoseLifetimeEndsWhileItIsLentIsClosedWhenItComesBack() {
    try (var pool = pool(c -> c.withLifetime(MINUTE))) {
      try (var item = pool.acquire()) {
        sleep(MINUTE.multipliedBy(2));
        assertThat(item.value().isOpen()).isTrue();
      }

      assertThat(borrow(pool)).isEqualTo(2);
      assertThat(pool.statistics().totals().expired()).isEqualTo(1);
    }
    server.audit(2);
  }

  @TreadleTest
  void whoeverWaitsForAnItemWhoseLifetimeIsOverGetsANewOne(Simulation simulation) {
    try (var pool = pool(c -> c.withMaxSize(1).withLifetime(MINUTE))) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        group.start(() -> log.add(borrow(pool)));
        sleep(MINUTE);
        item.close();
      });

      assertThat(log).containsExactly(2);
    }
    server.audit(1);
  }

  @TreadleTest
  void itemsOpenedTogetherDoNotEndTogether() {
    try (var pool =
        pool(c -> c.withMinSize(10).withLifetime(Duration.ofMinutes(100)).withIdleLimit(FOREVER))) {
      sleep(Duration.ofMinutes(95));
      long byThen = pool.statistics().totals().expired();
      sleep(Duration.ofMinutes(5).plus(TICKS));

      assertThat(byThen).isBetween(1L, 9L);
      assertThat(pool.statistics().totals().expired()).isEqualTo(10);
      assertThat(pool.statistics().idle()).isEqualTo(10);
    }
    server.audit(10);
  }

  @TreadleTest
  void theMinimumIsOpenedAgainAsSoonAsItCanBe() {
    try (var _ = Warnings.begin();
        var pool = pool(c -> c.withMinSize(1).withLifetime(MINUTE))) {
      server.down = true;
      sleep(MINUTE.plus(Duration.ofSeconds(20)));
      assertThat(pool.statistics().idle()).isZero();
      assertThat(server.attempts.get()).isBetween(4, 15);
      server.down = false;
      sleep(Duration.ofSeconds(7));

      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  @TreadleTest
  void limitsTooLongToCountNeverEnd() {
    try (var pool = pool(c -> c.withLifetime(FOREVER).withIdleLimit(FOREVER))) {
      borrow(pool);
      sleep(Duration.ofDays(365));

      assertThat(borrow(pool)).isEqualTo(1);
    }
  }

  // --- Health

  @TreadleTest
  void anItemThatIsNotHealthyWhenItComesBackIsClosed() {
    try (var pool = pool(c -> c.withHealth(connection -> !connection.broken))) {
      pool.run(connection -> connection.broken = true);

      assertThat(borrow(pool)).isEqualTo(2);
      assertThat(pool.statistics().totals().unfit()).isEqualTo(1);
    }
    server.audit(2);
  }

  @TreadleTest
  void anItemOfWhichNobodyCanSayThatItIsHealthyIsClosed() {
    try (var pool =
        pool(c ->
            c.withHealth(_ -> {
              throw new IllegalStateException("who knows");
            }))) {
      borrow(pool);

      assertThat(borrow(pool)).isEqualTo(2);
    }
    server.audit(2);
  }

  @TreadleTest
  void aDiscardedItemIsClosed() {
    try (var pool = pool(c -> c)) {
      try (var item = pool.acquire()) {
        item.discard();
        assertThat(item.value().isOpen()).isTrue();
      }

      assertThat(borrow(pool)).isEqualTo(2);
      assertThat(pool.statistics().totals().unfit()).isEqualTo(1);
    }
    server.audit(2);
  }

  @TreadleTest
  void anItemKeepsItsPlaceUntilItIsClosed(Simulation simulation) {
    server.closeTakes = Duration.ofSeconds(5);
    try (var pool = pool(c -> c.withMaxSize(1))) {
      try (var item = pool.acquire()) {
        item.discard();
      }
      assertThat(simulation.clock().elapsed()).isZero();
      assertThat(pool.statistics().closing()).isEqualTo(1);
      assertThat(borrow(pool)).isEqualTo(2);

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
    }
    server.audit(1);
  }

  // --- Checks

  private int checks;

  private boolean check(Connection connection) throws IOException {
    checks++;
    return server.answers(connection);
  }

  @TreadleTest
  void anItemThatWasOutOfUseIsCheckedBeforeItIsLent() {
    try (var pool = pool(c -> c.withCheck(this::check))) {
      borrow(pool);
      borrow(pool);
      sleep(Duration.ofMillis(450));
      borrow(pool);
      assertThat(checks).isZero();
      sleep(Duration.ofMillis(550));

      assertThat(borrow(pool)).isEqualTo(1);
      assertThat(checks).isEqualTo(1);
    }
  }

  @TreadleTest
  void anItemThatDoesNotPassIsClosedAndTheNextIsLent() {
    try (var pool = pool(c -> c.withMinSize(3).withCheck(this::check))) {
      sleep(SECOND);
      server.opened.get(2).broken = true;
      server.opened.get(1).broken = true;

      assertThat(borrow(pool)).isEqualTo(1);
      assertThat(checks).isEqualTo(3);
      assertThat(pool.statistics().totals().unfit()).isEqualTo(2);
    }
    server.audit(10);
  }

  @TreadleTest
  void ifNoneIsLeftThatPassesOneIsOpened() {
    try (var pool = pool(c -> c.withMaxSize(1).withCheck(this::check))) {
      pool.run(connection -> connection.broken = true);
      sleep(SECOND);

      assertThat(borrow(pool)).isEqualTo(2);
    }
    server.audit(1);
  }

  @TreadleTest
  void whoseItemDidNotPassIsStillFirst(Simulation simulation) {
    try (var pool =
        pool(c ->
            c.withMaxSize(1)
                .withCheck(_ -> {
                  sleep(SECOND);
                  return false;
                }))) {
      borrow(pool);
      sleep(SECOND);
      TaskGroup.run(group -> {
        group.start(() -> log.add("first " + borrow(pool)));
        simulation.awaitBlocked();
        group.start(() -> log.add("second " + borrow(pool)));
      });
    }

    assertThat(log).containsExactly("first 2", "second 2");
  }

  @TreadleTest
  void aCheckThatThrowsOrTakesTooLongIsNotPassed(Simulation simulation) {
    try (var pool =
        pool(c ->
            c.withMinSize(2)
                .withCheck(
                    SECOND,
                    Duration.ofSeconds(3),
                    connection -> {
                      if (connection.number == 1) {
                        throw new IOException("no answer");
                      }
                      sleep(Duration.ofHours(1));
                      return true;
                    }))) {
      sleep(SECOND);

      assertThat(borrow(pool)).isEqualTo(3);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
    }
    server.audit(3);
  }

  @TreadleTest
  void whoIsCancelledDuringACheckHasNothingAndTheItemIsClosed() {
    try (var pool =
        pool(c ->
            c.withCheck(_ -> {
              sleep(Duration.ofHours(1));
              return true;
            }))) {
      borrow(pool);
      sleep(SECOND);
      assertThat(moveOnAfter(SECOND, () -> pool.acquire())).isEmpty();
      sleep(TICKS);

      assertThat(pool.statistics().borrowed()).isZero();
      assertThat(server.open).hasValue(0);
    }
    server.audit(1);
  }

  @TreadleTest
  void tryingDoesNotLendWhatMustBeChecked() {
    try (var pool = pool(c -> c.withCheck(this::check))) {
      borrow(pool);
      sleep(SECOND);

      assertThat(pool.tryAcquire()).isNull();
      assertThat(checks).isZero();
    }
  }

  @TreadleTest
  void aCheckEachTimeIsPossible() {
    try (var pool = pool(c -> c.withCheck(Duration.ZERO, SECOND, this::check))) {
      borrow(pool);
      borrow(pool);
      borrow(pool);

      assertThat(checks).isEqualTo(2);
    }
  }
}
