package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentedTest {

  private static final String PATH = "core/src/main/java/x/Y.java";

  @Test
  void anUndocumentedTypeIsReported() {
    assertThat(check("public class Y {}"))
        .containsExactly(
            new Finding("x.Y", PATH + ":2", "expected a /// comment on 'x.Y', found none"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "public Y() {}",
        "protected void m() {}",
        "public static final int MAX = 1;",
        "/// Nested. \n public interface N { void m(); }",
        "/// Nested. \n public enum N { RED; public static final N DEFAULT = RED; }",
        "/// Nested. \n public record N(int a) { public N { } }",
      })
  void undocumentedMembersAreReported(String member) {
    assertThat(check("/// A type.\npublic class Y { " + member + " }")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Y() {}",
        "private int count;",
        "@Override public String toString() { return null; }",
        "class Hidden { public void m() {} }",
        "/** Classic. */ public void m() {}",
        "/// Markdown.\n public void m() {}",
        "/// Colours.\n public enum N { RED, @Deprecated GREEN { } }",
        "/// A point. \n public record N(int x) { public int x() { return x; } }",
        "/// Runs.\n public void m() { class Local { public void m() {} } }",
      })
  void whatIsHiddenOrDocumentedPasses(String member) {
    assertThat(check("/// A type.\npublic class Y { " + member + " }")).isEmpty();
  }

  @Test
  void anExportedPackageNeedsItsWords() {
    var module =
        Modules.of(
            "core", Modules.POM, "/// M.\nmodule dev.treadle.core { exports x; }", "class A {}");

    assertThat(Documented.check(module))
        .containsExactly(
            new Finding("x", "core/src/main/java", "expected a /// comment on 'x', found none"));
  }

  private static List<Finding> check(String type) {
    return Documented.check(JavaSource.of(PATH, "package x;\n" + type));
  }
}
