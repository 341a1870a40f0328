package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.examples.patterns.Patterns.Misused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `./treadle patterns` behind its shell script. What runs here takes real time, but little.
class PatternsTest {

  @TempDir Path folder;

  @Test
  void withoutANameAllAreListedWithALineEach() throws Exception {
    var listed = patterns();

    assertThat(listed.lines().filter(line -> line.startsWith("  ")))
        .hasSameSizeAs(Gallery.all())
        .contains("  gather       many things at once, results in order")
        .contains("  forgotten    nobody looks at what was started");
    assertThat(listed).contains("./treadle patterns NAME --html FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void whoAsksForHelpGetsTheList(String typed) throws Exception {
    assertThat(patterns(typed)).isEqualTo(patterns());
  }

  @Test
  void namesAreShortLinesAreShortAndNoneIsThereTwice() {
    assertThat(Gallery.all()).extracting(Pattern::name).doesNotHaveDuplicates();
    assertThat(Gallery.all())
        .allSatisfy(pattern -> {
          assertThat(pattern.name()).matches("[a-z]{3,12}");
          assertThat(pattern.what()).hasSizeBetween(10, 60);
        });
  }

  @Test
  void withANameTheProgramRunsAndItsTasksAreDrawn() throws Exception {
    assertThat(patterns("lock"))
        .contains("with a lock, ten tasks count to 10")
        .containsPattern("(?m)^main +\\|█{40}\\|  0.000 s to 0\\.\\d{3} s  ended$")
        .containsPattern("(?m)^10 +\\|█+ +\\|  0\\.\\d{3} s to 0\\.\\d{3} s  returned$");
  }

  @Test
  void whatIsOffloadedIsDrawnOnTheThreadsOfItsPool() throws Exception {
    assertThat(patterns("cpu"))
        .containsPattern("(?m)^1 in treadle-cpu-\\d+ +\\|")
        .containsPattern("(?m)^2 in treadle-blocking-\\d+ +\\|")
        .contains("five requests answered");
  }

  @Test
  void aTerminalWithoutBlocksGetsEqualsSigns() throws Exception {
    assertThat(patterns(StandardCharsets.US_ASCII, "lock"))
        .containsPattern("(?m)^main +\\|={40}\\|")
        .doesNotContain("?");
  }

  @Test
  void thePageIsWrittenWhereTheUserIs() throws Exception {
    var printed = patterns("lock", "--html", "lock.html");

    assertThat(printed).endsWith("\nas a page: " + folder.resolve("lock.html") + "\n");
    assertThat(folder.resolve("lock.html")).content().startsWith("<!DOCTYPE html>");
  }

  @ParameterizedTest
  @CsvSource({
    "gahter, gather",
    "Gather, gather",
    "sempahore, semaphore",
    "locks, lock",
    "timeouts, timeout",
    "producers, queue",
    "consumer, queue",
    "conections, pool",
  })
  void anUnknownNameIsToldWhatThereIsAndWhatIsNearest(String typed, String nearest) {
    assertThatThrownBy(() -> patterns(typed))
        .isInstanceOf(Misused.class)
        .hasMessageStartingWith(
            "expected the name of a pattern, found '%s'; did you mean '%s'?\nThere are: basic, gather, "
                .formatted(typed, nearest))
        .hasMessageEndingWith(", shared");
  }

  @ParameterizedTest
  @CsvSource({"--html", "--hmtl x.html", "--html x.html y.html", "again"})
  void whatFollowsANameMustBeTheOption(String options) {
    assertThatThrownBy(() -> patterns(("lock " + options).split(" ")))
        .isInstanceOf(Misused.class)
        .hasMessage("expected nothing or '--html FILE' after 'lock', found '" + options + "'");
  }

  @Test
  void aPageThatCannotBeWrittenIsSaidSo() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> patterns("lock", "--html", "nowhere/lock.html"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "expected to write the page to "
                + folder.resolve("nowhere/lock.html")
                + ", found java.nio.file.NoSuchFileException: ")
        .hasMessageEndingWith(": choose a file in a folder that you may write to");
  }

  private String patterns(String... typed) throws Exception {
    return patterns(StandardCharsets.UTF_8, typed);
  }

  private String patterns(Charset charset, String... typed) throws Exception {
    var drawn = new ByteArrayOutputStream();
    var out = new PrintStream(drawn, true, charset);
    var printed = Printed.by(() -> Patterns.run(folder, List.of(typed), out));
    return printed + drawn.toString(charset);
  }
}
