package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/// The example of [Hold], run as a test.
class HoldSnippets {

  private static final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="lease"
  /// A seat that a task has until it gives it back.
  static final class Seat extends Hold implements AutoCloseable {

    private final AtomicBoolean givenBack = new AtomicBoolean();

    Seat() {
      taken();
    }

    @Override
    public void close() {
      if (givenBack.compareAndSet(false, true)) {
        givenBack();
      }
    }

    @Override
    protected void abandoned(String by) {
      if (givenBack.compareAndSet(false, true)) {
        log.add("a seat was left behind by " + by);
      }
    }
  }

  // @end region="lease"

  @TreadleTest
  void aTaskThatEndsWithAThingIsFoundOut() {
    TaskGroup.run(group -> {
      group.start("tidy", () -> new Seat().close());
      group.start("untidy", () -> new Seat());
    });

    assertThat(log).containsExactly("a seat was left behind by task 'main/untidy'");
  }
}
