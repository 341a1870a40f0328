package dev.treadle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.internal.LintState.Finding;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is configured of a lint by system properties.
class LintStateTest {

  /// A name no other test has.
  private final String name = "test-" + UUID.randomUUID();

  private LintState with(String suffix, String value) {
    var property = "treadle.lint." + name + suffix;
    System.setProperty(property, value);
    try {
      return new LintState(name, "noMethod", true);
    } finally {
      System.clearProperty(property);
    }
  }

  private static StackTraceElement[] in(String... classes) {
    var stack = new StackTraceElement[classes.length];
    for (int i = 0; i < classes.length; i++) {
      stack[i] = new StackTraceElement(classes[i], "method", null, -1);
    }
    return stack;
  }

  @ParameterizedTest
  @CsvSource({
    "com.acme.legacy.Poller, true",
    "com.acme.legacy.net.Poller, true",
    "com.acme.Poller, false",
    "my.com.acme.legacy.Poller, false",
    "org.example.Reader, true",
    "org.example.Reader$Inner, true",
    "org.example.Readers, true",
    "org.example.Writer, false",
  })
  void classesAreIgnoredByHowTheirNamesBegin(String type, boolean ignored) {
    var lint = with(".ignore", "com.acme.legacy., ,org.example.Reader");

    assertThat(lint.isSuppressed(in("java.lang.Thread", type, "com.acme.Main"))).isEqualTo(ignored);
    assertThat(lint.hasIgnored()).isTrue();
  }

  @Test
  void ofWhatIsIgnoredNothingIsReportedAndItsPlaceStaysNew() {
    var lint = with(".ignore", "com.acme.");

    assertThat(lint.report(new Finding("place", "message", in("com.acme.Poller")))).isFalse();
    assertThat(lint.report(new Finding("place", "message", in("org.example.Poller")))).isTrue();
    assertThat(lint.report(new Finding("place", "message", in("org.example.Poller")))).isFalse();
  }

  @Test
  void withoutThePropertyNoClassIsIgnored() {
    var lint = new LintState(name, "noMethod", true);

    assertThat(lint.isSuppressed(in("com.acme.Poller", ""))).isFalse();
    assertThat(lint.hasIgnored()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "on, true",
    "ON, true",
    "true, true",
    "'', true",
    "off, false",
    "False, false",
    "no, true"
  })
  void aLintIsSwitchedByAPropertyAndAWrongValueLeavesItAsItWas(String value, boolean on) {
    assertThat(with("", value).isOn()).isEqualTo(on);
  }
}
