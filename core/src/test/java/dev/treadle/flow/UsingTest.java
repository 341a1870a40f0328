package dev.treadle.flow;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

class UsingTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new ArrayList<>();

  private Flow<String> words(String... words) {
    return Flow.using(
        () -> {
          log.add("opened");
          return List.of(words).iterator();
        },
        this::next,
        _ -> log.add("closed"));
  }

  private @Nullable String next(Iterator<String> words) {
    return words.hasNext() ? words.next() : null;
  }

  @TreadleTest
  void itIsOpenedReadAndClosed() {
    words("a", "b").forEach(log::add);

    assertThat(log).containsExactly("opened", "a", "b", "closed");
  }

  @TreadleTest
  void nothingIsOpenedBeforeItRuns() {
    var _ = words("a");

    assertThat(log).isEmpty();
  }

  @TreadleTest
  void itIsClosedWhenTheConsumerHasEnough() {
    assertThat(words("a", "b").first()).contains("a");
    assertThat(log).containsExactly("opened", "closed");
  }

  @TreadleTest
  void itIsClosedWhenTheConsumerFails() {
    assertThatThrownBy(() ->
            words("a")
                .forEach(_ -> {
                  throw new IOException("consumer");
                }))
        .isInstanceOf(IOException.class);
    assertThat(log).containsExactly("opened", "closed");
  }

  @TreadleTest
  void whatCannotBeOpenedIsNotClosed() {
    var flow =
        Flow.<String, String>using(
            () -> {
              throw new IOException("locked");
            },
            _ -> "never",
            _ -> log.add("closed"));

    assertThatThrownBy(flow::toList).hasMessage("java.io.IOException: locked");
    assertThat(log).isEmpty();
  }

  @TreadleTest
  void itsEndIsAskedForOnce() {
    var asked = new ArrayList<String>();
    var flow = Flow.<List<String>, String>using(() -> asked, list -> end(list), _ -> {});
    try (var cursor = flow.open()) {
      assertThat(cursor.iterator().hasNext()).isFalse();
      assertThat(cursor.iterator().hasNext()).isFalse();
    }

    assertThat(asked).containsExactly("asked");
  }

  private static @Nullable String end(List<String> asked) {
    asked.add("asked");
    return null;
  }

  @TreadleTest
  void itIsClosedInAShieldWhenTheConsumerIsCancelled(Simulation simulation) {
    boolean ended =
        moveOnAfter(
            SECOND,
            () ->
                Flow.<String, String>using(
                        () -> "source",
                        _ -> {
                          sleep(Duration.ofHours(1));
                          return "late";
                        },
                        source -> {
                          sleep(SECOND);
                          log.add("closed " + source);
                        })
                    .forEach(log::add));

    assertThat(ended).isFalse();
    assertThat(log).containsExactly("closed source");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @TreadleTest
  void whoseWaitIsCancelledMayAskAgain() {
    var flow =
        Flow.<List<Object>, Integer>using(
            () -> log,
            tries -> {
              tries.add("asked");
              sleep(Duration.ofSeconds(tries.size() == 1 ? 3600 : 0));
              return tries.size();
            },
            _ -> {});

    try (var cursor = flow.open()) {
      var none = moveOnAfter(SECOND, () -> cursor.iterator().next());
      assertThat(none).isEmpty();
      assertThat(cursor.iterator().next()).isEqualTo(2);
    }
  }

  @TreadleTest
  void itRunsInTheThreadOfWhoeverAsks() {
    var caller = Thread.currentThread();
    var threads = Flow.using(() -> "source", _ -> Thread.currentThread(), _ -> {}).take(2).toList();

    assertThat(threads).containsExactly(caller, caller);
  }

  @TreadleTest
  void itsNameIsInMessages() {
    var flow = Flow.<String, String>using(() -> "source", _ -> null, _ -> {});
    var _ = Treadle.<List<String>, RuntimeException>timeout(SECOND, flow::toList);

    assertThatThrownBy(flow::toList)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("flow using was used before");
  }
}
