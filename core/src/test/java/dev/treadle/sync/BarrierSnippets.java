package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Barrier].
class BarrierSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private void simulate(int region, int day) {
    sleep(Duration.ofMinutes(region));
    log.add("day " + day);
  }

  @TreadleTest
  void noRegionBeginsADayBeforeAllHaveEndedTheLastOne() {
    // @start region="rounds"
    var midnight = Barrier.of("midnight", 3);
    TaskGroup.run(group -> {
      for (int number = 1; number <= 3; number++) {
        int region = number;
        group.start(() -> {
          for (int day = 1; day <= 2; day++) {
            simulate(region, day);
            if (midnight.await() == 0) {
              log.add("report"); // one of them, whichever came first
            }
          }
        });
      }
    });
    // @end region="rounds"

    assertThat(log.subList(0, 3)).containsOnly("day 1");
    assertThat(log.subList(4, 7)).containsOnly("day 2");
    assertThat(log).filteredOn("report"::equals).hasSize(2);
  }

  // @start region="broken"
  void follow(Barrier midnight, int region) {
    try {
      for (int day = 1; ; day++) {
        simulate(region, day);
        midnight.await();
      }
    } catch (BarrierBrokenException stopped) {
      log.add("region " + region + " stopped");
    }
  }

  // @end region="broken"

  @TreadleTest
  void whoeverAbortsStopsAll() {
    var midnight = Barrier.of("midnight", 2);
    TaskGroup.run(group -> {
      group.start(() -> follow(midnight, 1));
      group.start(() -> follow(midnight, 2));
      sleep(Duration.ofMinutes(5));
      midnight.abort();
    });

    assertThat(log).filteredOn(entry -> entry.endsWith("stopped")).hasSize(2);
  }
}
