package dev.treadle.retry;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.resource.Warnings;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class FallbackTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  private static String refuse() throws IOException {
    throw new IOException("refused");
  }

  @TreadleTest
  void whatSucceedsNeedsNoFallback() {
    String answer =
        Fallback.<String, RuntimeException>call(
            () -> "fresh",
            failure -> {
              log.add("asked");
              return "stale";
            });

    assertThat(answer).isEqualTo("fresh");
    assertThat(log).isEmpty();
  }

  @TreadleTest
  void whatFailsIsReplacedByWhatIsMadeOfTheFailure() {
    assertThat(
            Fallback.<String, RuntimeException>call(
                FallbackTest::refuse, failure -> "stale, " + failure.getMessage()))
        .isEqualTo("stale, refused");
  }

  @TreadleTest
  void onlyFailuresOfTheTypeAreReplaced() throws IOException {
    assertThat(
            Fallback.<String, IOException, IOException>on(
                IOException.class, FallbackTest::refuse, _ -> "stale"))
        .isEqualTo("stale");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() ->
            Fallback.<String, FileNotFoundException, IOException>on(
                FileNotFoundException.class, FallbackTest::refuse, _ -> "stale"))
        .withMessage("refused");
  }

  @TreadleTest
  void aFailureInATaskIsOfItsType() throws IOException {
    var answer =
        Fallback.<List<String>, IOException, IOException>on(
            IOException.class,
            () -> gather(FallbackTest::refuse, () -> "other"),
            failure -> List.of(String.valueOf(failure.getMessage())));

    assertThat(answer).containsExactly("refused");
  }

  @TreadleTest
  void ifTheFallbackFailsTooBothFailuresAreTold() {
    var thrown =
        catchThrowable(() ->
            Fallback.<String, IOException>call(
                FallbackTest::refuse,
                _ -> {
                  throw new IOException("no cache");
                }));

    assertThat(thrown).hasMessage("no cache");
    assertThat(thrown.getSuppressed()).singleElement().hasToString("java.io.IOException: refused");
  }

  @TreadleTest
  void aFallbackMayThrowTheFailureOn() {
    assertThat(
            catchThrowable(() ->
                Fallback.<String, Exception>call(
                    FallbackTest::refuse,
                    failure -> {
                      throw failure;
                    })))
        .hasMessage("refused")
        .hasNoSuppressedExceptions();
  }

  @TreadleTest
  void anErrorIsNotReplaced() {
    assertThat(
            catchThrowable(() ->
                Fallback.<String, RuntimeException>call(
                    () -> {
                      throw new AssertionError("no");
                    },
                    _ -> "stale")))
        .isInstanceOf(AssertionError.class);
  }

  @TreadleTest
  void aCancellationIsNotReplaced() {
    assertThat(moveOnAfter(SECOND, () -> callForEver(() -> sleep(Duration.ofHours(1))))).isFalse();
    assertThat(moveOnAfter(SECOND, () -> callForEver(() -> new CountDownLatch(1).await())))
        .isFalse();

    assertThat(log).isEmpty();
  }

  private void callForEver(dev.treadle.Action<?> action) {
    Fallback.<String, RuntimeException>call(
        () -> {
          action.run();
          return "never";
        },
        _ -> {
          log.add("fallback");
          return "stale";
        });
  }

  @TreadleTest
  void theFallbackCanBeCancelledToo() {
    var watched = Fallback.watched("price");

    var answer =
        moveOnAfter(
            SECOND,
            () ->
                watched.<String, RuntimeException>call(
                    FallbackTest::refuse,
                    _ -> {
                      sleep(Duration.ofHours(1));
                      return "never";
                    }));

    assertThat(answer).isEmpty();
    assertThat(watched.statistics()).isEqualTo(new Fallback.Statistics(1, 1, 0));
  }

  // --- Watched

  @TreadleTest
  void aListenerIsToldOfEachFailureBeforeItIsReplaced() {
    var watched =
        Fallback.watched("price")
            .withListener(
                failure -> log.add(failure.name() + ": " + failure.exception().getMessage()));

    var answer =
        watched.<String, RuntimeException>call(
            FallbackTest::refuse,
            _ -> {
              log.add("fallback");
              return "stale";
            });

    assertThat(answer).isEqualTo("stale");
    assertThat(log).containsExactly("price: refused", "fallback");
    assertThat(watched).hasToString("fallback 'price'");
  }

  @TreadleTest
  void aListenerIsNotToldOfWhatIsThrownOn() {
    var watched = Fallback.watched("price").withListener(_ -> log.add("told"));

    assertThat(
            catchThrowable(() ->
                watched.<String, FileNotFoundException, IOException>on(
                    FileNotFoundException.class, FallbackTest::refuse, _ -> "stale")))
        .hasMessage("refused");
    assertThat(log).isEmpty();
  }

  @TreadleTest
  void aListenerThatFailsDoesNoHarm() {
    var watched =
        Fallback.watched("price")
            .withListener(_ -> {
              throw new IllegalStateException("listener");
            });

    try (var warnings = Warnings.begin()) {
      assertThat(watched.<String, RuntimeException>call(FallbackTest::refuse, _ -> "stale"))
          .isEqualTo("stale");

      assertThat(warnings.messages()).containsExactly("the listener of fallback 'price' failed");
    }
  }

  @TreadleTest
  void itCountsCallsFailuresAndWhatWasReplaced() throws IOException {
    var watched = Fallback.watched("price");
    watched.<String, RuntimeException>call(() -> "fresh", _ -> "stale");
    watched.<String, IOException, IOException>on(
        IOException.class, FallbackTest::refuse, _ -> "stale");
    assertThat(
            catchThrowable(() ->
                watched.call(
                    FallbackTest::refuse,
                    failure -> {
                      throw failure;
                    })))
        .hasMessage("refused");

    assertThat(watched.statistics()).isEqualTo(new Fallback.Statistics(3, 2, 1));
    assertThat(watched.withListener(_ -> {}).statistics())
        .isEqualTo(new Fallback.Statistics(0, 0, 0));
  }

  // --- Interrupts

  @TreadleTest
  void anInterruptOfAThreadWithoutATaskIsNotReplacedEither() throws InterruptedException {
    var thread =
        Thread.ofVirtual()
            .unstarted(() -> {
              var thrown = catchThrowable(() -> callForEver(() -> new CountDownLatch(1).await()));
              log.add(thrown.getClass().getSimpleName());
              log.add("interrupted " + Thread.currentThread().isInterrupted());
            });
    thread.start();
    thread.interrupt();
    thread.join();

    assertThat(log).containsExactly("Cancelled", "interrupted true");
  }
}
