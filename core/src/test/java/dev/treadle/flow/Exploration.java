package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One run of a flow in which something happens that can happen: the consumer is cancelled or
/// leaves, a source fails, or an operator, or the consumer.
///
/// Whatever happens, and whenever: what was opened is closed, no element comes twice, and none is
/// missing that the operator promises. The test kit looks for tasks and resources that are left.
final class Exploration {

  /// How many elements the source has.
  static final int COUNT = 4;

  private static final int LATEST_MILLIS = 12;

  enum Event {
    NONE,
    CANCELLED,
    LEFT,
    SOURCE_FAILED,
    OPERATOR_FAILED,
    SINK_FAILED,
    /// Both, in any order or at once.
    CANCELLED_AND_SOURCE_FAILED,
    /// No source can be closed properly.
    CANNOT_CLOSE,
    /// The operator's own function fails.
    OWN_FAILED,
    /// Another source that it has.
    OTHER_FAILED
  }

  /// What can happen to every operator.
  static final Set<Event> USUAL =
      EnumSet.complementOf(EnumSet.of(Event.OWN_FAILED, Event.OTHER_FAILED));

  /// What an operator promises.
  enum Delivery {
    /// All, in order; and before a failure all that came before it.
    IN_ORDER,
    /// All, in order; a failure may overtake some.
    OVERTAKEN,
    /// All, in any order; a failure may overtake some.
    ALL,
    /// The newest, in order: also before a failure.
    NEWEST,
    /// The newest, in order: at the end. A failure lets go of what is held.
    LAST
  }

  interface Operated {
    Flow<Integer> apply(Flow<Integer> flow, Exploration run);
  }

  private enum Hands {
    FOR_EACH,
    CURSOR,
    STREAM
  }

  private final Delivery delivery;
  private final Event event;
  private final int at;
  private final Hands hands;
  private final Spring spring = Spring.of(COUNT);
  private final List<Spring> springs = new ArrayList<>(List.of(spring));
  private final List<Integer> received = new ArrayList<>();
  private final Throwable[] thrown = new Throwable[1];

  private Exploration(Set<Event> events, Delivery delivery) {
    this.delivery = delivery;
    this.event = any(events.toArray(Event[]::new));
    this.at = 1 + World.current().random().nextInt(COUNT);
    this.hands = any(Hands.values());
    prepare(spring, event == Event.CANCELLED_AND_SOURCE_FAILED ? event : Event.SOURCE_FAILED, at);
  }

  static <E> E any(E[] values) {
    return values[World.current().random().nextInt(values.length)];
  }

  private Spring prepare(Spring made, @Nullable Event failure, int number) {
    if (event == failure) {
      var _ = made.failingAt(number);
    }
    if (event == Event.CANNOT_CLOSE) {
      var _ = made.failingToClose();
    }
    return made;
  }

  /// Explores an operator to which the usual can happen.
  static void of(Delivery delivery, Operated operator) {
    of(USUAL, delivery, operator);
  }

  static void of(Set<Event> events, Delivery delivery, Operated operator) {
    var run = new Exploration(events, delivery);
    run.consumeIn(operator);
    run.checkClosed();
    run.checkEnd();
    run.checkReceived();
  }

  static Set<Event> usualAnd(Event... more) {
    var events = EnumSet.copyOf(USUAL);
    Collections.addAll(events, more);
    return events;
  }

  // --- For operators

  /// An operator's function, which may fail.
  int own(int number) throws IOException {
    if (event == Event.OWN_FAILED && number == at) {
      throw new IOException("own");
    }
    return atTimes(number);
  }

  /// Another source, which may fail; its elements are above a hundred.
  Flow<Integer> other(int count) {
    var other = prepare(Spring.of(count), Event.OTHER_FAILED, Math.min(at, count));
    springs.add(other);
    return other.flow().map(number -> atTimes(number) + 100);
  }

  /// A source of one element, which may fail.
  Flow<Integer> otherFor(int element) {
    var other = prepare(Spring.of(1), element == at ? Event.OTHER_FAILED : null, 1);
    springs.add(other);
    return other.flow().map(_ -> atTimes(element));
  }

  /// Steps at which somebody else may get a turn, and time may pass.
  static int atTimes(int number) {
    switch (World.current().random().nextInt(3)) {
      case 0 -> Treadle.sleep(Duration.ofMillis(1));
      case 1 -> Treadle.checkpoint();
      default -> {}
    }
    return number;
  }

  // --- The run

  private void consumeIn(Operated operator) {
    TaskGroup.run(group -> {
      var consumer =
          group.start(() -> {
            try {
              consume(operator.apply(spring.flow().map(this::pass), this));
            } catch (Throwable failure) {
              thrown[0] = failure;
              if (failure instanceof Cancelled cancelled) {
                throw cancelled;
              }
            }
          });
      if (event == Event.CANCELLED || event == Event.CANCELLED_AND_SOURCE_FAILED) {
        waitAWhile(at);
        consumer.cancel("enough");
      }
    });
  }

