package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The Python programs of `docs/from-asyncio.md`, where there is a Python that can run them: each
/// runs, in virtual time, and takes as long as the page makes one expect.
class TwinsTest {

  private static final Pattern TOOK = Pattern.compile("# (.*): (\\d+\\.\\d+)");

  private static final Map<String, String> SECONDS =
      Map.ofEntries(
          Map.entry("Call a method that waits", "1.000"),
          Map.entry("Many things at once", "0.500"));

  /// None without Python 3.11 or newer, which a build of Treadle does not need.
  @TestFactory
  Stream<DynamicTest> everyTwinTakesAsLongAsItSays() throws Exception {
    if (!answers("import asyncio; asyncio.timeout")) {
      return Stream.of();
    }
    var took = took();
    return Stream.concat(
        Stream.of(dynamicTest("all", () -> assertThat(took).containsOnlyKeys(SECONDS.keySet()))),
        SECONDS.keySet().stream()
            .map(name ->
                dynamicTest(name, () -> assertThat(took).containsEntry(name, SECONDS.get(name)))));
  }

  private static boolean answers(String question) throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", question).start().waitFor() == 0;
    } catch (IOException noPython) {
      return false;
    }
  }

  private static Map<String, String> took() throws Exception {
    var python =
        new ProcessBuilder("python3", "src/test/python/twins.py", "../../docs/from-asyncio.md")
            .redirectErrorStream(true)
            .start();
    var printed = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(printed).isZero();
    var took = new LinkedHashMap<String, String>();
    TOOK.matcher(printed).results().forEach(found -> took.put(found.group(1), found.group(2)));
    return took;
  }
}
