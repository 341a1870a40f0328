package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The example of [Lender], run as a test.
class HoldingsSnippets {

  private static final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="lender"
  /// Seats that tasks take and must give back.
  static final class Seats implements Lender {

    private final AtomicInteger free = new AtomicInteger(10);

    /// Takes one; whoever has it gives it back by closing what this returns.
    AutoCloseable take() {
      free.decrementAndGet();
      var holdings = Holdings.current();
      if (holdings != null) {
        holdings.took(this, 1);
      }
      return () -> giveBack(holdings);
    }

    private void giveBack(@Nullable Holdings holdings) {
      if (holdings == null || holdings.gaveBack(this, 1)) {
        free.incrementAndGet(); // else its task has ended, and abandoned() has seen to it
      }
    }

    @Override
    public void abandoned(int amount, String by) {
      log.add(by + " left " + amount);
      free.addAndGet(amount);
    }
  }

  // @end region="lender"

  @TreadleTest
  void aTaskThatEndsWithAThingIsFoundOut() {
    var seats = new Seats();
    TaskGroup.run(group -> {
      group.start("tidy", () -> seats.take().close());
      group.start(
          "untidy",
          () -> {
            seats.take();
            seats.take();
          });
    });

    assertThat(log).containsExactly("task 'main/untidy' left 2");
    assertThat(seats.free).hasValue(10);
  }
}
