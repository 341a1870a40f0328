package dev.treadle;

import static dev.treadle.Treadle.checkpoint;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Blocks on threads that Treadle did not start.
class BorrowedStrandTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  @TreadleTest
  void aThreadIsInATaskForAsLongAsItIsInABlock() {
    assertThat(Strand.currentOrNull()).isNull();
    moveOnAfter(
        SECOND,
        () -> {
          log.add(Strand.currentOrNull() instanceof BorrowedStrand);
          log.add(Roots.all().contains(Strand.currentOrNull()));
        });

    assertThat(log).containsExactly(true, true);
    assertThat(Strand.currentOrNull()).isNull();
  }

  @TreadleTest
  void nestedBlocksAreInTheSameOne() {
    moveOnAfter(
        HOUR,
        () -> {
          var outer = Strand.currentOrNull();
          moveOnAfter(SECOND, () -> log.add(Strand.currentOrNull() == outer));
        });

    assertThat(log).containsExactly(true);
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Strand", "dev.treadle.Scope", "dev.treadle.BorrowedStrand"})
  void noInterruptReachesTheThreadBehindTheBlock(Simulation simulation)
      throws InterruptedException {
    var canceller =
        CancelScope.call(scope -> Thread.startVirtualThread(() -> scope.cancel("enough")))
            .orElseThrow();

    log.add(new CountDownLatch(1).await(2, TimeUnit.SECONDS));
    canceller.join();
    log.add(Thread.currentThread().isInterrupted());

    assertThat(log).containsExactly(false, false);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest(
      explore = 10_000,
      racePoints = {"dev.treadle.Strand", "dev.treadle.Scope", "dev.treadle.BorrowedStrand"})
  void noInterruptReachesTheThreadThoughTheStrandItselfIsCancelledAtItsEnd(Simulation simulation)
      throws InterruptedException {
    var canceller =
        moveOnAfter(
                HOUR,
                () -> {
                  var strand = Objects.requireNonNull(Strand.currentOrNull());
                  return Thread.startVirtualThread(() -> strand.cancel("enough"));
                })
            .orElseThrow();

    log.add(new CountDownLatch(1).await(2, TimeUnit.SECONDS));
    canceller.join();
    log.add(Thread.currentThread().isInterrupted());

    assertThat(log).containsExactly(false, false);
  }

  @TreadleTest
  void anotherThreadWithTheSameBindingsIsNotInIt() throws InterruptedException {
    var strand = new BorrowedStrand();
    var other =
        Thread.ofVirtual()
            .start(() ->
                ScopedValue.where(Strand.borrowed(), strand)
                    .run(() -> log.add(Strand.currentOrNull() == null)));
    other.join();

    assertThat(log).containsExactly(true);
  }

  @TreadleTest(explore = 10_000)
  void whoCancelsTheWholeOfItCancelsItsBlocks() {
    assertThatThrownBy(() ->
            moveOnAfter(
                HOUR,
                () -> {
                  var strand = Objects.requireNonNull(Strand.currentOrNull());
                  Thread.startVirtualThread(() -> strand.cancel("enough"));
                  sleep(HOUR);
                }))
        .isInstanceOf(Cancelled.class)
        .hasMessageStartingWith("enough (task '");
    checkpoint();
  }
}
