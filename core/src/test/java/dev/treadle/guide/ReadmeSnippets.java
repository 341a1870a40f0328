package dev.treadle.guide;

import static dev.treadle.Treadle.mapConcurrent;
import static dev.treadle.Treadle.timeout;
import static dev.treadle.guide.Shop.title;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskFailedException;
import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The programs of the README.
class ReadmeSnippets {

  private final List<String> printed = new ArrayList<>();

  private void println(String line) {
    printed.add(line);
  }

  // @start region="first"
  void printTitles(List<String> urls) throws IOException {
    try {
      var titles =
          Treadle.run(() ->
              mapConcurrent(urls, 10, url -> timeout(Duration.ofSeconds(5), () -> title(url))));
      titles.forEach(this::println);
    } catch (TaskFailedException failed) {
      throw failed.rethrow(IOException.class);
    }
  }

  // @end region="first"

  @TreadleTest
  void theFirstProgramPrintsTheTitlesInOrder() throws IOException {
    printTitles(List.of("https://a.example/long", "https://b.example"));

    assertThat(printed)
        .containsExactly("title of https://a.example/long", "title of https://b.example");
  }

  @TreadleTest
  void theFirstProgramThrowsWhatItPromises() {
    assertThatThrownBy(() -> printTitles(List.of("https://a.example", "https://b.example/broken")))
        .isInstanceOf(IOException.class)
        .hasMessage("https://b.example/broken: 500");
  }
}
