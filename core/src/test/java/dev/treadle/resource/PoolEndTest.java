package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationFailure;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// How pools end, and what happens to those who use them still.
class PoolEndTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Server server = new Server();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private Pool<Connection> pool(UnaryOperator<PoolSettings<Connection>> settings) {
    return Pool.open(server.connection(), c -> settings.apply(c.withName("db")));
  }

  // --- Gracefully

  @TreadleTest
  void closingWaitsUntilAllIsClosed(Simulation simulation) {
    server.closeTakes = Duration.ofSeconds(3);
    pool(c -> c.withMinSize(3)).close();

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
    server.audit(3);
  }

  @TreadleTest
  void closingWaitsForItemsToComeBack(Simulation simulation) {
    var pool = pool(c -> c);
    TaskGroup.run(group -> {
      group.start(() ->
          pool.run(connection -> {
            sleep(Duration.ofSeconds(5));
            log.add(connection.isOpen());
          }));
      sleep(SECOND);
      pool.close();
      log.add("closed");
    });

    assertThat(log).containsExactly(true, "closed");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
    server.audit(1);
  }

  @TreadleTest
  void whatDoesNotComeBackInTimeIsTakenAway(Simulation simulation) {
    try (var warnings = Warnings.begin()) {
      var pool = pool(c -> c.withCloseGrace(Duration.ofSeconds(3)));
      TaskGroup.run(group -> {
        group.start(
            "slow",
            () -> {
              try (var item = pool.acquire()) {
                sleep(Duration.ofSeconds(10));
                log.add(catchThrowable(item::value).getMessage());
              }
            });
        simulation.awaitBlocked();
        pool.close();
        assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
        server.audit(1);
      });

      assertThat(log)
          .containsExactly("item of pool 'db' is not yours any more: the pool was closed by force");
      assertThat(warnings.messages())
          .containsExactly(
              "pool 'db' was closed while task 'main/slow' had an item, which was taken away");
    }
  }

  @TreadleTest
  void closingIsShieldedFromCancellation(Simulation simulation) {
    server.closeTakes = Duration.ofSeconds(3);
    boolean inTime =
        moveOnAfter(
            SECOND,
            () -> {
              try (var pool = pool(c -> c)) {
                pool.run(_ -> sleep(Duration.ofHours(1)));
              }
            });

    assertThat(inTime).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
    server.audit(1);
  }

  @TreadleTest
  void closingItAgainWaitsForTheSameEnd(Simulation simulation) {
    server.closeTakes = Duration.ofSeconds(3);
    var pool = pool(c -> c.withMinSize(1));
    TaskGroup.run(group -> {
      group.start(pool::close);
      sleep(SECOND);
      pool.close();
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
    });
    pool.close();

    server.audit(1);
  }

  // --- By force

  @TreadleTest
  void closingByForceTakesAwayWhatIsLent(Simulation simulation) {
    var pool = pool(c -> c);
    TaskGroup.run(group -> {
      var item = pool.acquire();
      pool.closeNow();

      server.audit(1);
      assertThatIllegalStateException().isThrownBy(item::value);
      assertThatIllegalStateException().isThrownBy(item::adopt);
      item.close();
    });

    assertThat(simulation.clock().elapsed()).isZero();
    assertThat(pool.statistics().totals().leaked()).isZero();
  }

  @TreadleTest
  void closingByForceCutsAGracefulCloseShort(Simulation simulation) {
    var pool = pool(c -> c);
    TaskGroup.run(group -> {
      var item = pool.acquire();
      group.start(pool::close);
      sleep(SECOND);
      pool.closeNow();
      item.close();
    });

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    server.audit(1);
  }

  @TreadleTest
  void anItemThatCannotBeClosedDoesNotKeepAnybody(Simulation simulation) {
    try (var warnings = Warnings.begin()) {
      var stuck =
          Resource.of(
                  () -> "item",
                  _ -> {
                    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
                    while (System.nanoTime() < end) { // whoever is cancelled
                      LockSupport.parkNanos(end - System.nanoTime());
                      Thread.interrupted();
                    }
                  })
              .withCloseTimeout(SECOND);
      var pool = Pool.open(stuck, c -> c.withName("db").withMinSize(1));
      pool.closeNow();

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(8));
      assertThat(warnings.messages())
          .last()
          .asString()
          .startsWith("pool 'db' is closed, but for items that cannot be: Statistics[idle=0,");
      sleep(Duration.ofMinutes(1));
    }
  }

  @TreadleTest
  void anItemThatIsNotClosedProperlyIsCountedAndLogged() {
    try (var warnings = Warnings.begin()) {
      var broken =
          Resource.of(
              () -> "item",
              _ -> {
                throw new IOException("lost");
              });
      var pool = Pool.open(broken, c -> c.withName("db").withMinSize(2));
      pool.close();

      assertThat(pool.statistics().totals().closeFailures()).isEqualTo(2);
      assertThat(warnings.messages())
          .hasSize(2)
          .containsOnly("an item of pool 'db' could not be closed");
    }
  }

  // --- Those who come too late

  @TreadleTest
  void nothingIsLentByAClosedPool() {
    var pool = pool(c -> c.withMinSize(1));
    pool.close();
    var message = "pool 'db' is closed, and lends nothing any more";

    assertThatExceptionOfType(PoolClosedException.class)
        .isThrownBy(pool::acquire)
        .withMessage(message);
    assertThatExceptionOfType(PoolClosedException.class)
        .isThrownBy(pool::tryAcquire)
        .withMessage(message);
    assertThatExceptionOfType(PoolClosedException.class)
        .isThrownBy(() -> pool.run(_ -> {}))
        .withMessage(message);
  }

  @TreadleTest
  void thoseWhoWaitAreSentAway(Simulation simulation) {
    var pool = pool(c -> c.withMaxSize(1));
    TaskGroup.run(group -> {
      var item = pool.acquire();
      for (int i = 0; i < 3; i++) {
        group.start(() -> log.add(catchThrowable(pool::acquire).getClass()));
      }
      simulation.awaitBlocked();
      group.start(pool::close);
      simulation.awaitBlocked();
      assertThat(log).hasSize(3).containsOnly(PoolClosedException.class);
      item.close();
    });

    server.audit(1);
  }

  @TreadleTest
  void anItemThatIsBeingOpenedIsOpenedForNobody(Simulation simulation) {
    server.openTakes = Duration.ofSeconds(10);
    var pool = pool(c -> c.withMaxSize(1));
    TaskGroup.run(group -> {
      group.start(() -> log.add(catchThrowable(pool::acquire).getClass()));
      sleep(SECOND);
      pool.close();
    });

    assertThat(log).containsExactly(PoolClosedException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    server.audit(1);
  }

  @Test
  void aPoolThatIsNotClosedFailsASimulatedTest() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() -> Simulation.run(_ -> pool(c -> c)))
        .withMessageContaining("pool 'db'");
  }
}
