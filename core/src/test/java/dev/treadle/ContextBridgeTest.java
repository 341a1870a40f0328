package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContextBridgeTest {

  private static final Map<String, String> REQUEST = Map.of("request", "17");

  private final List<String> log = new CopyOnWriteArrayList<>();

  @BeforeEach
  void use() {
    Notes.use(true);
  }

  @AfterEach
  void forget() {
    Notes.replace(Map.of());
    Notes.use(false);
  }

  // --- The installed one

  @TreadleTest(explore = 10_000)
  void tasksFindTheThreadLocalsOfTheirStarter() {
    Notes.replace(REQUEST);

    var found = Treadle.gather(Notes::all, () -> Treadle.gather(Notes::all).getFirst());
    Notes.replace(Map.of());

    assertThat(found).containsExactly(REQUEST, REQUEST);
  }

  @TreadleTest
  void aTaskFindsThemAsTheyWereWhenItWasStarted() {
    TaskGroup.run(group -> {
      Notes.replace(REQUEST);
      var task = group.after(Duration.ofSeconds(1), () -> log.add(Notes.all().toString()));
      Notes.put("later", "yes");
      task.await();
    });
    Notes.replace(Map.of());

    assertThat(log).containsExactly("{request=17}");
  }

  @TreadleTest
  void whatATaskChangesStaysItsOwn() {
    Notes.replace(REQUEST);

    Treadle.gather(() -> Notes.put("mine", "yes"));
    var after = Notes.all();
    Notes.replace(Map.of());

    assertThat(after).isEqualTo(REQUEST);
  }

  @TreadleTest(explore = 10_000)
  void aPoolsThreadIsLeftAsItWas() {
    try (var pool = VirtualPool.of(1)) {
      Notes.replace(REQUEST);
      log.add(pool.call(() -> Notes.all().toString()));
      Notes.replace(Map.of());
      log.add(pool.call(() -> Notes.all().toString()));
    }

    assertThat(log).containsExactly("{request=17}", "{}");
  }

  @TreadleTest
  void aProgramFindsThem() {
    Notes.replace(REQUEST);

    var found = Treadle.run(Notes::all);
    Notes.replace(Map.of());

    assertThat(found).isEqualTo(REQUEST);
  }

  @Test
  void platformThreadsFindThem() {
    Notes.replace(REQUEST);

    assertThat(Treadle.<Map<String, String>, RuntimeException>blocking(Notes::all))
        .isEqualTo(REQUEST);
  }

  @TreadleTest
  void aThreadOutsideTheTreeHandsOnItsOwn() throws InterruptedException {
    TaskGroup.run(group -> {
      var outside =
          Thread.startVirtualThread(() -> {
            Notes.replace(REQUEST);
            group.start(() -> log.add(Notes.all().toString()));
          });
      outside.join();
    });

    assertThat(log).containsExactly("{request=17}");
  }

  // --- The contract

  /// Writes down what is called.
  private ContextBridge logging(String name) {
    return new ContextBridge() {

      @Override
      public @Nullable Object capture() {
        log.add("capture " + name);
        return name;
      }

      @Override
      public Restored restore(Object captured) {
        log.add("restore " + captured);
        return () -> log.add("close " + captured);
      }
    };
  }

  private static ContextBridge restoring(ContextBridge.Restored restored) {
    return new ContextBridge() {

      @Override
      public @Nullable Object capture() {
        return "something";
      }

      @Override
      public Restored restore(Object captured) {
        return restored;
      }
    };
  }

  private Body<String, IOException> body() {
    return () -> {
      log.add("body");
      return "value";
    };
  }

  @Test
  void bridgesRestoreInOrderAndCloseInTheOpposite() throws IOException {
    new ContextBridges(List.of(logging("a"), logging("b"))).wrap(body()).run();

    assertThat(log)
        .filteredOn(it -> !it.startsWith("capture"))
        .containsExactly("restore a", "restore b", "body", "close b", "close a");
    assertThat(log).contains("capture a", "capture b");
  }

  @Test
  void aBridgeThatHasNothingToHandOnIsNotAskedToRestoreIt() {
    var nothing =
        new ContextBridge() {

          @Override
          public @Nullable Object capture() {
            return null;
          }

          @Override
          public Restored restore(Object captured) {
            throw new IllegalStateException("not to be called");
          }
        };
    var body = body();

    assertThat(new ContextBridges(List.of(nothing)).wrap(body)).isSameAs(body);
  }

  @Test
  void withoutABridgeABodyIsWhatItWas() {
    var body = body();

    assertThat(new ContextBridges(List.of()).wrap(body)).isSameAs(body);
  }

  @Test
  void aFailureToCloseLeavesTheValueAlone() throws IOException {
    var failing =
        restoring(() -> {
          throw new IllegalStateException("cannot close");
        });

    assertThat(new ContextBridges(List.of(failing)).wrap(body()).run()).isEqualTo("value");
  }

  @Test
  void aFailureToRestoreIsTheTasksAndTheOthersAreClosed() {
    var failing =
        new ContextBridge() {

          @Override
          public @Nullable Object capture() {
            return "something";
          }

          @Override
          public Restored restore(Object captured) {
            throw new IllegalStateException("cannot restore");
          }
        };
    var wrapped = new ContextBridges(List.of(logging("a"), failing)).wrap(body());

    assertThatThrownBy(wrapped::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot restore");
    assertThat(log).containsExactly("capture a", "restore a", "close a");
  }

  @TreadleTest
  void aFailureToCaptureIsThrownByTheStartAndNothingIsStarted() {
    TaskGroup.run(group -> {
      Notes.failNextCopy();
      assertThatThrownBy(() -> group.start(() -> log.add("started")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("notes cannot be read");
      sleep(Duration.ofSeconds(1));
    });

    assertThat(log).isEmpty();
  }
}
