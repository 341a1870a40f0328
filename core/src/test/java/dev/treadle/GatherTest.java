package dev.treadle;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.Work.cleaningUp;
import static dev.treadle.Work.fail;
import static dev.treadle.Work.failWhenCancelled;
import static dev.treadle.Work.forEver;
import static dev.treadle.Work.rawForEver;
import static dev.treadle.Work.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

class GatherTest {

  private final AtomicInteger ended = new AtomicInteger();

  @TreadleTest(explore = 10_000)
  void valuesComeInOrder() {
    List<String> values =
        gather(
            () -> {
              seconds(2);
              return "slow";
            },
            () -> "quick",
            () -> {
              seconds(1);
              return "middling";
            });

    assertThat(values).containsExactly("slow", "quick", "middling");
  }

  @TreadleTest(explore = 10_000)
  void itemsToo() {
    assertThat(gather(List.of(3, 1, 2), item -> slowly(item))).containsExactly("3", "1", "2");
  }

  private static String slowly(int item) {
    seconds(item);
    return Integer.toString(item);
  }

  @TreadleTest
  void bodiesInACollectionToo() {
    Collection<Body<Integer, Exception>> bodies = List.of(() -> 1, () -> 2);

    assertThat(gather(bodies)).containsExactly(1, 2);
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void valuesMayBeNull() {
    assertThat(Treadle.<String>gather(() -> "a", () -> null)).containsExactly("a", null);
    assertThat(gather(Arrays.asList("a", null), item -> item)).containsExactly("a", null);
  }

  @TreadleTest
  void nothingGivesNothing() {
    assertThat(gather(List.<String>of(), item -> item)).isEmpty();
    assertThat(gather(List.<Body<String, Exception>>of())).isEmpty();
  }

  @TreadleTest
  void theListCannotBeChanged() {
    assertThatThrownBy(() -> gather(() -> 1, () -> 2).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @TreadleTest
  void valuesOfTwoOrThreeTypesAreJoined() {
    String two = gather(() -> "a", () -> 1, (a, b) -> a + b);
    String three = gather(() -> "a", () -> 1, () -> 'c', (a, b, c) -> a + b + c);

    assertThat(two).isEqualTo("a1");
    assertThat(three).isEqualTo("a1c");
  }

  @TreadleTest(explore = 10_000)
  void aFailureOfOneOfThemIsTheOnlyOne() {
    assertThatThrownBy(() -> gather(() -> rawly(), () -> failing(), (a, b) -> "never"))
        .isInstanceOfSatisfying(
            TaskFailedException.class, failed -> assertThat(failed.failures()).hasSize(1))
        .hasCauseInstanceOf(IOException.class);
  }

  private static String rawly() throws InterruptedException {
    rawForEver();
    return "never";
  }

  private static String failing() throws IOException {
    fail("boo");
    return "never";
  }

  @TreadleTest(explore = 10_000)
  void theLosersAreCancelledAndAwaited() {
    assertThatThrownBy(() ->
            gather(
                () -> cleaningUp(ended, () -> forEver()),
                () -> fail("boo"),
                () -> cleaningUp(ended, () -> rawForEver())))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: boo");

    assertThat(ended).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void siblingsThatAwaitEachOthersFailureDoNotHang() {
    var tasks = new CompletableFuture<List<Task<?>>>();

    assertThatThrownBy(() ->
            TaskGroup.run(group ->
                tasks.complete(
                    List.of(
                        group.start(() -> awaitThenFail(tasks, 1)),
                        group.start(() -> awaitThenFail(tasks, 0)),
                        group.start(() -> awaitThenFail(tasks, 3)),
                        group.start(() -> fail("boo"))))))
        .isInstanceOf(TaskFailedException.class)
        .satisfies(thrown -> assertThat(messages(thrown)).contains("boo"));
  }

  private static void awaitThenFail(CompletableFuture<List<Task<?>>> tasks, int other)
      throws Exception {
    try {
      tasks.get().get(other).await();
    } finally {
      fail("task beside " + other);
    }
  }

  private static List<String> messages(Throwable thrown) {
    return ((TaskFailedException) thrown).failures().stream().map(Throwable::getMessage).toList();
  }

  @TreadleTest(explore = 10_000)
  void allFailuresAreThereInTheOrderInWhichTheTasksEnded() {
    assertThatThrownBy(() ->
            gather(
                () -> failWhenCancelled("second"),
                () -> {
                  seconds(1);
                  fail("first");
                }))
        .satisfies(thrown -> assertThat(messages(thrown)).containsExactly("first", "second"));
  }

  @TreadleTest(explore = 10_000)
  void aCancellationFromOutsideEndsAll() {
    assertThatThrownBy(() ->
            timeout(
                Duration.ofSeconds(1),
                () ->
                    gather(
                        () -> cleaningUp(ended, () -> forEver()),
                        () -> cleaningUp(ended, () -> rawForEver()))))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(ended).hasValue(2);
  }

  @TreadleTest(explore = 10_000)
  void valuesAreReturnedIfAllHadOneWhenTheCancellationCame() {
    moveOnAfter(Duration.ofSeconds(1), () -> gather(List.of(1, 1), item -> slowly(item)))
        .ifPresent(values -> assertThat(values).containsExactly("1", "1"));
  }

  @SuppressWarnings("NullAway")
  @TreadleTest
  void nullIsRefusedBeforeAnythingIsStarted() {
    var bodies = new ArrayList<Body<Integer, Exception>>();
    bodies.add(() -> ended.incrementAndGet());
    bodies.add(null);

    assertThatThrownBy(() -> gather(bodies))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> gather(() -> 1, (Body<Integer, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("body");
    assertThatThrownBy(() -> gather(List.of(1), (Step<Integer, Integer, Exception>) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fn");
    assertThat(ended).hasValue(0);
  }
}
