package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The examples of [TaskGroup].
class TaskGroupSnippets {

  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  private void index(String page) {
    Work.seconds(1);
    seen.add(page);
  }

  @TreadleTest
  void run() {
    var pages = List.of("a", "b");

    // @start region="run"
    TaskGroup.run(group -> {
      for (var page : pages) {
        group.start(() -> index(page));
      }
    });
    // every page is indexed here, or a TaskFailedException was thrown
    // @end region="run"

    assertThat(seen).containsExactlyInAnyOrder("a", "b");
  }

  private void serve(int port) {
    seen.add("serving " + port);
    Work.forEver();
  }

  @TreadleTest
  void startReady() {
    // @start region="startReady"
    TaskGroup.run(group -> {
      int port =
          group.<Integer>startReady(started -> {
            int bound = 8080; // whatever was free
            started.with(bound);
            serve(bound);
          });
      seen.add("port " + port);
      group.cancel("enough");
    });
    // @end region="startReady"

    assertThat(seen).contains("port 8080");
  }
}
