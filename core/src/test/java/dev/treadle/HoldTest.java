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

class HoldTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new CopyOnWriteArrayList<>();

  // --- Who ends with something

  @TreadleTest
  void whatATaskHasNotGivenBackIsAbandonedWithItsPath() {
    TaskGroup.run("orders", group -> group.start("fetch", () -> thing("a").take()));

    assertThat(log).containsExactly("a abandoned by task 'main/orders/fetch'");
  }

  @TreadleTest
  void allOfItIsTheNewestFirst() {
    TaskGroup.run(group ->
        group.start("t", () -> {
          thing("a").take();
          var b = thing("b").take();
          thing("c").take();
          b.giveBack();
        }));

    assertThat(log).containsExactly("c abandoned by task 'main/t'", "a abandoned by task 'main/t'");
  }

  @TreadleTest
  void soItIsByATaskThatFailsOrIsCancelled() {
    TaskGroup.supervise(
        failure -> log.add(failure.getMessage()),
        group -> {
          group.start("failing", () -> {
            thing("a").take();
            throw new IllegalStateException("failed");
          });
          var cancelled = group.start("cancelled", () -> {
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
    thing.giveBack();
    next.giveBack();

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
          .containsExactly("abandoned() of dev.treadle.HoldTest$Broken failed");
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
          group.start(() -> thing.giveBack()).await();
        }));

    assertThat(log).isEmpty();
  }

  @TreadleTest
  void toGiveBackLateChangesNothing() {
    TaskGroup.run(group -> {
      var task = group.start(() -> thing("a").take());
      var thing = task.await();
      group.start(() -> thing.giveBack()).await();
      thing.giveBack();
    });

    assertThat(log).hasSize(1);
  }

  @TreadleTest
  void itCanBeTakenAgain() {
    TaskGroup.run(group ->
        group.start("t", () -> {
          var thing = thing("a").take();
          thing.take();
          thing.giveBack();
          thing.take();
        }));

    assertThat(log).containsExactly("a abandoned by task 'main/t'");
  }

  @TreadleTest
  void whatOthersGaveBackIsNotCollected() {
    TaskGroup.run(group ->
        group.start(() -> {
          var last = thing("last").take();
          for (int i = 0; i < 1_000; i++) {
            var thing = thing("a").take();
            group.start(() -> thing.giveBack()).await();
            thing.giveBack();
            var next = thing("newest").take();
            last.giveBack();
            last = next;
          }
          last.giveBack();

          assertThat(current().holds().size()).isBetween(0, 32);
        }));

    assertThat(log).isEmpty();
  }

  private static Strand current() {
    return Objects.requireNonNull(Strand.currentOrNull());
  }

  // --- Who holds

  @TreadleTest
  void itKnowsItsHolder() {
    TaskGroup.run(group ->
        group.start("t", () -> {
          var thing = thing("a");

          assertThat(thing.describe()).isEqualTo("task 'main/t' by task: false");
          assertThat(thing.take().describe()).isEqualTo("task 'main/t' by task: true");
          assertThat(thing.thread()).isSameAs(Thread.currentThread());
          thing.giveBack();
        }));
  }

  @TreadleTest
  void aThreadWithoutATaskIsAHolderToo() throws InterruptedException {
    var thread =
        Thread.ofVirtual()
            .name("worker")
            .start(() -> log.add(thing("a").take().describe()));
    thread.join();

    assertThat(log).containsExactly("thread 'worker' by task: false");
  }

  @TreadleTest
  void onlyTheThreadThatMadeItMayTakeIt() throws InterruptedException {
    var thing = thing("a");
    var made = Thread.currentThread();
    var other =
        Thread.ofVirtual()
            .start(() ->
                assertThatThrownBy(thing::take)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(
                        "expected %s, which made this hold, to take it; found %s"
                            .formatted(made, Thread.currentThread())));
    other.join();
  }

  private Thing thing(String name) {
    return new Thing(name, log);
  }

  private static final class Thing extends Hold {

    private final String name;
    private final List<String> log;

    Thing(String name, List<String> log) {
      this.name = name;
      this.log = log;
    }

    Thing take() {
      taken();
      return this;
    }

    void giveBack() {
      givenBack();
    }

    Thread thread() {
      return holder();
    }

    String describe() {
      return describeHolder() + " by task: " + isByTask();
    }

    @Override
    protected void abandoned(String by) {
      log.add(name + " abandoned by " + by);
    }
  }

  private static final class Broken extends Hold {

    void take() {
      taken();
    }

    @Override
    protected void abandoned(String by) {
      throw new IllegalStateException("broken");
    }
  }
}
