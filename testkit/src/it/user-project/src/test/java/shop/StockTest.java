package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.treadle.test.FailedSchedule;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

class StockTest {

  @TreadleTest
  void anHourPassesInNoTime(Simulation simulation) throws InterruptedException {
    Thread.sleep(Duration.ofHours(1));

    assertEquals(Duration.ofHours(1), simulation.clock().elapsed());
    assertEquals(Instant.parse("2026-01-01T01:00:00Z"), Instant.now());
  }

  @TreadleTest(explore = 2_000)
  void theSafeWayNeverSellsMoreThanThereIs() throws InterruptedException {
    sellOutBy(Stock::sellSafely);
  }

  @TreadleTest(realTime = true, timeout = "10m")
  void theBugIsFoundAndReplayed() {
    var failure =
        assertThrows(
            AssertionError.class,
            () -> Simulation.explore(200, simulation -> sellOutBy(Stock::sell)));
    var token = FailedSchedule.of(failure).orElseThrow().token();

    var again =
        assertThrows(
            AssertionError.class,
            () -> Simulation.replay(token, simulation -> sellOutBy(Stock::sell)));

    assertTrue(failure.getMessage().startsWith("sold more than there was"), failure.getMessage());
    assertEquals(failure.getMessage(), again.getMessage());
  }

  private interface Sale {
    boolean sell(Stock stock, String item);
  }

  private static void sellOutBy(Sale sale) throws InterruptedException {
    var stock = new Stock();
    stock.add("lamp", 1);
    var sold = new AtomicInteger();
    Runnable customer =
        () -> {
          if (sale.sell(stock, "lamp")) {
            sold.incrementAndGet();
          }
        };
    var one = Thread.startVirtualThread(customer);
    var two = Thread.startVirtualThread(customer);
    one.join();
    two.join();
    assertEquals(1, sold.get(), "sold more than there was");
  }
}
