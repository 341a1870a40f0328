package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommandTest {

  private static final Round ROUND = new Round(3, Duration.ofMillis(250), Duration.ofMinutes(1));

  @Test
  void theLastResultLineIsTheAnswer() throws Exception {
    assertThat(shell("echo result: 1; echo done; echo result: 42.5").measure(ROUND))
        .isEqualTo(42.5);
  }

  @Test
  void theRoundStandsInTheEnvironment() throws Exception {
    assertThat(shell("echo result: $TREADLE_BENCH_ROUND").measure(ROUND)).isEqualTo(3);
    assertThat(shell("echo result: $TREADLE_BENCH_MILLIS").measure(ROUND)).isEqualTo(250);
  }

  @Test
  void aFailureShowsItsErrors() {
    assertFails(
        "echo fine; echo out of paper >&2; exit 3",
        "'shell' ended with exit code 3\n    out of paper");
  }

  @Test
  void aFailureWithoutErrorsShowsItsOutput() {
    assertFails("echo no paper; exit 3", "'shell' ended with exit code 3\n    no paper");
  }

  @Test
  void onlyTheLastLinesOfALongFailureAreShown() {
    assertThatThrownBy(() -> shell("seq 1000 1099 >&2; exit 1").measure(ROUND))
        .message()
        .doesNotContain("1074")
        .contains("1075", "1099");
  }

  @Test
  void anAnswerIsRequired() {
    assertFails("echo 17", "'shell' printed no line 'result: NUMBER'\n    17");
  }

  @Test
  void anAnswerIsAPositiveNumber() {
    assertFails(
        "echo result: 0", "'shell' gave '0' where a positive number was expected\n    result: 0");
    assertFails(
        "echo result: fast",
        "'shell' gave 'fast' where a positive number was expected\n    result: fast");
  }

  @Test
  void aProgramIsEndedAtItsLimit() {
    var round = new Round(0, Duration.ofSeconds(1), Duration.ofMillis(1));

    assertThatThrownBy(() -> shell("while :; do :; done").measure(round))
        .isInstanceOf(SideFailedException.class)
        .hasMessage("'shell' was ended after its limit of PT0.001S");
  }

  @Test
  void aToolThatIsNotOnThePathIsMissing() throws Exception {
    assertThat(Command.of("abacus", "no-such-abacus", "--fast").missing())
        .contains("no-such-abacus is not installed");
    assertThat(shell("exit 0").missing()).isEmpty();
  }

  @Test
  void aProbeThatFailsIsMissing() throws Exception {
    assertThat(shell("exit 0").withProbe("sh", "-c", "exit 1").missing())
        .contains("'sh -c exit 1' fails");
    assertThat(shell("exit 0").withProbe("sh", "-c", "exit 0").missing()).isEmpty();
  }

  private static Command shell(String script) {
    return Command.of("shell", "sh", "-c", script);
  }

  private static void assertFails(String script, String message) {
    assertThatThrownBy(() -> shell(script).measure(ROUND))
        .isInstanceOf(SideFailedException.class)
        .hasMessage(message);
  }
}