  /// Until before, at or after whatever waits for a time.
  static void waitAWhile(int at) {
    Treadle.sleep(Duration.ofMillis(World.current().random().nextInt(LATEST_MILLIS)));
    for (int i = 0; i < at * 5; i++) {
      Treadle.checkpoint();
    }
  }

  private int pass(int number) throws IOException {
    if (event == Event.OPERATOR_FAILED && number == at) {
      throw new IOException("operator");
    }
    return atTimes(number);
  }

  private void consume(Flow<Integer> flow) throws IOException {
    switch (hands) {
      case FOR_EACH -> (event == Event.LEFT ? flow.take(at) : flow).forEach(this::receive);
      case CURSOR -> {
        try (var cursor = flow.open()) {
          for (var element : cursor) {
            receive(element);
            if (hasEnough()) {
              break;
            }
          }
        }
      }
      case STREAM -> {
        try (var stream = flow.toStream()) {
          var elements = stream.iterator();
          while (!hasEnough() && elements.hasNext()) {
            receive(elements.next());
          }
        }
      }
    }
  }

  private boolean hasEnough() {
    return event == Event.LEFT && received.size() == at;
  }

  private void receive(int number) throws IOException {
    received.add(atTimes(number));
    if (event == Event.SINK_FAILED && received.size() == at) {
      throw new IOException("sink");
    }
  }

  // --- What is to be seen

  private void checkClosed() {
    for (var each : springs) {
      assertThat(each.closed).hasValue(each.opened.get());
    }
  }

  private void checkEnd() {
    var failure = thrown[0];
    switch (event) {
      case NONE, LEFT -> assertThat(failure).isNull();
      case CANCELLED -> assertThat(failure).matches(t -> t == null || t instanceof Cancelled);
      case SOURCE_FAILED -> requireJoined(failure, "no " + at);
      case CANCELLED_AND_SOURCE_FAILED -> {
        if (!(failure instanceof Cancelled)) {
          requireJoined(failure, "no " + at);
        }
      }
      case OPERATOR_FAILED -> requireJoined(failure, "operator");
      case OWN_FAILED -> requireJoined(failure, "own");
      case OTHER_FAILED -> requireJoined(failure, "no ");
      case CANNOT_CLOSE -> requireJoined(failure, "cannot close");
      case SINK_FAILED -> {
        if (isComplete() || received.size() >= at) {
          assertThat(failure).isExactlyInstanceOf(IOException.class).hasMessage("sink");
        }
      }
    }
  }

  static void requireJoined(@Nullable Throwable failure, String message) {
    assertThat(failure)
        .isInstanceOf(TaskFailedException.class)
        .hasMessageStartingWith("java.io.IOException: " + message);
  }

  private boolean isComplete() {
    return delivery != Delivery.NEWEST && delivery != Delivery.LAST;
  }

  private void checkReceived() {
    assertThat(received).doesNotHaveDuplicates();
    if (delivery != Delivery.ALL) {
      assertThat(received).isSorted();
    }
    if (delivery == Delivery.IN_ORDER || delivery == Delivery.OVERTAKEN) {
      assertThat(received).isEqualTo(numbers(received.size()));
    }
    switch (event) {
      case NONE -> checkAllCame();
      case CANCELLED -> {
        if (thrown[0] == null) {
          checkAllCame();
        }
      }
      case LEFT -> assertThat(received).hasSizeBetween(isComplete() ? at : 0, at);
      case SINK_FAILED -> assertThat(received).hasSizeBetween(isComplete() ? at : 0, at);
      case SOURCE_FAILED, OPERATOR_FAILED -> checkThoseBeforeTheFailure();
      case OWN_FAILED -> {
        assertThat(received).doesNotContain(at);
        if (delivery == Delivery.IN_ORDER) {
          assertThat(received).isEqualTo(numbers(at - 1));
        }
      }
      case CANCELLED_AND_SOURCE_FAILED -> assertThat(received).allMatch(number -> number < at);
      case OTHER_FAILED, CANNOT_CLOSE -> {}
    }
  }

  private void checkAllCame() {
    if (isComplete()) {
      assertThat(received).hasSize(COUNT);
    } else {
      assertThat(received).endsWith(COUNT);
    }
  }

  private void checkThoseBeforeTheFailure() {
    assertThat(received).allMatch(number -> number < at);
    if (delivery == Delivery.IN_ORDER) {
      assertThat(received).isEqualTo(numbers(at - 1));
    }
    if (delivery == Delivery.NEWEST && at > 1) {
      assertThat(received).endsWith(at - 1);
    }
  }

  static List<Integer> numbers(int count) {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }
}
