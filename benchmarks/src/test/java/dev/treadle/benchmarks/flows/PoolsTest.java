package dev.treadle.benchmarks.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolsTest {

  @ParameterizedTest
  @ValueSource(strings = {"treadle", "hikari"})
  void everyPoolLendsTenItemsAndNoMore(String pool) throws Exception {
    try (var lender = Lender.named(pool)) {
      assertThat(Work.of("POOLED", Pools.works(lender)).run(100)).isEqualTo(100);
      var items = new ArrayList<AutoCloseable>();
      for (int i = 0; i < Lender.SIZE; i++) {
        items.add(lender.borrow());
      }

      var eleventh = new FutureTask<>(lender::borrow);
      boolean comes = Thread.startVirtualThread(eleventh).join(Duration.ofMillis(50));
      for (var item : items) {
        item.close();
      }
      eleventh.get().close();

      assertThat(comes).isFalse();
    }
  }

  @Test
  void inACrowdEverybodyWaitsAndTheWaitsAreSorted() throws Exception {
    var permits = new Semaphore(Lender.SIZE, true);
    var borrowed = new AtomicInteger();
    Lender.Source source =
        () -> {
          permits.acquire();
          borrowed.incrementAndGet();
          return permits::release;
        };

    var waits = Pools.Crowded.waits(new Lender(source, () -> {}), Duration.ofMillis(300));

    assertThat(borrowed.get()).isGreaterThanOrEqualTo(1000);
    assertThat(waits).isSorted().isNotEmpty().hasSizeLessThanOrEqualTo(borrowed.get());
    assertThat(permits.availablePermits()).isEqualTo(Lender.SIZE);
  }
}
