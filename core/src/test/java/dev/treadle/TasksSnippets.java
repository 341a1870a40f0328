package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.util.ArrayList;

/// The examples of [Tasks].
class TasksSnippets {

  private static String fetch(int seconds) {
    Work.seconds(seconds);
    return "after " + seconds;
  }

  @TreadleTest
  void waitFirst() {
    var texts = new ArrayList<String>();
    TaskGroup.run(group -> {
      // @start region="waitFirst"
      var running = new ArrayList<Task<String>>();
      running.add(group.start(() -> fetch(3)));
      running.add(group.start(() -> fetch(1)));
      while (!running.isEmpty()) {
        Task<String> first = Tasks.waitFirst(running);
        running.remove(first);
        texts.add(first.await());
      }
      // @end region="waitFirst"
    });

    assertThat(texts).containsExactly("after 1", "after 3");
  }
}
