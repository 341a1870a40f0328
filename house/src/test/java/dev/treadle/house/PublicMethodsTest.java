package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicMethodsTest {

  @Test
  void anOvergrownPublicTypeIsNamedWithItsCount() {
    assertThat(new PublicMethods().check(interfaceOf("public", 31)))
        .containsExactly(
            new Finding(
                "x.Y",
                "core/src/main/java/x/Y.java:2",
                "expected at most 30 public methods in a public type, found 31"));
  }

  @Test
  void hiddenTypesMayGrow() {
    assertThat(new PublicMethods().check(interfaceOf("", 31))).isEmpty();
    assertThat(new PublicMethods().check(interfaceOf("public", 30))).isEmpty();
  }

  private static JavaSource interfaceOf(String visibility, int methods) {
    var text = new StringBuilder("package x;\n" + visibility + " interface Y {");
    for (int i = 0; i < methods; i++) {
      text.append(" void m").append(i).append("();");
    }
    return JavaSource.of("core/src/main/java/x/Y.java", text + "}");
  }
}
