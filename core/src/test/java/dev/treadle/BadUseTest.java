package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Mistakes that every verb answers alike: what is missing or negative is named.
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // the mistakes under test
class BadUseTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Body<Integer, RuntimeException> NO_BODY = null;
  private static final Action<RuntimeException> NO_ACTION = null;
  private static final Step<Integer, Integer, RuntimeException> NO_STEP = null;
  private static final Duration NO_TIME = null;
  private static final List<Integer> ITEMS = List.of(1);

  private final Map<String, Action<?>> calls = new TreeMap<>();

  /// Messages by call; of what did not throw as expected there is none.
  private List<String> wrong(Class<? extends Throwable> expected, String message) {
    var wrong = new ArrayList<String>();
    calls.forEach((name, call) -> {
      var thrown = catchThrowable(() -> call.run());
      if (!expected.isInstance(thrown) || !message.equals(thrown.getMessage())) {
        wrong.add(name + ": " + thrown);
      }
    });
    return wrong;
  }

  @TreadleTest
  void aMissingBodyIsNamed() {
    calls.put("gather", () -> Treadle.gather(NO_BODY));
    calls.put("gather actions", () -> Treadle.gather(NO_ACTION, () -> {}));
    calls.put("gatherOutcomes", () -> Treadle.gatherOutcomes(NO_BODY));
    calls.put("race", () -> Treadle.race(NO_BODY));
    calls.put("race with handler", () -> Treadle.race(_ -> {}, NO_BODY));
    calls.put("hedge", () -> Treadle.hedge(SECOND, NO_BODY));
    calls.put("timeout body", () -> Treadle.timeout(SECOND, NO_BODY));
    calls.put("timeout", () -> Treadle.timeout(SECOND, NO_ACTION));
    calls.put("timeoutAt body", () -> Treadle.timeoutAt(Deadline.never(), NO_BODY));
    calls.put("timeoutAt", () -> Treadle.timeoutAt(Deadline.never(), NO_ACTION));
    calls.put("moveOnAfter body", () -> Treadle.moveOnAfter(SECOND, NO_BODY));
    calls.put("moveOnAfter", () -> Treadle.moveOnAfter(SECOND, NO_ACTION));
    calls.put("shield body", () -> Treadle.shield(SECOND, NO_BODY));
    calls.put("shield", () -> Treadle.shield(SECOND, NO_ACTION));
    calls.put("blocking body", () -> Treadle.blocking(NO_BODY));
    calls.put("blocking", () -> Treadle.blocking(NO_ACTION));
    calls.put("cpu body", () -> Treadle.cpu(NO_BODY));
    calls.put("cpu", () -> Treadle.cpu(NO_ACTION));
    calls.put("abandonable", () -> Treadle.abandonable(_ -> {}, NO_BODY));
    calls.put("TaskGroup.run", () -> TaskGroup.run("name", null));
    calls.put("TaskGroup.call", () -> TaskGroup.call("name", null));
    calls.put("supervise", () -> TaskGroup.supervise(_ -> {}, null));
    calls.put("CancelScope.run", () -> CancelScope.run(null));
    calls.put("CancelScope.call", () -> CancelScope.call(null));

    assertThat(wrong(NullPointerException.class, "body")).isEmpty();
  }

  @TreadleTest
  void aMissingProgramIsNamed() {
    calls.put("run body", () -> Treadle.run(NO_BODY));
    calls.put("run", () -> Treadle.run(NO_ACTION));

    assertThat(wrong(NullPointerException.class, "main")).isEmpty();
  }

  @TreadleTest
  void theOneThatIsMissingOfSeveralIsNamed() {
    Body<Integer, RuntimeException> one = () -> 1;
    for (var name : List.of("a", "b", "c", "join")) {
      calls.clear();
      var a = name.equals("a") ? null : one;
      var b = name.equals("b") ? null : one;
      var c = name.equals("c") ? null : one;
      BiFunction<Integer, Integer, Integer> two = name.equals("join") ? null : Integer::sum;
      Join3<Integer, Integer, Integer, Integer> three =
          name.equals("join") ? null : (x, y, z) -> x + y + z;
      calls.put("gather three", () -> Treadle.gather(a, b, c, three));
      if (!name.equals("c")) {
        calls.put("gather two", () -> Treadle.gather(a, b, two));
      }

      assertThat(wrong(NullPointerException.class, name)).isEmpty();
    }
  }

  @TreadleTest
  void aMissingBodyOfATaskIsNamed() {
    TaskGroup.run(group -> {
      calls.put("start", () -> group.start(NO_ACTION));
      calls.put("start body", () -> group.start(NO_BODY));
      calls.put("start with a name", () -> group.start("name", NO_ACTION));
      calls.put("start body with a name", () -> group.start("name", NO_BODY));
      calls.put("startDaemon", () -> group.startDaemon(null));
      calls.put("startDaemon with a name", () -> group.startDaemon("name", null));
      calls.put("startReady", () -> group.startReady(null));
      calls.put("after", () -> group.after(SECOND, null));
      calls.put("every", () -> group.every(SECOND, null));

      assertThat(wrong(NullPointerException.class, "body")).isEmpty();
      assertThat(group).asString().endsWith("with 0 running");
    });
  }

  @TreadleTest
  void aMissingNameIsNamed() {
    Treadle.run(() -> {
      calls.put("TaskGroup.open", () -> TaskGroup.open(null));
      calls.put("TaskGroup.run", () -> TaskGroup.run(null, _ -> {}));
      calls.put("TaskGroup.call", () -> TaskGroup.call(null, _ -> 1));
      TaskGroup.run(group -> {
        calls.put("start", () -> group.start(null, () -> {}));
        calls.put("startDaemon", () -> group.startDaemon(null, () -> {}));

        assertThat(wrong(NullPointerException.class, "name")).isEmpty();
      });
    });
  }

  @TreadleTest
  void aMissingFunctionIsNamed() {
    calls.put("gather", () -> Treadle.gather(ITEMS, NO_STEP));
    calls.put("gatherOutcomes", () -> Treadle.gatherOutcomes(ITEMS, NO_STEP));
    calls.put("mapConcurrent", () -> Treadle.mapConcurrent(ITEMS, 1, NO_STEP));
    calls.put("forEachConcurrent", () -> Treadle.forEachConcurrent(ITEMS, 1, null));

    assertThat(wrong(NullPointerException.class, "fn")).isEmpty();
  }

  @TreadleTest
  void aMissingReasonIsNamed() {
    TaskGroup.run(group -> {
      var task = group.start(() -> Treadle.sleep(SECOND));
      calls.put("group", () -> group.cancel(null));
      calls.put("group with grace", () -> group.cancel(null, SECOND));
      calls.put("task", () -> task.cancel(null));
      calls.put("scope", () -> CancelScope.run(scope -> scope.cancel(null)));

      assertThat(wrong(NullPointerException.class, "reason")).isEmpty();
    });
  }

  @TreadleTest
  void aMissingDurationIsNamed() {
    calls.put("sleep", () -> Treadle.sleep(NO_TIME));
    calls.put("timeout", () -> Treadle.timeout(NO_TIME, () -> {}));
    calls.put("moveOnAfter", () -> Treadle.moveOnAfter(NO_TIME, () -> {}));
    calls.put("Deadline.in", () -> Deadline.in(NO_TIME));
    calls.put("stopping", () -> CancelScope.run(scope -> scope.stopping().await(NO_TIME)));

    assertThat(wrong(NullPointerException.class, "duration")).isEmpty();
  }

  @TreadleTest
  void aNegativeDurationIsNamedWithItsValue() {
    var negative = SECOND.negated();
    calls.put("sleep", () -> Treadle.sleep(negative));
    calls.put("timeout", () -> Treadle.timeout(negative, () -> {}));
    calls.put("moveOnAfter", () -> Treadle.moveOnAfter(negative, () -> {}));
    calls.put("Deadline.in", () -> Deadline.in(negative));
    calls.put("stopping", () -> CancelScope.run(scope -> scope.stopping().await(negative)));

    assertThat(
            wrong(
                IllegalArgumentException.class,
                "duration: expected a duration of zero or more, found PT-1S"))
        .isEmpty();
  }

  @TreadleTest
  void aNegativeGraceIsNamedWithItsValue() {
    TaskGroup.run(group -> {
      calls.put("shield", () -> Treadle.shield(SECOND.negated(), () -> {}));
      calls.put("group", () -> group.cancel("closing", SECOND.negated()));

      assertThat(
              wrong(
                  IllegalArgumentException.class,
                  "grace: expected a duration of zero or more, found PT-1S"))
          .isEmpty();
      assertThat(CancelScope.current().stopping().isRequested()).isFalse();
    });
  }
}
