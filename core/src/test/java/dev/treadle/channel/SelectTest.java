package dev.treadle.channel;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.channel.Select.after;
import static dev.treadle.channel.Select.ended;
import static dev.treadle.channel.Select.onEnded;
import static dev.treadle.channel.Select.onReceive;
import static dev.treadle.channel.Select.orElse;
import static dev.treadle.channel.Select.receive;
import static dev.treadle.channel.Select.select;
import static dev.treadle.channel.Select.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Outcome;
import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class SelectTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final Channel<String> words = Channel.buffered(2, c -> c.withName("words"));
  private final Channel<Integer> numbers = Channel.rendezvous(c -> c.withName("numbers"));

  private static final ChannelStatistics UNTOUCHED = new ChannelStatistics(0, 0, 0, 0, 0, 0);

  // --- Each kind of clause

  @TreadleTest
  void itReceives() {
    words.send("tea");

    String word = select(receive(words), receive(Channel.<String>rendezvous()));

    assertThat(word).isEqualTo("tea");
  }

  @TreadleTest
  void itSends() {
    String done = select(send(words, "tea", () -> "sent"), receive(numbers, n -> "got " + n));

    assertThat(done).isEqualTo("sent");
    assertThat(words.receive()).isEqualTo("tea");
    assertThat(numbers.statistics()).isEqualTo(UNTOUCHED);
  }

  @TreadleTest
  void itWaitsForWhateverComesFirst() {
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        numbers.send(7);
      });
      log.add(select(receive(words), receive(numbers, n -> "number " + n)));
    });

    assertThat(log).containsExactly("number 7");
    assertThat(words.statistics()).isEqualTo(UNTOUCHED);
  }

  @TreadleTest
  void itSendsToWhoeverComesFirst() {
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        log.add(numbers.receive());
      });
      select(onReceive(words, log::add), send(numbers, 7, () -> {}));
    });

    assertThat(log).containsExactly(7);
  }

  @TreadleTest
  void itSendsWhenThereIsRoom() {
    words.send("tea");
    words.send("milk");
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        log.add(words.receive());
      });
      select(send(words, "sugar", () -> log.add("sent")), onReceive(numbers, log::add));
    });

    assertThat(log).containsExactlyInAnyOrder("tea", "sent");
    assertThat(words.statistics().buffered()).isEqualTo(2);
  }

  @TreadleTest
  void itSeesATaskEnd(Simulation simulation) {
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            sleep(SECOND);
            return 7;
          });
      for (int i = 0; i < 2; i++) { // ends, and has ended
        log.add(
            select(
                receive(words),
                ended(task, outcome -> ((Outcome.Success<Integer>) outcome).value() + "!")));
      }
    });

    assertThat(log).containsExactly("7!", "7!");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void itSeesTimePass(Simulation simulation) {
    log.add(select(receive(words), after(SECOND, () -> "late")));
    select(onReceive(words, log::add), after(Duration.ZERO, () -> log.add("at once")));

    assertThat(log).containsExactly("late", "at once");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(words.statistics()).isEqualTo(UNTOUCHED);
  }

  @TreadleTest
  void timeThatNeverComesIsNotWaitedFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        words.send("tea");
      });
      log.add(select(receive(words), after(Duration.ofSeconds(Long.MAX_VALUE), () -> "never")));
    });

    assertThat(log).containsExactly("tea");
  }

  @TreadleTest
  void withSomethingElseToDoItDoesNotWait() {
    var clauses = List.of(orElse(() -> "nothing"), receive(words));

    assertThat(Select.<String, RuntimeException>select(clauses)).isEqualTo("nothing");
    words.send("tea");
    assertThat(Select.<String, RuntimeException>select(clauses)).isEqualTo("tea");
    select(onReceive(words, log::add), orElse(() -> log.add("nothing")));
    assertThat(log).containsExactly("nothing");
  }

  @TreadleTest
  void itTakesTheEndsOfChannels() {
    try (var sender = words.sender();
        var receiver = words.receiver()) {
      select(send(sender, "tea", () -> log.add("sent")), onReceive(numbers, log::add));
      select(onReceive(receiver, log::add), onReceive(numbers, log::add));
    }

    assertThat(log).containsExactly("sent", "tea");
  }

  @TreadleTest
  void aClosedEndIsAnError() {
    var receiver = words.receiver();
    var sender = words.sender();
    receiver.close();
    sender.close();

    assertThatThrownBy(() -> select(receive(receiver), after(SECOND, () -> "late")))
        .hasMessageContaining("receiver of channel 'words' is closed");
    assertThatThrownBy(() -> select(send(sender, "tea", () -> "sent")))
        .hasMessageContaining("sender of channel 'words' is closed");
  }

  // --- Which one

  @TreadleTest
  void eachOfThoseThatCanHappenIsAsLikelyAsAnother() {
    var counts = new TreeMap<String, Integer>();
    var never = Channel.<String>rendezvous();
    for (int i = 0; i < 3_000; i++) {
      var one = Channel.<String>buffered(1);
      one.send("one");
      var two = Channel.<String>conflated();
      two.send("two");
      var chosen =
          select(receive(never), receive(one), receive(two), after(Duration.ZERO, () -> "three"));
      counts.merge(chosen, 1, Integer::sum);
    }

    assertThat(counts.keySet()).containsExactly("one", "three", "two");
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
  }

  @TreadleTest
  void theKindOfClauseMakesItNoLikelier() {
    var counts = new TreeMap<String, Integer>();
    TaskGroup.run(group -> {
      var task = group.start(() -> {});
      Tasks.waitAll(task);
      for (int i = 0; i < 4_000; i++) {
        var full = Channel.<String>buffered(1);
        full.send("received");
        var chosen =
            select(
                receive(full),
                send(Channel.<Integer>buffered(1), 7, () -> "sent"),
                ended(task, _ -> "ended"),
                after(Duration.ZERO, () -> "late"));
        counts.merge(chosen, 1, Integer::sum);
      }
    });

    assertThat(counts.keySet()).containsExactly("ended", "late", "received", "sent");
    assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(900, 1_100));
  }

  @TreadleTest
  void itLeavesNothingBehindInTheOthers(Simulation simulation) {
    var full = Channel.<String>buffered(1);
    full.send("fills it");
    TaskGroup.run(group -> {
      var task = group.start(() -> sleep(SECOND.multipliedBy(5)));
      group.start(() ->
          select(
              onReceive(words, log::add),
              onReceive(numbers, log::add),
              send(full, "more", () -> log.add("sent")),
              onEnded(task, log::add),
              after(SECOND, () -> log.add("late"))));
      simulation.awaitBlocked();
      assertThat(words.statistics().waitingReceivers()).isEqualTo(1);
      assertThat(numbers.statistics().waitingReceivers()).isEqualTo(1);
      assertThat(full.statistics().waitingSenders()).isEqualTo(1);
    });

    assertThat(log).containsExactly("late");
    assertThat(words.statistics()).isEqualTo(UNTOUCHED);
    assertThat(numbers.statistics()).isEqualTo(UNTOUCHED);
    assertThat(full.statistics()).isEqualTo(new ChannelStatistics(1, 0, 0, 1, 0, 0));
  }

  @TreadleTest
  void itIsPassedOverEightTimesAtMost(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> log.add(select(receive(words), receive(numbers, n -> "number"))));
      simulation.awaitBlocked();
      int inVain = 0;
      while (log.isEmpty() && inVain < 100) {
        words.trySend("tea");
        inVain += words.tryReceive() == null ? 0 : 1;
        simulation.awaitBlocked();
      }

      assertThat(inVain).isEqualTo(Line.PATIENCE);
    });
  }

  // --- Cancelled

  @TreadleTest
  void aCancelledSelectLeavesNothingBehind() {
    assertThat(moveOnAfter(SECOND, () -> select(receive(words), receive(numbers, n -> ""))))
        .isEmpty();

    assertThat(words.statistics()).isEqualTo(UNTOUCHED);
    assertThat(numbers.statistics()).isEqualTo(UNTOUCHED);
  }

  @TreadleTest
  void aCancelledTaskSelectsNothing() {
    words.send("tea");
    CancelScope.run(scope -> {
      scope.cancel("enough");
      log.add(catchThrowable(() -> select(receive(words))) instanceof Cancelled);
    });

    assertThat(log).containsExactly(true);
    assertThat(words.statistics().buffered()).isEqualTo(1);
  }

  // --- Actions that throw

  @TreadleTest
  void whatTheActionThrowsTheSelectThrows() {
    words.send("tea");

    assertThatThrownBy(() -> selectAndFail())
        .isInstanceOf(IOException.class)
        .hasMessage("no use for tea");
    assertThat(words.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 1, 1, 0));
  }

  private void selectAndFail() throws IOException {
    select(
        onReceive(
            words,
            word -> {
              throw new IOException("no use for " + word);
            }),
        after(SECOND, () -> {}));
  }

  // --- Closed

  @TreadleTest
  void aClosedChannelIsSomethingThatHappens() {
    words.close();
    numbers.close();

    assertThatThrownBy(() -> select(receive(words)))
        .isInstanceOf(ChannelClosedException.class)
        .hasMessage("channel 'words' is closed, and all that was sent has been received");
    assertThatThrownBy(() -> select(send(numbers, 7, () -> "sent")))
        .hasMessage("channel 'numbers' is closed: expected no more sends");
    assertThat(select(receive(words).ifClosed(() -> "closed"))).isEqualTo("closed");
    assertThat(select(send(numbers, 7, () -> "sent").ifClosed(() -> "closed"))).isEqualTo("closed");
  }

  @TreadleTest
  void closingWakesASelect() {
    TaskGroup.run(group -> {
      group.start(() -> log.add(select(receive(words).ifClosed(() -> "words closed"))));
      group.start(
          () -> log.add(select(receive(numbers, n -> "number").ifClosed(() -> "numbers closed"))));
      sleep(SECOND);
      words.close();
      numbers.close();
    });

    assertThat(log).containsExactlyInAnyOrder("words closed", "numbers closed");
  }

  // --- Mistakes

  @Test
  @SuppressWarnings("NullAway")
  void mistakesAreToldAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> select())
        .withMessage("clauses: expected at least one, found none");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> select(orElse(() -> 1), orElse(() -> 2)))
        .withMessage("clauses: expected one orElse at most, found two");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> after(Duration.ofSeconds(-1), () -> 1))
        .withMessage("duration: expected a duration of zero or more, found PT-1S");
    assertThatNullPointerException()
        .isThrownBy(() -> send(words, null, () -> 1))
        .withMessage("element");
    assertThatNullPointerException().isThrownBy(() -> receive(null)).withMessage("channel");
  }

  @Test
  @SuppressWarnings("NullAway")
  void nothingMayBeNull() {
    var nothing = (Clause<String, RuntimeException>) null;
    var none = (List<Clause<String, RuntimeException>>) null;
    assertThatNullPointerException()
        .isThrownBy(() -> select(nothing, receive(words)))
        .withMessage("clause");
    assertThatNullPointerException().isThrownBy(() -> select(none)).withMessage("clauses");
    assertThatNullPointerException().isThrownBy(() -> onReceive(words, null)).withMessage("action");
    assertThatNullPointerException()
        .isThrownBy(() -> send(null, "tea", () -> 1))
        .withMessage("channel");
    assertThatNullPointerException()
        .isThrownBy(() -> ended(null, outcome -> outcome))
        .withMessage("task");
    assertThatNullPointerException().isThrownBy(() -> after(null, () -> 1)).withMessage("duration");
    assertThatNullPointerException()
        .isThrownBy(() -> receive(words).ifClosed(null))
        .withMessage("action");
    assertThat(words.statistics()).isEqualTo(UNTOUCHED);
  }

  @TreadleTest
  void aTaskTreeShowsWhatItWaitsFor(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() ->
          select(onReceive(words, log::add), send(numbers, 7, () -> {}), after(SECOND, () -> {})));
      simulation.awaitBlocked();
      log.add(TaskTree.capture().toString());
    });

    assertThat(log.getFirst().toString())
        .contains("the first of an element of channel 'words', room in channel 'numbers', PT1S");
  }

  // --- What it is built on

  @TreadleTest
  void aTaskThatIsWaitedForNoLongerKeepsNoWaiter() {
    TaskGroup.run(group -> {
      var task = group.start(() -> sleep(SECOND));
      for (int i = 0; i < 100; i++) {
        select(onEnded(task, log::add), after(Duration.ZERO, () -> {}), onReceive(words, log::add));
      }
      Tasks.waitAll(task);
    });

    assertThat(log).isEmpty();
  }
}
