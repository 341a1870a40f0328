package dev.treadle.sync;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The example of [Event].
class EventSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private void loadCatalogue() {
    sleep(Duration.ofSeconds(1));
    log.add("loaded");
  }

  @TreadleTest(explore = 1000)
  void requestsWaitUntilTheCatalogueIsLoaded() {
    // @start region="ready"
    var loaded = Event.create("catalogue loaded");
    TaskGroup.run(group -> {
      for (int request = 1; request <= 3; request++) {
        group.start(() -> {
          loaded.await();
          log.add("answered");
        });
      }
      loadCatalogue();
      loaded.set();
    });
    // @end region="ready"

    assertThat(log).containsExactly("loaded", "answered", "answered", "answered");
  }
}
