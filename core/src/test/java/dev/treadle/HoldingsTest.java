package dev.treadle;

import static dev.treadle.Treadle.blocking;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

class HoldingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- Who ends with something

  @TreadleTest
  void whatATaskHasNotGivenBackIsAbandonedWithItsPath() {
    TaskGroup.run("orders", group -> group.start("fetch", () -> thing("a").take()));

    assertThat(log).containsExactly("a abandoned by task 'main/orders/fetch'");
  }

  @TreadleTest
  void allThatIsLeftOfEachLenderIsReported() {
    TaskGroup.run(group ->
        group.start(
            "t",
            () -> {
              var seats = thing("seats").take().take().take();
              thing("book").take().giveBack();
              seats.giveBack();
              thing("lamp").take();
            }));

    assertThat(log)
        .containsExactlyInAnyOrder(
            "2 seats abandoned by task 'main/t'", "lamp abandoned by task 'main/t'");
  }

  @TreadleTest
  void soItIsByATaskThatFailsOrIsCancelled() {
    TaskGroup.supervise(
        failure -> log.add(failure.getMessage()),
        group -> {
          group.start(
              "failing",
              () -> {
                thing("a").take();
                throw new IllegalStateException("failed");
              });
          var cancelled =
              group.start(
                  "cancelled",
                  () -> {
                    thing("b").take();
                    sleep(SECOND);
                  });
          sleep(Duration.ofMillis(1));
          cancelled.cancel("enough");
        });

    assertThat(log)
        .containsExactly(
            "a abandoned by task 'main/failing'", "failed", "b abandoned by task 'main/cancelled'");
  }

  @TreadleTest
  void whoAwaitsTheTaskFindsItAbandoned() {
    TaskGroup.run(group -> {
      group.start(() -> thing("a").take()).await();

      assertThat(log).hasSize(1);
    });
  }

  @TreadleTest
  void theProgramsOwnTaskIsNoException() {
    Treadle.run(() -> thing("a").take());

    assertThat(log).containsExactly("a abandoned by the program");
  }

  @TreadleTest
  void offloadedWorkIsNoExceptionEither() {
    TaskGroup.run(group -> group.start("t", () -> blocking(() -> thing("a").take())));

    assertThat(log).containsExactly("a abandoned by task 'main/t'");
  }

  @TreadleTest
  void afterABlockAThreadThatIsNoTaskGoesOnWithWhatItHas() {
    var thing = Treadle.timeout(SECOND, () -> thing("a").take());
    var next = Treadle.timeout(SECOND, () -> thing("b").take());

    assertThat(thing.giveBack()).isTrue();
    assertThat(next.giveBack()).isTrue();
    assertThat(log).isEmpty();
  }

  @TreadleTest
  void aTaskEndsEvenIfAbandoningFails() {
    try (var logged = LogCapture.begin()) {
      TaskGroup.run(group -> {
        group.start(() -> {
          thing("a").take();
          new Broken().take();
        });
      });

      assertThat(log).hasSize(1);
      assertThat(logged.messages())
          .containsExactly("abandoned() of dev.treadle.HoldingsTest$Broken failed");
    }
  }

  // --- Who gives back

  @TreadleTest
  void whatWasGivenBackIsNotAbandonedInWhateverOrder() {
    TaskGroup.run(group ->
        group.start(() -> {
          var things = new ArrayList<Thing>();
          for (int i = 0; i < 5; i++) {
            things.add(thing("" + i).take());
          }
          for (int i : new int[] {2, 0, 4, 3, 1}) {
            things.get(i).giveBack();
          }
        }));

    assertThat(log).isEmpty();
  }

  @TreadleTest
  void anotherTaskMayGiveBack() {
    TaskGroup.run(group ->
        group.start(() -> {
          var thing = thing("a").take();
          group.start(() -> log.add(thing.giveBack())).await();
        }));

    assertThat(log).containsExactly(true);
  }

  @TreadleTest
  void whoGivesBackLateLearnsThatItWasReported() {
    TaskGroup.run(group -> {
      var thing = group.start("t", () -> thing("a").take()).await();
      log.add(thing.giveBack());
    });

    assertThat(log).containsExactly("a abandoned by task 'main/t'", false);
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.Holdings")
  void aThingIsGivenBackOrReported() {
    TaskGroup.run(group -> {
      var thing = new AtomicReference<Thing>();
      group.start("t", () -> thing.set(thing("a").take()));
      group.start(() -> {
        while (thing.get() == null) {
          Thread.yield();
        }
        log.add(thing.get().giveBack());
      });
    });

    assertThat(log.contains(true)).isNotEqualTo(log.contains("a abandoned by task 'main/t'"));
  }

  @TreadleTest
  void whatOthersGaveBackIsNotCollected() {
    TaskGroup.run(group ->
        group.start(() -> {
          for (int i = 0; i < 1_000; i++) {
            var thing = thing("a").take();
            group.start(() -> thing.giveBack()).await();
          }

          assertThat(mine().size()).isLessThan(20);
        }));

    assertThat(log).isEmpty();
  }

  // --- Who holds

  @TreadleTest
  void theyKnowTheirHolder() {
    TaskGroup.run(group ->
        group.start(
            "t",
            () -> {
              var holdings = mine();

              assertThat(holdings.describe()).isEqualTo("task 'main/t'");
              assertThat(holdings.isOfTask()).isTrue();
              assertThat(holdings.thread()).isSameAs(Thread.currentThread());
              assertThat(Holdings.enter(holdings)).isSameAs(holdings);
              assertThat(Holdings.enter(null)).isSameAs(holdings);
            }));
  }

  @TreadleTest
  void aGuessMayBeWrong() {
    TaskGroup.run(group -> {
      var guess = group.start(() -> mine()).await();
      group.start(
          () -> assertThat(Holdings.enter(guess)).isSameAs(Holdings.current()).isNotSameAs(guess));
    });
  }

  @TreadleTest
  void aCancelledTaskIsNotLetIn() {
    CancelScope.run(scope -> {
      var mine = mine();
      scope.cancel("enough");
      assertThatThrownBy(() -> Holdings.enter(mine)).isInstanceOf(Cancelled.class);
    });
  }

  @TreadleTest
  void aThreadWithoutATaskHasNone() {
    assertThat(Holdings.current()).isNull();
    assertThat(Holdings.enter(null)).isNull();
  }

  @TreadleTest
  void onlyTheHolderMayTake() {
    TaskGroup.run(group -> {
      var thing = group.start(() -> thing("a")).await();
      assertThatThrownBy(thing::take)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "expected a task that has ended, whose holdings these are, to take; found ");
    });
  }

  private static Holdings mine() {
    return Objects.requireNonNull(Holdings.current());
  }

  private Thing thing(String name) {
    return new Thing(name, log);
  }

  private static final class Thing implements Lender {

    private final Holdings holdings = mine();
    private final String name;
    private final List<Object> log;

    Thing(String name, List<Object> log) {
      this.name = name;
      this.log = log;
    }

    Thing take() {
      holdings.took(this, 1);
      return this;
    }

    boolean giveBack() {
      return holdings.gaveBack(this, 1);
    }

    @Override
    public void abandoned(int amount, String by) {
      log.add((amount == 1 ? "" : amount + " ") + name + " abandoned by " + by);
    }
  }

  private static final class Broken implements Lender {

    void take() {
      mine().took(this, 1);
    }

    @Override
    public void abandoned(int amount, String by) {
      throw new IllegalStateException("broken");
    }
  }
}
