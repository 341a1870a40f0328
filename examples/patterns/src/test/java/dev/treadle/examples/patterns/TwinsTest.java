package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The Python programs of `docs/from-asyncio.md`, where there is a Python that can run them: each
/// runs, in virtual time, and takes as long as the page makes one expect.
class TwinsTest {

  private static final Pattern TOOK = Pattern.compile("(?m)^# (.*: \\d+\\.\\d+)$");

  /// In the page's order.
  private static final List<String> SECONDS =
      List.of(
          "Call a method that waits: 1.000",
          "Many things at once: 0.500",
          "Tasks in the background: 1.000",
          "Some fail: 0.450",
          "Nothing hangs: 1.500",
          "Things that must be closed: 0.700",
          "Page after page: 1.900",
          "Producers and consumers: 0.800",
          "So many at a time: 0.600",
          "State behind a lock: 0.110",
          "A pool of connections: 0.500",
          "Computing beside tasks that wait: 0.800", // the clock stands while threads are at work
          "Batches: 0.300",
          "A forgotten result: 0.300",
          "A blocked carrier: 1.700",
          "A swallowed cancellation: 30.300",
          "Sync and async: 0.300",
          "State that one thread kept safe: 0.000");

  /// None without Python 3.11 or newer, which a build of Treadle does not need; then it says so.
  @TestFactory
  Stream<DynamicTest> everyTwinRunsAndTakesAsLongAsItSays() throws Exception {
    if (!answers("import asyncio; asyncio.timeout")) {
      System.out.println(
          "TwinsTest: the twins in docs/from-asyncio.md were not run, because no 'python3' of version"
              + " 3.11 or newer was found");
      return Stream.of();
    }
    return Stream.of(
        dynamicTest(
            "from-asyncio.md", () -> assertThat(took()).containsExactlyElementsOf(SECONDS)));
  }

  private static boolean answers(String question) throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", question).start().waitFor() == 0;
    } catch (IOException noPython) {
      return false;
    }
  }

  private static List<String> took() throws Exception {
    var python =
        new ProcessBuilder("python3", "src/test/python/twins.py", "../../docs/from-asyncio.md")
            .redirectErrorStream(true)
            .start();
    var printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(printed).isZero();
    return TOOK.matcher(printed).results().map(found -> found.group(1)).toList();
  }
}
