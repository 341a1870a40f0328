package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SimulationSnippets {

  @Test
  void aDayTakesNoTime() {
    // @start region="run"
    Simulation.run(simulation -> {
      var mails = new LinkedBlockingQueue<String>();
      Thread.startVirtualThread(() -> sendEvery(Duration.ofHours(1), mails));

      Thread.sleep(Duration.ofHours(24).plusMinutes(1));

      assertThat(mails).hasSize(24);
    });
    // @end
  }

  @Test
  void explorationFindsTheBug() {
    assertThatThrownBy(this::exploreStock).isInstanceOf(AssertionError.class);
  }

  private void exploreStock() {
    // @start region="explore"
    Simulation.explore(
        1_000,
        _ -> {
          var stock = new ConcurrentHashMap<String, Integer>();
          stock.put("book", 1);
          Runnable buy = () -> stock.computeIfPresent("book", (_, left) -> left - 1);

          var one = Thread.startVirtualThread(() -> ifInStock(stock, buy));
          var two = Thread.startVirtualThread(() -> ifInStock(stock, buy));
          one.join();
          two.join();

          assertThat(stock.get("book")).isZero(); // fails: both saw one left
        });
    // @end
  }

  // @start region="test"
  @TreadleTest
  void aSlowAnswerTimesOut(Simulation simulation) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = executor.submit(this::answerAfterAnHour);

      assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(10));
      executor.shutdownNow();
    }
  }

  // @end

  private int answerAfterAnHour() {
    VirtualSleep.sleep(Duration.ofHours(1));
    return 42;
  }

  private static void ifInStock(ConcurrentHashMap<String, Integer> stock, Runnable buy) {
    var left = stock.get("book");
    if (left != null && left > 0) {
      buy.run();
    }
  }

  private static void sendEvery(Duration period, LinkedBlockingQueue<String> mails) {
    for (int i = 0; i < 24; i++) {
      VirtualSleep.sleep(period);
      mails.add("mail " + i);
    }
  }
}
