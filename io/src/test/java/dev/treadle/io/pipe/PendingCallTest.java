package dev.treadle.io.pipe;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

class PendingCallTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final PendingCall<String> call = new PendingCall<>("a call");

  /// What nothing can interrupt.
  private static String deafFor(Duration duration) {
    long end = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return "value";
  }

  @TreadleTest(explore = 1_000)
  void itsValueIsReturned() throws IOException {
    call.begin(() -> deafFor(SECOND));

    assertThat(call.get()).isEqualTo("value");
    assertThat(call.isBegun()).isFalse();
  }

  @TreadleTest
  void itsFailureIsThrown() {
    call.begin(() -> {
      throw new IOException("broken");
    });

    assertThatThrownBy(call::get).isInstanceOf(IOException.class).hasMessage("broken");
    assertThat(call.isBegun()).isFalse();
  }

  @TreadleTest(explore = 1_000)
  void whoIsCancelledLeavesAtOnceAndTheNextGetsTheValue(Simulation simulation) throws IOException {
    call.begin(() -> deafFor(SECOND.multipliedBy(10)));

    var first = moveOnAfter(SECOND, () -> call.get());

    assertThat(first).isEmpty();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(call.get()).isEqualTo("value");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(10));
  }

  @TreadleTest(explore = 5_000)
  void theValueIsReturnedOnceWheneverTheWaitIsCancelled() throws IOException {
    call.begin(() -> deafFor(SECOND));
    TaskGroup.run(group -> {
      var task = group.start(() -> log.add(call.get()));
      sleep(SECOND);
      task.cancel("at the same time");
    });

    if (log.isEmpty()) {
      log.add(call.get());
    }
    assertThat(log).containsExactly("value");
    assertThat(call.isBegun()).isFalse();
  }

  @TreadleTest
  void whoIsCancelledAlreadyTakesNothing() throws IOException {
    call.begin(() -> "value");
    sleep(SECOND);

    boolean ended =
        CancelScope.run(scope -> {
          scope.cancel("before it waited");
          log.add(call.get());
        });

    assertThat(ended).isFalse();
    assertThat(call.get()).isEqualTo("value");
  }

  @TreadleTest
  void oneTaskAtATimeWaits() {
    call.begin(() -> deafFor(SECOND));
    TaskGroup.run(group -> {
      group.start(() -> log.add(call.get()));
      sleep(SECOND.dividedBy(2));
      assertThatThrownBy(call::get)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a call: expected one task at a time, found that another one waits here");
    });

    assertThat(log).containsExactly("value");
  }

  @TreadleTest
  void withoutACallThereIsNothingToWaitFor() {
    assertThatThrownBy(call::get)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a call: expected a call that has begun, found none");
  }

  @TreadleTest
  void oneCallAtATimeIsMade() throws IOException {
    call.begin(() -> deafFor(SECOND));

    assertThatThrownBy(() -> call.begin(() -> "another"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a call: expected no call under way, found one");
    assertThat(call.get()).isEqualTo("value");
  }

  @TreadleTest(explore = 1_000)
  void whatComesOfAnAbandonedCallIsGivenAway() {
    call.begin(() -> deafFor(SECOND));
    call.abandon(log::add);

    assertThat(log).isEmpty();
    sleep(SECOND.multipliedBy(2));
    assertThat(log).containsExactly("value");
  }

  @TreadleTest
  void alsoIfItHasEndedAlready() {
    call.begin(() -> "value");
    sleep(SECOND);

    call.abandon(log::add);

    assertThat(log).containsExactly("value");
  }

  @TreadleTest
  void theFailureOfAnAbandonedCallIsNobodysBusiness() {
    call.begin(() -> {
      sleep(SECOND);
      throw new IOException("broken");
    });
    call.abandon(log::add);
    sleep(SECOND.multipliedBy(2));

    assertThat(log).isEmpty();
  }

  @TreadleTest
  void somethingIsDoneBehindTheCall() throws IOException {
    call.begin(() -> deafFor(SECOND));
    call.afterwards(() -> log.add("afterwards"));

    assertThat(log).isEmpty();
    assertThat(call.get()).isEqualTo("value");
    sleep(SECOND);
    assertThat(log).containsExactly("afterwards");
  }

  @TreadleTest
  void orAtOnceIfThereIsNone() {
    call.afterwards(() -> log.add("afterwards"));
    sleep(SECOND);

    assertThat(log).containsExactly("afterwards");
  }

  @TreadleTest
  void aTaskTreeCallsItByItsName() {
    assertThat(call).hasToString("a call");
  }
}
