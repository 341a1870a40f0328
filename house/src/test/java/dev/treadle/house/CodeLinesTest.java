package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CodeLinesTest {

  private static final String TEXT =
      """
      /// A type.
      class Y {

        int i; // why
        // alone
        /* two
           lines */
        int j;
      }
      """;

  @Test
  void blankLinesAndCommentsAreNoCode() {
    assertThat(CodeLines.of(JavaSource.of("core/src/main/java/x/Y.java", TEXT))).isEqualTo(4);
  }

  @Test
  void documentationIsNoInlineComment() {
    // Beside the four lines above stands the package.
    assertThat(CodeLines.inlineComments(Modules.of("core", Modules.POM, TEXT))).isEqualTo(80.0);
  }
}
