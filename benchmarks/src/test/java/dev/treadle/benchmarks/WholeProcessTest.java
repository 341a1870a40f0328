package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeProcessTest {

  private static final Round ROUND = new Round(0, Duration.ofMillis(1), Duration.ofMinutes(1));

  @TempDir Path folder;

  @Test
  void theValueIsTimeAndNotWhatTheProgramAnswers() throws Exception {
    double millis = new WholeProcess(shell("echo result: 123456789")).measure(ROUND);

    assertThat(millis).isBetween(0.0, 60_000.0);
  }

  @Test
  void aRunToWarmUpAndThreeToMeasureAreTheLeast() throws Exception {
    var log = folder.resolve("log");

    new WholeProcess(shell("echo run >> '" + log + "'; echo result: 1")).measure(ROUND);

    assertThat(Files.readAllLines(log)).hasSize(4);
  }

  @Test
  void aProgramThatFailsIsNotFast() {
    assertThatThrownBy(() -> new WholeProcess(shell("exit 3")).measure(ROUND))
        .isInstanceOf(SideFailedException.class)
        .hasMessage("'shell' ended with exit code 3");
  }

  @Test
  void whatIsMissingIsWhatTheProgramMisses() throws Exception {
    assertThat(new WholeProcess(Command.of("abacus", "no-such-abacus")).missing())
        .contains("no-such-abacus is not installed");
  }

  private static Command shell(String script) {
    return Command.of("shell", "sh", "-c", script);
  }
}
