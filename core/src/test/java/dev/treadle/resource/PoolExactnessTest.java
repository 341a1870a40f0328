package dev.treadle.resource;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.seam.Fault;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// Whatever fails, is cancelled or closed, and whenever: no item is lost, none is lent to two,
/// there are never too many, each is closed once, and nobody is left waiting.
class PoolExactnessTest {

  private static final Duration MILLI = Duration.ofMillis(1);

  private final Server server = new Server();
  private Warnings warnings;

  @BeforeEach
  void beQuiet() {
    warnings = Warnings.begin();
  }

  @AfterEach
  void speakAgain() {
    warnings.close();
  }

  private Pool<Connection> pool(UnaryOperator<PoolSettings<Connection>> settings) {
    return Pool.open(
        server.connection(),
        c -> settings.apply(c.withMaxSize(2).withHealth(connection -> !connection.broken)));
  }

  /// Borrows an item, and finds that nobody else has it.
  private static void borrow(Pool<Connection> pool) {
    try (var item = pool.acquire()) {
      var connection = item.value();
      assertThat(connection.users.incrementAndGet()).isEqualTo(1);
      assertThat(connection.isOpen()).isTrue();
      Thread.yield();
      connection.broken |= Fault.point("user.breaks-it");
      connection.users.decrementAndGet();
    } catch (ResourceException | PoolClosedException expected) {
      assertThat(expected).isNotNull();
    }
  }

  private void audit(Pool<Connection> pool) {
    var now = pool.statistics();
    assertThat(now.idle() + now.borrowed() + now.opening() + now.closing()).isZero();
    assertThat(now.waiting()).isZero();
    assertThat(now.totals().opened()).isEqualTo(now.totals().closed());
    assertThat(now.totals().leaked()).isZero();
    server.audit(2);
  }

  // --- In every interleaving

  /// Four want an item, two of them are cancelled at any moment.
  private void cancelSome(UnaryOperator<PoolSettings<Connection>> settings) {
    var pool = pool(settings);
    try (pool) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 4; i++) {
          var task = group.start(() -> borrow(pool));
          if (i < 2) {
            group.start(() -> task.cancel("enough"));
          }
        }
      });
      assertThat(pool.statistics().borrowed()).isZero();
      assertThat(pool.statistics().waiting()).isZero();
    }
    audit(pool);
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.resource")
  void whoeverIsCancelledTheOthersAreServed() {
    cancelSome(c -> c);
  }

  @TreadleTest(
      explore = 5_000,
      racePoints = {"dev.treadle.resource", "dev.treadle.Waiter", "dev.treadle.Strand"})
  void whoeverIsCancelledInTheMiddleOfAWaitTheOthersAreServed() {
    cancelSome(c -> c.withMaxSize(1));
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.resource", faults = 0.15)
  void whateverFailsToo() {
    cancelSome(c -> c.withCheck(Duration.ZERO, Duration.ofSeconds(1), server::answers));
  }

  @TreadleTest(explore = 10_000, faults = 0.3)
  void howeverOftenItFails() {
    cancelSome(c -> c.withCheck(Duration.ZERO, Duration.ofSeconds(1), server::answers));
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.resource", faults = 0.1)
  void thoseWhoBorrowAgainAndAgainAreServed() {
    var pool = pool(c -> c);
    try (pool) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 3; i++) {
          group.start(() -> {
            for (int j = 0; j < 3; j++) {
              moveOnAfter(MILLI, () -> borrow(pool));
            }
          });
        }
      });
    }
    audit(pool);
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.resource", faults = 0.1)
  void anItemThatSeveralGiveBackComesBackOnce() {
    var pool = pool(c -> c.withMaxSize(1));
    try (pool) {
      TaskGroup.run(group -> {
        Borrowed<Connection> item;
        try {
          item = pool.acquire();
        } catch (ResourceException expected) {
          return;
        }
        group.start(item::close);
        group.start(() -> {
          try {
            item.adopt().close();
          } catch (IllegalStateException expected) {
            assertThat(expected).hasMessageContaining("not yours any more");
          }
        });
        group.start(() -> borrow(pool));
        group.start(() -> borrow(pool));
      });
    }
    audit(pool);
  }

  // --- The end, at any moment

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.resource")
  void closingAtAnyMomentIsExact() {
    var pool = pool(c -> c.withMinSize(1));
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        group.start(() -> borrow(pool));
      }
      var impatient = group.start(pool::close);
      group.start(() -> {
        pool.close();
        assertThat(server.open).hasValue(0);
      });
      group.start(() -> impatient.cancel("enough"));
    });
    audit(pool);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.resource")
  void closingAtAnyMomentOfAnOpeningEndsThat(Simulation simulation) {
    server.openTakes = Duration.ofHours(1);
    var pool = pool(c -> c);
    TaskGroup.run(group -> {
      group.start(() -> borrow(pool));
      group.start(pool::close);
    });

    assertThat(simulation.clock().elapsed()).isZero();
    audit(pool);
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.resource", faults = 0.1)
  void closingByForceAtAnyMomentIsExact() {
    var pool = pool(c -> c);
    TaskGroup.run(group -> {
      for (int i = 0; i < 3; i++) {
        var task = group.start(() -> borrowFromUnderForce(pool));
        if (i == 0) {
          group.start(() -> task.cancel("enough"));
        }
      }
      group.start(() -> {
        pool.closeNow();
        assertThat(server.open).hasValue(0);
      });
    });
    audit(pool);
  }

  /// Borrows an item that may be taken away at any moment.
  private static void borrowFromUnderForce(Pool<Connection> pool) {
    try (var item = pool.acquire()) {
      Thread.yield();
      assertThat(item.value()).isNotNull();
    } catch (ResourceException | PoolClosedException expected) {
      assertThat(expected).isNotNull();
    } catch (IllegalStateException taken) {
      assertThat(taken).hasMessageEndingWith("the pool was closed by force");
    }
  }

  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.resource")
  void openingAtAnyMomentOfACancellationIsExact() {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task =
              group.start(() -> {
                try (var pool = pool(c -> c.withMinSize(2))) {
                  borrow(pool);
                }
              });
          group.start(() -> task.cancel("enough"));
        });
    server.audit(2);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.resource", faults = 0.1)
  void openingWithFailuresAtAnyMomentIsExact() {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task =
              group.start(() -> {
                try (var pool = pool(c -> c.withMinSize(2))) {
                  borrow(pool);
                }
              });
          group.start(() -> task.cancel("enough"));
        });
    server.audit(2);
  }

  // --- In real time

  @TreadleTest(realTime = true)
  void manyWhoGiveUpLeaveNothingBehind() {
    var pool = pool(c -> c);
    try (pool) {
      gather(
          List.of(0, 1, 2, 3, 4, 5, 6, 7),
          _ -> {
            for (int i = 0; i < 500; i++) {
              moveOnAfter(Duration.ofNanos(20_000), () -> borrow(pool));
            }
            return true;
          });
      assertThat(pool.statistics().waiting()).isZero();
      assertThat(pool.statistics().borrowed()).isZero();
    }
    audit(pool);
  }
}
