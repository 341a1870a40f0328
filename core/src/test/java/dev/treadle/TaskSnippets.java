package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;

/// The examples of [Task] and [Outcome].
class TaskSnippets {

  private static String fetch(String page) throws IOException {
    if (page.isEmpty()) {
      throw new IOException("no page");
    }
    return page.toUpperCase(java.util.Locale.ROOT);
  }

  @TreadleTest
  void await() {
    // @start region="await"
    String text =
        TaskGroup.call(group -> {
          Task<String> left = group.start(() -> fetch("left"));
          Task<String> right = group.start(() -> fetch("right"));
          return left.await() + " " + right.await();
        });
    // @end region="await"

    assertThat(text).isEqualTo("LEFT RIGHT");
  }

  @TreadleTest
  void outcome() {
    var report = new ArrayList<String>();

    // @start region="outcome"
    for (Outcome<String> outcome : Treadle.gatherOutcomes(() -> fetch("a"), () -> fetch(""))) {
      report.add(
          switch (outcome) {
            case Outcome.Success(var text) -> text;
            case Outcome.Failure(var exception) -> "failed: " + exception.getMessage();
            case Outcome.Cancelled(var origin) -> "cancelled: " + origin.reason();
          });
    }
    // @end region="outcome"

    assertThat(report).containsExactly("A", "failed: no page");
  }
}
