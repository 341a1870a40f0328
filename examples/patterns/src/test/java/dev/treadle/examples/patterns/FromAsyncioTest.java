package dev.treadle.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `docs/from-asyncio.md` and the README: what they say that programs print is what they print in a
/// simulation.
///
/// The house rules compare its Java. With `-Ddocs.update` the blocks are written instead.
class FromAsyncioTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path PAGE = ROOT.resolve("docs/from-asyncio.md");
  private static final Path README = ROOT.resolve("README.md");

  /// A block below a comment that says what it is: what a program prints, or a drawing of its
  /// tasks.
  private static final Pattern BLOCK =
      Pattern.compile("<!-- (output|timeline) (\\w+) -->\n```\n(.*?)```\n", Pattern.DOTALL);

  private static final Pattern TWIN = Pattern.compile("```python\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern SECTION = Pattern.compile("(?m)^## ");

  private static String page = "";
  private static String readme = "";

  @BeforeAll
  static void read() throws IOException {
    page = read(PAGE);
    readme = read(README);
  }

  private static String read(Path file) throws IOException {
    var text = Files.readString(file);
    if (!Boolean.getBoolean("docs.update")) {
      return text;
    }
    var updated = BLOCK.matcher(text).replaceAll(found -> Matcher.quoteReplacement(actual(found)));
    Files.writeString(file, updated);
    return updated;
  }

  @Test
  void everyOutputIsWhatTheProgramPrintsAndEveryDrawingWhatItsTasksDo() {
    var blocks = BLOCK.matcher(page + readme).results().toList();

    assertThat(blocks).hasSizeGreaterThan(10);
    assertThat(blocks).allSatisfy(found -> assertThat(found.group()).isEqualTo(actual(found)));
  }

  @Test
  void everyProgramStandsBesideItsTwin() {
    for (var name : names()) {
      var section = section(name);

      assertThat(section).as(name).contains("asyncio.run(main())\n```\n");
      assertThat(section.indexOf("\n```java\n"))
          .as(name)
          .isGreaterThan(section.indexOf("\n```python\n"));
    }
  }

  @Test
  void everyTwinIsAWholeProgram() {
    var twins = TWIN.matcher(page).results().map(found -> found.group(1)).toList();

    assertThat(twins)
        .filteredOn(twin -> twin.contains("asyncio.run(main())"))
        .hasSameSizeAs(names())
        .allSatisfy(twin -> assertThat(twin).contains("\nasync def main():\n"));
  }

  private static List<String> names() {
    return Gallery.all().stream().map(pattern -> pattern.name()).toList();
  }

  /// Returns the section that shows what a program prints: compared, or as a sample.
  private static String section(String name) {
    var marker = Pattern.compile("<!-- (output|sample) " + name + " -->");
    return Stream.of(SECTION.split(page))
        .filter(section -> marker.matcher(section).find())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no section shows '" + name + "'"));
  }

  private static String actual(MatchResult found) {
    var name = found.group(2);
    var text = found.group(1).equals("output") ? Simulated.run(name).printed() : drawn(name);
    return "<!-- %s %s -->\n```\n%s```\n".formatted(found.group(1), name, text);
  }

  private static String drawn(String name) {
    try {
      return Simulated.record(name).toText('█');
    } catch (IOException | InterruptedException failure) {
      throw new AssertionError("could not record " + name, failure);
    }
  }
}
