package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnfinishedTest {

  private static final String PATH = "core/src/main/java/x/Y.java";

  @Test
  void aMarkInACommentIsQuoted() {
    var source = JavaSource.of(PATH, "package x;\nclass Y {} // TODO: more");

    assertThat(new Unfinished().check(source))
        .containsExactly(
            new Finding(
                "x.Y",
                PATH + ":2",
                "expected no mark of unfinished work, found '// TODO: more': open an issue instead"));
  }

  @Test
  void textIsNoComment() {
    var source = JavaSource.of(PATH, "package x; class Y { String s = \"// FIXME\"; }");

    assertThat(new Unfinished().check(source)).isEmpty();
  }
}
