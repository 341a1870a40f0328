package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Context;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/// How items come to be open, and what happens if they cannot be.
class PoolOpeningTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Server server = new Server();
  private final List<Object> log = new CopyOnWriteArrayList<>();

  private Pool<Connection> pool(UnaryOperator<PoolSettings<Connection>> settings) {
    return Pool.open(server.connection(), settings);
  }

  private Pool<Connection> pool(int maxSize) {
    return pool(c -> c.withMaxSize(maxSize));
  }

  @TreadleTest
  void aPoolOpensWithItsMinimum(Simulation simulation) {
    server.openTakes = SECOND;
    try (var pool = pool(c -> c.withMinSize(3).withMaxSize(5))) {
      assertThat(pool.statistics().idle()).isEqualTo(3);
      assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    }
    server.audit(3);
  }

  @TreadleTest
  void aPoolWhoseMinimumCannotBeOpenedDoesNotOpen() {
    var resource =
        Resource.of(
            "connection",
            () -> {
              if (server.attempts.get() == 2) {
                throw new IOException("refused");
              }
              return server.connect();
            },
            server::disconnect);

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> Pool.open(resource, c -> c.withName("db").withMinSize(3)))
        .withMessage(
            "pool 'db' could not open an item: dev.treadle.resource.ResourceException: could not"
                + " open connection: java.io.IOException: refused");
    assertThat(server.opened).hasSize(2);
    server.audit(3);
  }

  @TreadleTest
  void whoIsCancelledWhileAPoolOpensHasNoPool(Simulation simulation) {
    server.openTakes = Duration.ofSeconds(10);

    assertThat(moveOnAfter(SECOND, () -> pool(c -> c.withMinSize(2)))).isEmpty();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    server.audit(2);
  }

  @TreadleTest
  void aCancelledTaskOpensNoPool() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(() -> pool(1))).isInstanceOf(Cancelled.class);
    });
  }

  @TreadleTest
  void whoNeedsAnItemThatCannotBeOpenedIsTold() {
    server.down = true;
    try (var pool = pool(c -> c.withName("db"))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> {
            try {
              pool.acquire();
            } catch (ResourceException e) {
              throw ((ResourceException) Objects.requireNonNull(e.getCause()))
                  .rethrow(IOException.class);
            }
          })
          .withMessage("refused");
      assertThat(pool.statistics().totals().openFailures()).isEqualTo(1);
      server.down = false;
      pool.acquire().close();
    }
    server.audit(1);
  }

  @TreadleTest
  void ifAnItemWillComeBackAFailureToOpenAnotherIsTheCallersToWaitOut(Simulation simulation) {
    try (var warnings = Warnings.begin();
        var pool = pool(c -> c.withName("db").withMaxSize(2))) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        server.down = true;
        group.start(() -> pool.run(connection -> log.add(connection.number)));
        simulation.awaitBlocked();
        assertThat(warnings.messages())
            .containsExactly("pool 'db' could not open an item, and tries again in a while");
        item.close();
      });

      assertThat(log).containsExactly(1);
    }
  }

  @TreadleTest
  void openingIsTriedAgainAtGrowingDistancesUntilItSucceeds(Simulation simulation) {
    try (var _ = Warnings.begin();
        var pool = pool(2)) {
      TaskGroup.run(group -> {
        var item = pool.acquire();
        server.down = true;
        group.start(() -> pool.run(connection -> log.add(connection.number)));
        sleep(Duration.ofMillis(750));
        // At once, and after 100, 200 and 400 ms.
        assertThat(server.attempts).hasValue(5);
        server.down = false;
        sleep(SECOND);
        assertThat(log).containsExactly(2);
        item.close();
      });
    }
    server.audit(2);
  }

  @TreadleTest
  void ifNobodyHasAnItemEachWhoWaitsIsToldOfAnAttempt() {
    server.down = true;
    try (var pool = pool(2)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 5; i++) {
          group.start(() ->
              assertThat(catchThrowable(pool::acquire)).isInstanceOf(ResourceException.class));
        }
      });

      assertThat(server.attempts).hasValue(5);
    }
  }

  @TreadleTest
  void openingIsBounded(Simulation simulation) {
    server.openTakes = Duration.ofHours(1);
    try (var pool = pool(c -> c.withOpenTimeout(Duration.ofSeconds(5)))) {
      assertThat(catchThrowable(pool::acquire))
          .isInstanceOf(ResourceException.class)
          .hasCauseInstanceOf(TaskTimeoutException.class);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
    }
    server.audit(1);
  }

  @TreadleTest
  void openingGoesOnIfWhoeverWaitsGivesUpAndServesTheNext(Simulation simulation) {
    server.openTakes = Duration.ofSeconds(10);
    try (var pool = pool(1)) {
      assertThat(moveOnAfter(SECOND, () -> pool.acquire())).isEmpty();
      assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
      assertThat(pool.statistics().opening()).isEqualTo(1);
      pool.run(connection -> assertThat(connection.number).isEqualTo(1));

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(10));
      assertThat(server.attempts).hasValue(1);
    }
  }

  private static final ScopedValue<String> TENANT = ScopedValue.newInstance();

  @TreadleTest
  void itemsAreOpenedAndClosedInThePoolsContext() {
    var resource =
        Resource.of(
            () -> {
              log.add("open for " + TENANT.get());
              return "item";
            },
            _ -> log.add("close for " + TENANT.get()));
    Context.where(TENANT, "acme")
        .run(() -> {
          try (var pool = Pool.open(resource)) {
            Context.where(TENANT, "other").run(() -> pool.acquire().close());
          }
        });

    assertThat(log).containsExactly("open for acme", "close for acme");
  }
}
