package dev.treadle;

import static dev.treadle.Treadle.forEachConcurrent;
import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class MapConcurrentTest {

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();

  private static List<Integer> numbers(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  private int counted(int item) {
    begun.incrementAndGet();
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    sleep(Duration.ofMillis(100 + item % 3));
    inside.decrementAndGet();
    return item * item;
  }

  @TreadleTest(explore = 10_000)
  void soManyAreUnderWayAsTheLimitSaysAndNeverMore() {
    mapConcurrent(numbers(8), 3, item -> counted(item));

    assertThat(most).hasValue(3);
    assertThat(begun).hasValue(8);
  }

  @TreadleTest
  void aLimitAboveTheNumberOfItemsIsNoLimit(Simulation simulation) {
    mapConcurrent(numbers(5), Integer.MAX_VALUE, item -> counted(item));

    assertThat(most).hasValue(5);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(102));
  }

  @TreadleTest
  void aLimitOfOneIsOneAfterTheOther() {
    var order = new ConcurrentLinkedQueue<Integer>();

    forEachConcurrent(numbers(5), 1, item -> order.add(counted(item)));

    assertThat(order).containsExactly(0, 1, 4, 9, 16);
    assertThat(most).hasValue(1);
  }

  @TreadleTest(explore = 10_000)
  void resultsComeInOrder() {
    var results =
        mapConcurrent(
            List.of(3, 1, 2),
            2,
            item -> {
              seconds(item);
              return item * 10;
            });

    assertThat(results).containsExactly(30, 10, 20);
  }

  @TreadleTest
  void itemsAndResultsMayBeNull() {
    assertThat(mapConcurrent(Arrays.asList("a", null), 2, item -> item)).containsExactly("a", null);
  }

  @TreadleTest
  void theListCannotBeChanged() {
    assertThatThrownBy(() -> mapConcurrent(numbers(1), 1, item -> item).set(0, 7))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @TreadleTest
  void noItemsGiveNoResults() {
    assertThat(mapConcurrent(List.<Integer>of(), 3, item -> item)).isEmpty();
    forEachConcurrent(List.of(), 3, _ -> begun.incrementAndGet());

    assertThat(begun).hasValue(0);
  }

  @TreadleTest(explore = 10_000)
  void afterAFailureNoneIsBegunAndThoseUnderWayAreCancelled() {
    assertThatThrownBy(() ->
            forEachConcurrent(
                numbers(100),
                2,
                item -> {
                  begun.incrementAndGet();
                  if (item == 1) {
                    fail("one");
                  }
                  forEver();
                }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: one");

    assertThat(begun).hasValueLessThanOrEqualTo(2);
  }

  @TreadleTest(explore = 10_000)
  void alsoIfTheItemsNeverWait() {
    assertThatThrownBy(() ->
            forEachConcurrent(
                numbers(100),
                2,
                item -> {
                  begun.incrementAndGet();
                  if (item == 0) {
                    fail("zero");
                  }
                  Thread.yield();
                }))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: zero");

    assertThat(begun).hasValueLessThan(100);
  }

  @TreadleTest(explore = 10_000)
  void failuresInTheCleanupOfOthersAreThereToo() {
    assertThatThrownBy(() ->
            forEachConcurrent(
                numbers(2),
                2,
                item -> {
                  if (item == 0) {
                    failWhenCancelled("cleanup");
                  }
                  seconds(1);
                  fail("first");
                }))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            failed ->
                assertThat(failed.failures())
                    .extracting(Throwable::getMessage)
                    .containsExactly("first", "cleanup"));
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsIt() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofMillis(150),
                () -> mapConcurrent(numbers(100), 3, item -> counted(item))))
        .isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(
      explore = 20_000,
      racePoints = {"dev.treadle.Scope", "dev.treadle.ConcurrentMap"})
  void aCancelledOneNeverReturnsHalfOfTheResults() {
    TaskGroup.run(group -> {
      group.start(() -> group.cancel("enough"));
      var results = mapConcurrent(numbers(3), 1, item -> item);
      assertThat(results).containsExactly(0, 1, 2);
    });
  }

  @TreadleTest
  void theLimitIsAboveZero() {
    for (int limit : new int[] {0, -1}) {
      assertThatThrownBy(() -> mapConcurrent(numbers(1), limit, item -> item))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("limit: expected a number above zero, found " + limit);
      assertThatThrownBy(() -> forEachConcurrent(List.of(), limit, _ -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("limit: expected a number above zero, found " + limit);
    }
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefused() {
    assertThatThrownBy(() -> mapConcurrent(numbers(1), 1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fn");
    assertThatThrownBy(() -> forEachConcurrent(numbers(1), 1, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fn");
  }

  @TreadleTest
  void aFailureIsTheItemsOwn() {
    assertThatThrownBy(() -> mapConcurrent(numbers(1), 1, _ -> failing()))
        .isInstanceOf(TaskFailedException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  private static int failing() throws IOException {
    fail("boo");
    return 0;
  }
}
