package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.TaskFailedException;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveringTest {

  private int runs;

  /// Fails in its first so many runs, behind its first element.
  private Flow<String> failing(int times) {
    return Flow.from(List.of(1, 2))
        .map(number -> {
          runs += number == 1 ? 1 : 0;
          if (number == 2 && runs <= times) {
            throw new IOException("run " + runs);
          }
          return runs + ":" + number;
        });
  }

  // --- onError

  @Test
  void afterAFailureAnotherFlowGoesOn() {
    var spring = Spring.of(5).failingAt(3);

    assertThat(spring.flow().onError(_ -> Flow.of(8, 9)).toList()).containsExactly(1, 2, 8, 9);
    assertThat(spring.closed).hasValue(1);
  }

  @Test
  void itMayDependOnTheFailure() {
    var flow =
        Spring.of(5)
            .failingAt(2)
            .flow()
            .<Object>map(number -> number)
            .onError(failure -> Flow.of("after " + failure.getMessage()));

    assertThat(flow.toList()).containsExactly(1, "after no 2");
  }

  @Test
  void aHandlerMayThrowOn() {
    var flow =
        Spring.of(5)
            .failingAt(2)
            .flow()
            .onError(failure -> {
              throw failure;
            });

    assertThatThrownBy(flow::toList)
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: no 2");
  }

  @Test
  void whatAHandlerThrowsInsteadHasTheFailureSuppressed() {
    var flow =
        Spring.of(5)
            .failingAt(2)
            .flow()
            .onError(_ -> {
              throw new IOException("no cache");
            });

    assertThatThrownBy(flow::toList)
        .hasMessage("java.io.IOException: no cache")
        .cause()
        .hasSuppressedException(new IOException("no 2"));
  }

  @Test
  void soHasWhatADelayOrARuleOfARetryThrows() {
    var flow = Spring.of(5).failingAt(2).flow();

    assertThatThrownBy(() -> flow.retry(2, _ -> true, _ -> Duration.ofSeconds(-1)).toList())
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasSuppressedException(new IOException("no 2"));
  }

  @Test
  void theOtherFlowMayFail() {
    var flow = Spring.of(5).failingAt(2).flow().onError(_ -> Spring.of(1).failingAt(1).flow());

    assertThatThrownBy(flow::toList).hasMessage("java.io.IOException: no 1");
  }

  @Test
  void whatTheConsumerThrowsIsNotItsAffair() {
    var flow = Spring.of(5).flow().onError(_ -> Flow.of(7));

    assertThatThrownBy(() ->
            flow.forEach(_ -> {
              throw new IOException("sink");
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("sink");
  }

  @Test
  void norIsWhatAnOperatorBehindItThrows() {
    var flow =
        Spring.of(5)
            .flow()
            .onError(_ -> Flow.of(7))
            .map(_ -> {
              throw new IOException("behind");
            });

    assertThatThrownBy(flow::toList).hasMessage("java.io.IOException: behind");
  }

  @TreadleTest
  void theOtherFlowMayHaveTasks() {
    var flow = Spring.of(3).failingAt(2).flow().onError(_ -> Spring.of(3).flow().buffer(1));

    Treadle.run(() -> {
      try (var cursor = flow.open()) {
        var elements = new ArrayList<Integer>();
        Treadle.timeout(Duration.ofSeconds(1), () -> cursor.forEach(elements::add));
        assertThat(elements).containsExactly(1, 1, 2, 3);
      }
    });
  }

  @Test
  void withoutTasksACursorNeedsNone() {
    var flow = Spring.of(3).failingAt(2).flow().onError(_ -> Spring.of(2).flow()).retry(2);

    try (var cursor = flow.zip(Spring.endless().flow(), (number, _) -> number).open()) {
      assertThat(cursor).containsExactly(1, 1, 2);
    }
  }

  @Test
  void whereThereIsNoTaskACursorFailsIfTheOtherFlowStartsSome() {
    var flow = Spring.of(3).failingAt(2).flow().onError(_ -> Spring.of(2).flow().buffer(1));

    try (var cursor = flow.open()) {
      assertThat(cursor.iterator().next()).isEqualTo(1);
      assertThatThrownBy(() -> cursor.iterator().next())
          .isInstanceOf(TaskFailedException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "buffer: expected a task, because this flow turned out to start tasks of its own,"
                  + " found ")
          .hasMessageEndingWith("; forEach and the like work on any thread");
    }
  }

  @Test
  void aSinkNeedsNoTaskInAnyCase() {
    var flow = Spring.of(3).failingAt(2).flow().onError(_ -> Spring.of(2).flow().buffer(1));

    assertThat(flow.toList()).containsExactly(1, 1, 2);
  }

  @TreadleTest
  void whatFailedHasEndedBeforeTheOtherBegins() {
    var spring = Spring.endless();
    var flow =
        spring
            .flow()
            .buffer(1)
            .<Integer>map(_ -> {
              throw new IOException("behind the task");
            });

    assertThat(flow.onError(_ -> Flow.of(spring.closed.get())).toList()).containsExactly(1);
  }

  @TreadleTest
  void aCancellationIsNoFailure() {
    var flow =
        Flow.of(1)
            .<Integer>map(_ -> {
              Thread.sleep(1000);
              return 1;
            });

    var ended =
        CancelScope.run(scope -> {
          scope.cancel("enough");
          flow.onError(_ -> Flow.of(7)).retry(3).toList();
        });

    assertThat(ended).isFalse();
  }

  // --- retry

  @Test
  void itRunsAgainFromTheBeginning() {
    assertThat(failing(2).retry(3).toList()).containsExactly("1:1", "2:1", "3:1", "3:2");
  }

  @Test
  void theLastFailureComesOut() {
    assertThatThrownBy(() -> failing(5).retry(3).toList())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: run 3");
  }

  @Test
  void everyAttemptIsClosed() {
    var spring = Spring.of(3).failingAt(2);

    assertThatThrownBy(() -> spring.flow().retry(4).toList())
        .hasMessage("java.io.IOException: no 2");
    assertThat(spring.opened).hasValue(4);
    assertThat(spring.closed).hasValue(4);
  }

  @Test
  void whatIsNotWorthItIsNotTriedAgain() {
    assertThatThrownBy(() ->
            failing(5)
                .retry(3, failure -> !"run 2".equals(failure.getMessage()), _ -> Duration.ZERO)
                .toList())
        .hasMessage("java.io.IOException: run 2");
  }

  @TreadleTest
  void betweenAttemptsItWaits(Simulation simulation) {
    var flow = failing(2).retry(3, _ -> true, attempt -> Duration.ofSeconds(attempt));

    assertThat(flow.toList()).hasSize(4);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void whatCannotBeOpenedIsTriedAgainToo() {
    var opened = new int[1];
    var flow =
        Flow.lines(() -> {
          if (++opened[0] < 3) {
            throw new IOException("not there");
          }
          return new java.io.ByteArrayInputStream(new byte[] {'a'});
        });

    assertThat(flow.retry(3).toList()).containsExactly("a");
  }

  @TreadleTest
  void aStepThatIsGivenUpWhileItWaitsLosesNothing() {
    var flow = failing(1).retry(2, _ -> true, _ -> Duration.ofSeconds(10));

    Treadle.run(() -> {
      try (var cursor = flow.open()) {
        var elements = cursor.iterator();
        assertThat(elements.next()).isEqualTo("1:1");
        assertThat(Treadle.moveOnAfter(Duration.ofSeconds(1), () -> elements.next())).isEmpty();
        assertThat(elements.next()).isEqualTo("2:1");
      }
    });
  }
}
