package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocSnippetsTest {

  private static final String SOURCE =
      """
      class YTest {

        // @start region="all"
        int one = 1;

        // @start region="get"
        int get() {
          return one;
        }

        // @end

        // @end region="all"
        // @start region="open"
      }
      """;

  private static final String SAME =
      """
      # Y

      <!-- snippet src/test/java/YTest.java#get -->
      ```java
      int get() {
        return one;
      }
      ```
      """;

  @TempDir Path root;

  @BeforeEach
  void aSourceWithRegions() throws IOException {
    Scripts.write(root.resolve("src/test/java/YTest.java"), SOURCE);
  }

  @Test
  void aBlockThatIsItsRegionPasses() throws IOException {
    page("docs/deep/y.md", SAME);

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @Test
  void aRegionAroundOthersIsShownWithoutTheirMarkers() throws IOException {
    page(
        "README.md",
        """
        <!-- snippet src/test/java/YTest.java#all -->
        ```java
        int one = 1;

        int get() {
          return one;
        }
        ```
        """);

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @Test
  void indentationAndBlankLinesAroundDoNotMatter() throws IOException {
    page(
        "README.md",
        """
        1. In a list:

           <!-- snippet src/test/java/YTest.java#get -->
           ```java

           int get() {
             return one;
           }

           ```
        """);

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @Test
  void theFirstLineThatDiffersIsReported() throws IOException {
    page("docs/y.md", SAME.replace("return one", "return two"));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding("docs/y.md", "docs/y.md:6", differs("  return one;", "  return two;")));
  }

  @Test
  void aBlockThatEndsEarlyIsReportedAtItsEnd() throws IOException {
    page("docs/y.md", SAME.replace("\n}", ""));

    assertThat(DocSnippets.check(root))
        .containsExactly(new Finding("docs/y.md", "docs/y.md:7", differs("}", "(the end)")));
  }

  @Test
  void aLineTooManyIsReported() throws IOException {
    page("docs/y.md", SAME.replace("}\n", "}\nint more;\n"));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding("docs/y.md", "docs/y.md:8", differs("(the end)", "int more;")));
  }

  @Test
  void aBlockWithoutAMarkerIsReported() throws IOException {
    page("README.md", "```java\nint free;\n```\n");

    assertThat(DocSnippets.check(root)).containsExactly(unmarked("README.md:1", "none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!-- snippet src/test/java/YTest.java -->",
        "<!-- not a snippet: -->",
        "<!-- not a snippet -->",
      })
  void aMarkerWithSomethingLeftOutIsReported(String marker) throws IOException {
    page("README.md", marker + "\n```java\nint free;\n```\n");

    assertThat(DocSnippets.check(root))
        .containsExactly(unmarked("README.md:2", "'%s'".formatted(marker)));
  }

  @Test
  void aReasonExcusesABlockAndOtherLanguagesNeedNone() throws IOException {
    page(
        "README.md",
        """
        <!-- not a snippet: it does not compile, which is the point -->
        ```java
        int free
        ```
        ```sh
        ./mvnw verify
        ```
        """);

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @Test
  void aBlockInsideOfALongerFenceIsText() throws IOException {
    page("docs/y.md", "````markdown\n<!-- snippet a/B.java#c -->\n```java\n```\n````\n");

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/No.java", "src/../../Y.java"})
  void aFileThatIsNotInTheCheckoutIsReported(String path) throws IOException {
    page("docs/y.md", SAME.replace("src/test/java/YTest.java", path));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding(
                "docs/y.md",
                "docs/y.md:4",
                "expected a file '" + path + "' in the checkout, found none"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"set", "open"})
  void aRegionThatIsMissingOrHasNoEndIsReported(String region) throws IOException {
    page("docs/y.md", SAME.replace("#get", "#" + region));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding(
                "docs/y.md",
                "docs/y.md:4",
                "expected '// @start region=\"%s\"' and its '// @end' in src/test/java/YTest.java, found regions [all, get, open]"
                    .formatted(region)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java/YTest.java", "src/test/java/Z.java"})
  void aFileThatNoTestRunsIsReported(String path) throws IOException {
    Scripts.write(root.resolve(path), SOURCE);
    Scripts.write(root.resolve("src/test/java/Other.java"), "class Other { Z z; }");
    page("docs/y.md", SAME.replace("src/test/java/YTest.java", path));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding(
                "docs/y.md",
                "docs/y.md:4",
                "expected a class below src/test/java that tests run, a *Test, a *Snippets or one that such a class beside it uses, found '%s'"
                    .formatted(path)));
  }

  @Test
  void aFileThatATestBesideItUsesPasses() throws IOException {
    Scripts.write(root.resolve("src/test/java/Z.java"), SOURCE);
    Scripts.write(root.resolve("src/test/java/OfZSnippets.java"), "class OfZSnippets { Z z; }");
    page("docs/y.md", SAME.replace("src/test/java/YTest.java", "src/test/java/Z.java"));

    assertThat(DocSnippets.check(root)).isEmpty();
  }

  @Test
  void aMarkerWithoutABlockIsReported() throws IOException {
    page("docs/y.md", SAME.replace("```java", "\n```java").replace("java\n", "kotlin\n"));

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding(
                "docs/y.md",
                "docs/y.md:3",
                "expected a java block directly below the snippet's marker, found none"));
  }

  @Test
  void aBlockThatIsNotClosedIsReportedAndLeftAlone() throws IOException {
    var open = SAME.replace("}\n```", "}");
    var page = page("docs/y.md", open);

    DocSnippets.update(root);

    assertThat(DocSnippets.check(root))
        .containsExactly(
            new Finding(
                "docs/y.md",
                "docs/y.md:4",
                "expected the java block to be closed, found no fence"));
    assertThat(page).content().isEqualTo(open);
  }

  @Test
  void updatingRewritesTheBlocksThatDifferAndNothingElse() throws IOException {
    var changed =
        """
        Before.
        <!-- snippet src/test/java/YTest.java#get -->
        ```java
        ```
        - Item:
          <!-- snippet src/test/java/YTest.java#all -->
          ```java
          int two;
          ```
        <!-- not a snippet: an idea -->
        ```java
        idea
        ```
        <!-- snippet src/test/java/YTest.java#gone -->
        ```java
        gone
        ```
        """;
    var page = page("docs/y.md", changed);

    DocSnippets.update(root);

    assertThat(page)
        .content()
        .isEqualTo(
            changed
                .replace("```java\n```", "```java\nint get() {\n  return one;\n}\n```")
                .replace(
                    "  int two;\n", "  int one = 1;\n\n  int get() {\n    return one;\n  }\n"));
    assertThat(DocSnippets.check(root)).hasSize(1);
  }

  @Test
  void updatingLeavesAPageThatIsRightUntouched() throws IOException {
    var page = page("docs/y.md", SAME + "no newline at the end");

    DocSnippets.update(root);

    assertThat(page).content().isEqualTo(SAME + "no newline at the end");
  }

  private Path page(String path, String text) throws IOException {
    return Scripts.write(root.resolve(path), text);
  }

  private static Finding unmarked(String place, String found) {
    return new Finding(
        "README.md",
        place,
        "expected '<!-- snippet path/To.java#region -->' or '<!-- not a snippet: reason -->' directly above the java block, found "
            + found);
  }

  private static String differs(String expected, String found) {
    return """
    expected the block as its source has it, found that it differs
        expected: %s
        found:    %s
        if the source is right, run ./mvnw verify -Ddocs.update, which rewrites the blocks\
    """
        .formatted(expected, found);
  }
}
