package dev.treadle.resource;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.treadle.TaskGroup;
import dev.treadle.monitor.Lint;
import dev.treadle.test.Simulation;
import dev.treadle.test.SimulationFailure;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Holders that end and have not given back.
class PoolLeakTest {

  private final Server server = new Server();
  private final AtomicReference<Borrowed<Connection>> leaked = new AtomicReference<>();
  private Warnings warnings;

  @BeforeEach
  void listen() {
    Lint.LEAKED_RESOURCE.enable(); // forgets what it has said
    warnings = Warnings.begin();
  }

  @AfterEach
  void stopListening() {
    warnings.close();
  }

  private Pool<Connection> pool() {
    return Pool.open(server.connection(), c -> c.withName("db").withMaxSize(1));
  }

  private void leak(Pool<Connection> pool) {
    TaskGroup.run(group ->
        group.start(
            "careless",
            () -> {
              leaked.set(pool.acquire());
              sleep(Duration.ofSeconds(3));
            }));
  }

  @TreadleTest
  void aHolderThatEndsIsReportedWithItsPath() {
    try (var pool = pool()) {
      leak(pool);

      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .startsWith(
              "pool 'db': task 'main/careless' ended without giving back an item that it had")
          .endsWith(
              "; the item is closed, and another may be opened in its place; use try (var item ="
                  + " pool.acquire())");
      assertThat(pool.statistics().totals().leaked()).isEqualTo(1);
      leaked.get().close();
    }
  }

  @TreadleTest
  void itsItemIsClosedAndItsPlaceIsFree() {
    try (var pool = pool()) {
      leak(pool);

      assertThat(pool.<Integer, RuntimeException>use(connection -> connection.number)).isEqualTo(2);
      assertThatIllegalStateException()
          .isThrownBy(() -> leaked.get().value())
          .withMessage(
              "item of pool 'db' is not yours any more: task 'main/careless' ended without giving"
                  + " it back");
      leaked.get().close();
    }
    server.audit(1);
  }

  @TreadleTest
  void thoseWhoWaitForItGetAnother(Simulation simulation) {
    try (var pool = pool()) {
      TaskGroup.run(group -> {
        group.start(() -> leak(pool));
        simulation.awaitBlocked();
        pool.acquire().close();
      });

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
      leaked.get().close();
    }
    server.audit(1);
  }

  @TreadleTest
  void aThreadWithoutATaskThatEndedIsNoticedByWhoeverHasToWait() throws InterruptedException {
    try (var pool = pool()) {
      Thread.ofVirtual().name("worker").start(() -> leaked.set(pool.acquire())).join();
      assertThat(pool.statistics().borrowed()).isEqualTo(1);
      pool.acquire().close();

      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .startsWith("pool 'db': thread 'worker' ended without giving back an item");
      leaked.get().close();
    }
    server.audit(1);
  }

  @TreadleTest
  void anItemThatAnotherThreadGaveBackIsNoLeak() {
    try (var pool = pool()) {
      TaskGroup.run(group -> {
        group.start(() -> {
          leaked.set(pool.acquire());
          sleep(Duration.ofSeconds(3));
        });
        sleep(Duration.ofSeconds(1));
        leaked.get().close();
      });

      assertThat(warnings.messages()).isEmpty();
      assertThat(pool.statistics().totals().leaked()).isZero();
      assertThat(pool.statistics().idle()).isEqualTo(1);
    }
  }

  @Test
  void aLeakFailsASimulatedTest() {
    assertThatExceptionOfType(SimulationFailure.class)
        .isThrownBy(() ->
            Simulation.run(_ -> {
              try (var pool = pool()) {
                leak(pool);
              }
            }))
        .withMessageContaining("item of pool 'db'");
  }
}
