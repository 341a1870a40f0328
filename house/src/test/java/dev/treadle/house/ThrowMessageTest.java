package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThrowMessageTest {

  private static final String TEXT =
      "package x;\nclass Y {\n  void m() {\n    throw new Error();\n  }\n}";

  @Test
  void throwingWithoutAMessageIsReported() {
    assertThat(check("core/src/main/java/x/Y.java", TEXT))
        .containsExactly(
            new Finding(
                "x.Y#m",
                "core/src/main/java/x/Y.java:4",
                "expected a message, found 'throw new Error()'"));
  }

  @Test
  void testsMayThrowBareExceptions() {
    assertThat(check("core/src/test/java/x/Y.java", TEXT)).isEmpty();
  }

  @Test
  void aMessageOrACausePasses() {
    var text = "package x; class Y { void m() { throw new Error(\"expected 1, found 2\"); } }";

    assertThat(check("core/src/main/java/x/Y.java", text)).isEmpty();
  }

  @Test
  void aTypeMayBringItsMessageAlong() {
    var text = "package x; class Y extends Error { Y() { %s } void m() { throw new Y(); } }";

    assertThat(check("core/src/main/java/x/Y.java", text.formatted("super(\"ended\");"))).isEmpty();
    assertThat(check("core/src/main/java/x/Y.java", text.formatted("super();"))).hasSize(1);
  }

  private static List<Finding> check(String path, String text) {
    return ThrowMessage.check(List.of(JavaSource.of(path, text)));
  }
}
