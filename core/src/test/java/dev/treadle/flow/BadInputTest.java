package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskFailedException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// Mistakes are named where they are made.
class BadInputTest {

  private static final Duration NOT_POSITIVE = Duration.ZERO;

  private static void refused(String message, Function<Flow<Integer>, ?> mistake) {
    refused(message, () -> mistake.apply(Flow.of(1)));
  }

  private static void refused(String message, ThrowingCallable mistake) {
    assertThatThrownBy(mistake).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void sizesAreAboveZero() {
    refused("size: expected a number above zero, found 0", flow -> flow.batch(0));
    refused("size: expected a number above zero, found -1", flow -> flow.window(-1, 1));
    refused("step: expected a number above zero, found 0", flow -> flow.window(1, 0));
    refused("limit: expected a number above zero, found 0", flow -> flow.mapConcurrent(0, n -> n));
    refused("limit: expected a number above zero, found -2", flow -> flow.mapUnordered(-2, n -> n));
    refused("limit: expected a number above zero, found 0", flow -> flow.flatMap(0, Flow::of));
    refused(
        "limit: expected a number above zero, found 0",
        flow -> flow.groupBy(0, n -> n, (_, group) -> group));
    refused("attempts: expected a number above zero, found 0", flow -> flow.retry(0));
    refused(
        "elements: expected a number above zero, found 0",
        flow -> flow.throttle(0, Duration.ofSeconds(1)));
  }

  @Test
  void roomIsAboveZeroAndNotTooMuch() {
    refused("capacity: expected 1 to 1073741824, found 0", flow -> flow.buffer(0));
    refused("capacity: expected 1 to 1073741824, found -5", flow -> flow.buffer(-5));
    refused(
        "size: expected 1 to 1073741824, found 2147483647",
        flow -> flow.batch(Integer.MAX_VALUE, Duration.ofSeconds(1)));
  }

  @Test
  void countsAreNotNegative() {
    refused("most: expected zero or more, found -1", flow -> flow.take(-1));
    refused("first: expected zero or more, found -1", flow -> flow.drop(-1));
  }

  @Test
  void durationsAreAboveZero() {
    refused(
        "maxWait: expected a duration above zero, found PT0S", flow -> flow.batch(1, NOT_POSITIVE));
    refused(
        "per: expected a duration above zero, found PT0S", flow -> flow.throttle(1, NOT_POSITIVE));
    refused(
        "quiet: expected a duration above zero, found PT0S", flow -> flow.debounce(NOT_POSITIVE));
    refused(
        "period: expected a duration above zero, found PT0S", flow -> flow.sample(NOT_POSITIVE));
    refused(
        "limit: expected a duration above zero, found PT0S",
        flow -> flow.timeoutEach(NOT_POSITIVE));
    refused(
        "period: expected a duration above zero, found PT-1S",
        () -> Flow.interval(Duration.ofSeconds(-1)));
  }

  // --- No element

  private static void notThere(String message, ThrowingCallable mistake) {
    assertThatThrownBy(mistake)
        .isInstanceOf(TaskFailedException.class)
        .cause()
        .isInstanceOf(NullPointerException.class)
        .hasMessage(message);
  }

  @Test
  void sourcesHaveNoNulls() {
    var end = ": expected an element, found null, which a flow cannot have";

    assertThatThrownBy(() -> Flow.of("a", null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("of" + end);
    notThere("from(Iterable)" + end, () -> Flow.from(Arrays.asList("a", null)).toList());
    notThere("from(Stream)" + end, () -> Flow.from(Stream.of("a", null)).toList());
    notThere("pages" + end, () -> Flow.pages(() -> null, _ -> null).toList());
    notThere(
        "emit: expected an element, found null",
        () -> Flow.generate(emit -> emit.accept(null)).toList());
  }

  @Test
  void functionsMakeNoNulls() {
    var end = ": expected an element, found null, which a flow cannot have";

    notThere("map" + end, () -> Flow.of(1).map(_ -> null).toList());
    notThere("flatMap" + end, () -> Flow.of(1).flatMap(_ -> Arrays.asList(1, null)).toList());
    notThere("scan" + end, () -> Flow.of(1).scan("", (_, _) -> null).toList());
    notThere("zip" + end, () -> Flow.of(1).zip(Flow.of(2), (_, _) -> null).toList());
    notThere("mapConcurrent" + end, () -> Flow.of(1).mapConcurrent(2, _ -> null).toList());
    notThere("mapConcurrent" + end, () -> Flow.of(1).mapUnordered(2, _ -> null).toList());
    notThere(
        "combineLatest" + end, () -> Flow.of(1).combineLatest(Flow.of(2), (_, _) -> null).toList());
    notThere("groupBy" + end, () -> Flow.of(1).groupBy(1, _ -> null, (_, g) -> g).toList());
  }

  @Test
  void functionsAreThere() {
    assertThatThrownBy(() -> Flow.of(1).map(null)).hasMessage("fn");
    assertThatThrownBy(() -> Flow.of(1).forEach(null)).hasMessage("each");
    assertThatThrownBy(() -> Flow.of(1).merge((Flow<Integer>) null)).hasMessage("flow");
    assertThatThrownBy(() -> Flow.from((List<Integer>) null)).hasMessage("elements");
  }
}
