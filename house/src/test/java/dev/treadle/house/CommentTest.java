package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommentTest {

  @Test
  void commentsAreFoundWithTheirLines() {
    var text =
        """
        /// A type.
        class Y { // why
          /* two
             lines */ int i;
        }
        """;

    assertThat(Comment.in(text))
        .containsExactly(
            new Comment(1, "/// A type."),
            new Comment(2, "// why"),
            new Comment(3, "/* two\n     lines */"));
  }

  @Test
  void slashesInLiteralsStartNoComment() {
    var text =
        "String a = \"// \\\" //\"; char b = '\"'; String c = \"\"\"\n // \"quoted\" \n\"\"\"; // yes";

    assertThat(Comment.in(text)).containsExactly(new Comment(3, "// yes"));
  }
}
