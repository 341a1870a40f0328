package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.monitor.Lint;
import dev.treadle.seam.Fault;
import dev.treadle.seam.World;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

class ResourceTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  private Resource<String> logged(String name) {
    return Resource.of(
        name,
        () -> {
          log.add("+" + name);
          return name;
        },
        value -> log.add("-" + value));
  }

  private static <T> Resource<T> failing(String message) {
    return Resource.of(
        "broken",
        () -> {
          throw new IOException(message);
        },
        _ -> {});
  }

  // --- Opening and closing

  @TreadleTest
  void nothingIsOpenedBeforeItIsUsed() {
    var resource = logged("a").map(String::length).then(_ -> logged("b"));

    assertThat(log).isEmpty();
    assertThat(resource).hasToString("a");
  }

  @TreadleTest
  void itIsOpenInsideTheBlockAndClosedBehindIt() {
    int length =
        logged("a")
            .use(value -> {
              assertThat(log).containsExactly("+a");
              return value.length();
            });

    assertThat(length).isEqualTo(1);
    assertThat(log).containsExactly("+a", "-a");
  }

  @TreadleTest
  void itCanBeUsedAgain() {
    var resource = logged("a");

    resource.run(_ -> {});
    resource.run(_ -> {});

    assertThat(log).containsExactly("+a", "-a", "+a", "-a");
  }

  @TreadleTest
  void whatCanCloseItselfNeedsNoMore() {
    try (var opened = Resource.of(() -> (AutoCloseable) () -> log.add("closed")).open()) {
      assertThat(opened.value()).isNotNull();
      assertThat(opened).hasToString("a resource (open)");
    }

    assertThat(log).containsExactly("closed");
  }

  @TreadleTest
  void closingItTwiceClosesItOnce() {
    var opened = logged("a").open();
    opened.close();
    opened.close();

    assertThat(log).containsExactly("+a", "-a");
    assertThat(opened).hasToString("a (closed)");
  }

  @TreadleTest
  void theValueIsOfNoUseBehindItsClosing() {
    var opened = logged("a").open();
    opened.close();

    assertThatIllegalStateException()
        .isThrownBy(opened::value)
        .withMessage("a is closed: expected value() to be called before close()");
  }

  // --- Combining

  @TreadleTest
  void theSecondIsOpenedWithTheFirstAndClosedBeforeIt() {
    logged("a").then(a -> logged(a + "b")).run(value -> log.add("use " + value));

    assertThat(log).containsExactly("+a", "+ab", "use ab", "-ab", "-a");
  }

  @TreadleTest
  void twoMakeOneValue() {
    logged("a").zip(logged("b"), String::concat).run(value -> log.add("use " + value));

    assertThat(log).containsExactly("+a", "+b", "use ab", "-b", "-a");
  }

  @TreadleTest
  void anotherValueIsMadeOfTheFirst() {
    assertThat(logged("abc").map(String::length).<Integer, RuntimeException>use(n -> n * 2))
        .isEqualTo(6);

    assertThat(log).containsExactly("+abc", "-abc");
  }

  @TreadleTest
  void ifTheSecondCannotBeOpenedTheFirstIsClosedBeforeAnybodyHearsOfIt() {
    var both = logged("a").then(_ -> ResourceTest.<String>failing("refused"));

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(both::open)
        .withMessage("could not open a: java.io.IOException: refused")
        .withCauseInstanceOf(IOException.class);
    assertThat(log).containsExactly("+a", "-a");
  }

  @TreadleTest
  void ifTheStepFailsTheFirstIsClosed() {
    var lengths = logged("a").map(_ -> Integer.parseInt("x"));

    assertThat(catchThrowable(lengths::open)).hasCauseInstanceOf(NumberFormatException.class);
    assertThat(log).containsExactly("+a", "-a");
  }

  // --- Failures

  @TreadleTest
  void aFailureToOpenCanBeThrownOnAsItself() {
    assertThatExceptionOfType(FileNotFoundException.class)
        .isThrownBy(() -> {
          try {
            Resource.of(
                    () -> {
                      throw new FileNotFoundException("a.txt");
                    },
                    _ -> {})
                .open();
          } catch (ResourceException e) {
            throw e.rethrow(IOException.class);
          }
        });
    var other = catchThrowable(failing("refused")::open);
    assertThat(((ResourceException) other).rethrow(RuntimeException.class)).isSameAs(other);
  }

  @TreadleTest
  void aFailureToCloseIsThrown() {
    var resource =
        Resource.of(
            "file",
            () -> "a",
            _ -> {
              throw new IOException("disk full");
            });

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> resource.run(_ -> {}))
        .withMessage("could not close file: java.io.IOException: disk full");
  }

  @TreadleTest
  void aFailureToCloseIsSuppressedInWhatTheBlockThrows() {
    var resource =
        Resource.of(
            "file",
            () -> "a",
            _ -> {
              throw new IOException("disk full");
            });

    var thrown =
        catchThrowable(() ->
            resource.run(_ -> {
              throw new IOException("block");
            }));

    assertThat(thrown).isExactlyInstanceOf(IOException.class).hasMessage("block");
    assertThat(thrown.getSuppressed()).singleElement().isInstanceOf(ResourceException.class);
  }

  @TreadleTest
  void anErrorPassesAsItIs() {
    var resource =
        Resource.of(
            () -> {
              throw new StackOverflowError("deep");
            },
            _ -> {});

    assertThat(catchThrowable(resource::open)).isInstanceOf(StackOverflowError.class);
  }

  @TreadleTest
  void nothingIsNoResource() {
    @SuppressWarnings("NullAway")
    var resource = Resource.<String>of(() -> null, _ -> log.add("closed"));

    assertThat(catchThrowable(resource::open))
        .hasMessage("could not open a resource: java.lang.NullPointerException: what open returns");
    assertThat(log).isEmpty();
  }

  // --- Cancellation

  @TreadleTest
  void aCancelledTaskOpensNothing() {
    CancelScope.run(scope -> {
      scope.cancel("enough");
      assertThat(catchThrowable(logged("a")::open)).isInstanceOf(Cancelled.class);
    });

    assertThat(log).isEmpty();
  }

  @TreadleTest
  void openingEndsWithTheDeadlineAndLeavesNothingOpen(Simulation simulation) {
    var slow =
        logged("a")
            .then(_ ->
                Resource.of(
                    () -> {
                      sleep(Duration.ofMinutes(1));
                      return "b";
                    },
                    _ -> log.add("never")));

    assertThat(moveOnAfter(SECOND, () -> slow.run(_ -> {}))).isFalse();

    assertThat(log).containsExactly("+a", "-a");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void closingIsShielded(Simulation simulation) {
    var slow =
        Resource.of(
            () -> "a",
            _ -> {
              sleep(Duration.ofSeconds(5));
              log.add("closed");
            });

    assertThat(moveOnAfter(SECOND, () -> slow.run(_ -> sleep(Duration.ofHours(1))))).isFalse();

    assertThat(log).containsExactly("closed");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(6));
  }

  @TreadleTest
  void closingIsBounded(Simulation simulation) {
    var stuck =
        Resource.of("stuck", () -> "a", _ -> sleep(Duration.ofHours(1)))
            .withCloseTimeout(Duration.ofSeconds(3));

    assertThatExceptionOfType(ResourceException.class)
        .isThrownBy(() -> stuck.run(_ -> {}))
        .withMessage(
            "could not close stuck: dev.treadle.TaskTimeoutException: expected to end within PT3S,"
                + " and did not")
        .withCauseInstanceOf(TaskTimeoutException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void closingIsBoundedInACancelledTaskToo(Simulation simulation) {
    var stuck =
        Resource.of(() -> "a", _ -> sleep(Duration.ofHours(1)))
            .withCloseTimeout(Duration.ofSeconds(3));

    try (var warnings = Warnings.begin()) {
      Lint.UNAWAITED_FAILURE.enable(); // forgets what it has said
      assertThat(moveOnAfter(SECOND, () -> stuck.run(_ -> sleep(Duration.ofHours(1))))).isFalse();

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
      assertThat(warnings.messages())
          .singleElement()
          .asString()
          .contains("could not close a resource: dev.treadle.TaskTimeoutException");
    }
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.resource", faults = 0.2)
  void whateverFailsOrIsCancelledWhatIsOpenIsClosedOnce() {
    var server = new Server();
    var both =
        server
            .connection()
            .zip(server.connection(), List::of)
            .map(pair -> {
              if (Fault.point("step-fails")) {
                throw new IOException("no");
              }
              return pair;
            });
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task = group.start(() -> both.run(_ -> Thread.yield()));
          group.start(() -> task.cancel("enough"));
        });

    server.audit(2);
  }

  /// By its task, by a deadline, and by somebody who interrupts its thread.
  @TreadleTest(explore = 5_000, racePoints = "dev.treadle.resource", faults = 0.1)
  void cancelledAtAnyMomentOfAnOpeningNothingStaysOpen() {
    var server = new Server();
    server.openTakes = Duration.ofMillis(2);
    server.closeTakes = Duration.ofMillis(1);
    var random = World.current().random();
    var moment = Duration.ofMillis(random.nextInt(12));
    int way = random.nextInt(3);
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var thread = new AtomicReference<Thread>();
          var task =
              group.start(() -> {
                thread.set(Thread.currentThread());
                moveOnAfter(way == 0 ? moment : Duration.ofHours(1), () -> openThree(server));
              });
          sleep(moment);
          switch (way) {
            case 1 -> task.cancel("enough");
            case 2 -> Optional.ofNullable(thread.get()).ifPresent(Thread::interrupt);
            default -> {}
          }
        });

    server.audit(7);
  }

  private static void openThree(Server server) {
    var three =
        server
            .connection()
            .then(_ -> server.connection())
            .zip(server.connection(), List::of)
            .map(pair -> {
              sleep(Duration.ofMillis(1));
              return pair;
            });
    try (var stack = ExitStack.open()) {
      stack.enter(server.connection());
      three.run(_ -> stack.enter(three));
    }
  }

  @TreadleTest
  void anOpeningThatMustNotBeCutHasAShieldInside(Simulation simulation) {
    var login =
        Resource.of(
            () ->
                shield(
                    Duration.ofSeconds(5),
                    () -> {
                      sleep(Duration.ofSeconds(3));
                      log.add("+login");
                      return "session";
                    }),
            _ -> log.add("-login"));

    assertThat(moveOnAfter(SECOND, () -> login.run(_ -> sleep(Duration.ofHours(1))))).isFalse();

    assertThat(log).containsExactly("+login", "-login");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  // --- Mistakes

  @TreadleTest
  void aBoundIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logged("a").withCloseTimeout(Duration.ZERO))
        .withMessage("closeTimeout: expected a duration above zero, found PT0S");
  }
}
