package dev.treadle.io.process;

import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskTimeoutException;
import dev.treadle.io.file.Files;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// The examples in the documentation of processes.
class SubprocessSnippets {

  // @start region="run"
  String commit() throws IOException {
    return Subprocess.run("git", "--version").check().stdout().strip();
  }

  // @end region="run"

  // @start region="settings"
  String sorted(String text, Path directory) throws IOException {
    return Subprocess.run(
            List.of("sort", "-u"),
            c -> c.withInput(text).withDirectory(directory).withVariable("LC_ALL", "C").withCheck())
        .stdout();
  }

  // @end region="settings"

  // @start region="timeout"
  CompletedProcess build(Path project) throws IOException {
    // When time is over, make and everything that it has started have ended before this throws.
    return timeout(
        Duration.ofMillis(200),
        () -> Subprocess.run(List.of("make", "all"), c -> c.withDirectory(project)));
  }

  // @end region="timeout"

  // @start region="open"
  List<String> ask(List<String> sums) throws IOException {
    try (var bc = Subprocess.open("sh", "-c", "while read sum; do echo $(($sum)); done");
        var answers = bc.stdout().lines().open()) {
      for (var sum : sums) {
        bc.stdin().write(sum + "\n");
      }
      bc.stdin().close();
      return sums.stream().map(sum -> sum + " = " + answers.iterator().next()).toList();
    }
  }

  // @end region="open"

  @TreadleTest(realTime = true)
  void aProgramIsRun() throws IOException {
    assertThat(commit()).startsWith("git version");
  }

  @TreadleTest(realTime = true)
  void aTextIsSorted(@TempDir Path folder) throws IOException {
    assertThat(sorted("b\na\nb\n", folder)).isEqualTo("a\nb\n");
  }

  @TreadleTest(realTime = true)
  void aBuildHasALimit(@TempDir Path folder) throws IOException {
    Files.write(folder.resolve("Makefile"), "all:\n\tsleep 60\n");

    assertThatThrownBy(() -> build(folder)).isInstanceOf(TaskTimeoutException.class);
  }

  @TreadleTest(realTime = true)
  void aCalculatorIsAsked() throws IOException {
    assertThat(ask(List.of("1+1", "6*7"))).containsExactly("1+1 = 2", "6*7 = 42");
  }
}
