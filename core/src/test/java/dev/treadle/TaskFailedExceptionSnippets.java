package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.List;

/// The examples of [TaskFailedException].
class TaskFailedExceptionSnippets {

  private static String fetch(String page) throws IOException {
    if (page.isEmpty()) {
      throw new IOException("no page");
    }
    return page;
  }

  // @start region="rethrow"
  List<String> fetchAll(List<String> pages) throws IOException {
    try {
      return Treadle.gather(pages, page -> fetch(page));
    } catch (TaskFailedException failed) {
      throw failed.rethrow(IOException.class);
    }
  }

  // @end region="rethrow"

  @TreadleTest
  void rethrow() throws IOException {
    assertThat(fetchAll(List.of("a", "b"))).containsExactly("a", "b");
    assertThatThrownBy(() -> fetchAll(List.of("a", "")))
        .isInstanceOf(IOException.class)
        .hasMessage("no page");
  }
}
