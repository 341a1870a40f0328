package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatteryTest {

  private static final Round FIRST = new Round(0, Duration.ofMillis(100), Duration.ofMinutes(1));
  private static final Round SECOND = new Round(1, Duration.ofMillis(100), Duration.ofMinutes(1));

  @TempDir Path folder;

  @Test
  void oneProcessAnswersAllRowsOfARound() throws Exception {
    var battery = battery("echo result SEND-0: 1.5; echo result SEND-1: 2");

    assertThat(battery.row("SEND-0").measure(FIRST)).isEqualTo(1.5);
    assertThat(battery.row("SEND-1").measure(FIRST)).isEqualTo(2);
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void everyRoundHasAProcessOfItsOwn() throws Exception {
    var row = battery("echo result SEND: $((TREADLE_BENCH_ROUND + 1))").row("SEND");

    assertThat(row.measure(FIRST)).isEqualTo(1);
    assertThat(row.measure(SECOND)).isEqualTo(2);
  }

  @Test
  void aProcessIsToldMoreTimeThanASide() throws Exception {
    assertThat(battery("echo result TIME: $TREADLE_BENCH_MILLIS").row("TIME").measure(FIRST))
        .isEqualTo(180);
  }

  @Test
  void aProcessThatFailedFailsAllRowsOfItsRoundAndIsNotRunAgain() throws Exception {
    var battery = battery("echo no paper; exit 3");

    assertFails(battery.row("ONE"), "'shell' ended with exit code 3\n    no paper");
    assertFails(battery.row("TWO"), "'shell' ended with exit code 3\n    no paper");
    assertThat(runs()).isEqualTo(1);
  }

  @Test
  void aRowThatWasNotAnsweredFails() throws Exception {
    assertFails(
        battery("echo result ONE: 1").row("TWO"),
        "'shell' printed no line 'result TWO: NUMBER', only [ONE]");
  }

  @Test
  void anAnswerIsAPositiveNumber() throws Exception {
    assertFails(
        battery("echo result ONE: 0").row("ONE"),
        "'shell' gave '0' where a positive number was expected\n    result ONE: 0");
  }

  @Test
  void whatTheProgramNeedsTheRowsNeed() throws Exception {
    var battery = Battery.of(Command.of("abacus", "no-such-abacus"));

    assertThat(battery.row("ONE").missing()).contains("no-such-abacus is not installed");
    assertThat(battery.row("ONE").name()).isEqualTo("abacus");
  }

  private Battery battery(String script) {
    var counted = "echo run >> " + folder.resolve("runs") + "; " + script;
    return Battery.of(Command.of("shell", "sh", "-c", counted));
  }

  private int runs() throws Exception {
    return Files.readAllLines(folder.resolve("runs")).size();
  }

  private static void assertFails(Side row, String message) {
    assertThatThrownBy(() -> row.measure(FIRST))
        .isInstanceOf(SideFailedException.class)
        .hasMessage(message);
  }
}
