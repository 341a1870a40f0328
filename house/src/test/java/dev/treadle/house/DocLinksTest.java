package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DocLinksTest {

  private static final String OTHER =
      """
      # Tests in `virtual time`, with [links](https:x)
      ## Why?
      ## Why?
      ### `Channel<T>` _and_ so on ##
      <a id="by-hand"></a>
      ```
      # no heading
      ```
      """;

  @TempDir Path root;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](other.md)",
        "[a](../docs/other.md#why)",
        "[a](other.md#why-1 \"title\")",
        "[a](other.md#tests-in-virtual-time-with-links)",
        "[a](other.md#channelt-_and_-so-on)",
        "[a](other.md#by-hand)",
        "[a](/docs/other.md)",
        "[a](../docs)",
        "[a](<other.md>)",
        "[a](#this-page)",
        "[a](a%20space.png?raw=true)",
        "![a](a%20space.png)",
        "[a]: other.md#why",
        "<a href=\"other.md\">a</a>",
      })
  void aLinkThatLeadsSomewherePasses(String link) throws IOException {
    pages(link);

    assertThat(DocLinks.check(root)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "[a](gone.md), gone.md, docs/gone.md",
    "[a](other.md) [b](gone.md#why), gone.md#why, docs/gone.md",
    "[`a`](gone.md), gone.md, docs/gone.md",
    "![a](gone.png), gone.png, docs/gone.png",
    "[a]: gone.md, gone.md, docs/gone.md",
    "[a](/other.md), /other.md, other.md",
    "[a](../../outside.md), ../../outside.md, ../outside.md",
    "<img src=\"gone.png\">, gone.png, docs/gone.png",
  })
  void aLinkToNoFileIsReported(String link, String target, String file) throws IOException {
    pages(link);

    assertThat(DocLinks.check(root))
        .containsExactly(
            new Finding(
                "docs/page.md",
                "docs/page.md:3",
                "expected the link '%s' to lead to a file of this checkout, found no '%s'"
                    .formatted(target, file)));
  }

  @Test
  void aLinkToNoAnchorIsReported() throws IOException {
    pages("[a](other.md#no-heading)");

    assertThat(DocLinks.check(root))
        .containsExactly(
            new Finding(
                "docs/page.md",
                "docs/page.md:3",
                "expected the link 'other.md#no-heading' to lead to an anchor of docs/other.md, found [tests-in-virtual-time-with-links, why, why-1, channelt-_and_-so-on, by-hand]"));
  }

  @Test
  void aLineOfASourceIsNoAnchor() throws IOException {
    Scripts.write(root.resolve("docs/Y.java"), "class Y {}\n");
    pages("[a](Y.java#L1)");

    assertThat(DocLinks.check(root))
        .extracting(Finding::message)
        .containsExactly(
            "expected the link 'Y.java#L1' to lead to an anchor of docs/Y.java, found []");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[a](https://example.org/x)",
        "[a](mailto:a@example.org)",
        "[a](//example.org)",
        "`[a](gone.md)`",
        "`` `[a](gone.md) ``",
        "<!-- [a](gone.md) -->",
        "```\n[a](gone.md)\n```",
        "[^1]: footnote",
      })
  void whatLeadsElsewhereOrIsCodeIsNotLookedAt(String text) throws IOException {
    pages(text);

    assertThat(DocLinks.check(root)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "ARCHITECTURE.md", "CHANGELOG.md", "benchmarks/RESULTS.md"})
  void pagesBesideTheDocumentationAreCheckedToo(String path) throws IOException {
    Scripts.write(root.resolve(path), "[a](gone.md)\n");

    assertThat(DocLinks.check(root)).extracting(Finding::place).containsExactly(path + ":1");
  }

  private void pages(String text) throws IOException {
    Scripts.write(root.resolve("docs/page.md"), "# This page\n\n" + text + "\n");
    Scripts.write(root.resolve("docs/other.md"), OTHER);
    Scripts.write(root.resolve("docs/a space.png"), "");
  }
}
