package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JavaProgramTest {

  private static final Round ROUND = new Round(7, Duration.ofMillis(10), Duration.ofMinutes(1));

  @Test
  void theProgramRunsInAFreshJvmOfTheSameJdk() throws Exception {
    var program = JavaProgram.of("echo", Echo.class).withJvmArguments("-Decho=5");

    assertThat(program.withArguments("30").measure(ROUND)).isEqualTo(42);
  }

  @Test
  void anExceptionIsShownWithItsStack() {
    assertThatThrownBy(() -> JavaProgram.of("echo", Echo.class).measure(ROUND))
        .isInstanceOf(SideFailedException.class)
        .hasMessageStartingWith("'echo' ended with exit code 1\n    Exception in thread \"main\"")
        .hasMessageContaining("at dev.treadle.benchmarks.JavaProgramTest$Echo.main");
  }

  @Test
  void anAgentIsFoundOnTheClassPath() {
    var path = String.join(File.pathSeparator, "lib/other.jar", "lib/treadle-testkit-1.jar");
    var program = JavaProgram.of("echo", Echo.class).withAgent("treadle-testkit");

    assertThat(program.withJvmArguments("-Xmx256m").command(ClassPath.of(path)))
        .containsSequence("-javaagent:lib/treadle-testkit-1.jar", "-Xmx256m", "-cp", path);
  }

  @Test
  void anAgentThatIsNotOnTheClassPathIsRefused() {
    var program = JavaProgram.of("echo", Echo.class).withAgent("treadle-testkit");

    assertThatThrownBy(() -> program.command(ClassPath.of("lib/other.jar")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "expected a jar 'treadle-testkit...' on the class path, found none; run benchmarks/run");
  }

  @Test
  void jarsCanBeLeftOffTheClassPath() {
    var path = String.join(File.pathSeparator, "lib/treadle-testkit-1.jar", "lib/other.jar");

    assertThat(
            JavaProgram.of("echo", Echo.class)
                .withoutJars("treadle-testkit")
                .command(ClassPath.of(path)))
        .containsSequence("-cp", "lib/other.jar", Echo.class.getName());
  }

  static final class Echo {
    public static void main(String[] words) {
      var measuring = Measuring.ordered();
      Measuring.report(
          measuring.round() + Integer.getInteger("echo", 0) + Integer.parseInt(words[0]));
    }
  }
}
