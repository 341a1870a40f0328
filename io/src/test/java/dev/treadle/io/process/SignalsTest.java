package dev.treadle.io.process;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.flow.Flow;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Real signals, to this process and to others.
class SignalsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static void kill(String name, long pid) throws IOException {
    var _ = Subprocess.run("kill", "-" + name, Long.toString(pid)).check();
  }

  private static void killSelf(String name) throws IOException {
    kill(name, ProcessHandle.current().pid());
  }

  private static String next(Flow.Cursor<String> signals) {
    return timeout(MINUTE, () -> signals.iterator().next());
  }

  @TreadleTest(realTime = true)
  void aSignalIsReceived() throws IOException {
    if (IgnoredSignals.has("HUP")) {
      return;
    }
    try (var signals = Signals.receive("USR1", "SIGHUP", "hup").open()) {
      killSelf("USR1");
      assertThat(next(signals)).isEqualTo("USR1");
      killSelf("HUP");
      assertThat(next(signals)).isEqualTo("HUP");
      assertThat(moveOnAfter(Duration.ofMillis(20), () -> signals.iterator().next())).isEmpty();
    }
  }

  @TreadleTest(realTime = true)
  void againAndAgain() throws IOException {
    for (int round = 0; round < 3; round++) {
      try (var signals = Signals.receive("USR1").open()) {
        killSelf("USR1");
        assertThat(next(signals)).isEqualTo("USR1");
      }
    }
  }

  @Test
  void whatIsNoSignalIsRefusedAtOnce() {
    assertThatThrownBy(() -> Signals.receive("NONE"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "signal 'NONE': expected one that this system has, such as HUP, INT, TERM or USR1");
    assertThatThrownBy(Signals::receive)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("names: expected a signal such as HUP, found none");
  }

  @TreadleTest(realTime = true)
  void whatTheJvmKeepsIsTold() {
    for (var name : List.of("KILL", "SEGV", "QUIT")) {
      assertThatThrownBy(() -> Signals.receive(name).first())
          .hasCauseInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("signal '" + name + "': expected one that can be received");
    }
  }

  // --- Beside the JVM's own business

  private static Subprocess java(String mode, String... options) throws IOException {
    return Subprocess.open(Programs.java(SignalPrograms.class, List.of(options), mode), c -> c);
  }

  @TreadleTest(realTime = true, timeout = "3m")
  void aSigintThatIsReceivedDoesNotStopTheProgramAndTheNextOneDoes() throws IOException {
    try (var program = java("once");
        var lines = program.stdout().lines().open()) {
      assertThat(lines.iterator().next()).isEqualTo("ready");
      kill("INT", program.pid());
      assertThat(lines.iterator().next()).isEqualTo("received INT");
      assertThat(lines.iterator().next()).isEqualTo("goes on");
      kill("INT", program.pid());
      assertThat(lines.iterator().next()).isEqualTo("cleaned up");

      assertThat(program.await()).isEqualTo(130);
    }
  }

  @TreadleTest(realTime = true, timeout = "3m")
  void duringTheShutdownASecondSigintHaltsAsEver() throws IOException {
    try (var program = java("stuck");
        var lines = program.stdout().lines().open()) {
      assertThat(lines.iterator().next()).isEqualTo("ready");
      kill("TERM", program.pid());
      assertThat(lines.iterator().next()).isEqualTo("cleaning up for ever");
      kill("INT", program.pid());

      assertThat(program.await()).isEqualTo(130);
    }
  }

  @TreadleTest(realTime = true, timeout = "3m")
  void withoutTheModuleOfSignalsItSaysSo() throws IOException {
    try (var program = java("missing", "--limit-modules", "java.base,java.logging")) {
      assertThat(program.stdout().lines().toList())
          .containsExactly(
              "signals: expected a Java with module jdk.unsupported, found one without; add it to"
                  + " the image, or run with --add-modules jdk.unsupported");
    }
  }

  @TreadleTest(realTime = true, timeout = "3m")
  void aSignalThatIsIgnoredFromTheStartCannotBeReceivedAndItSaysSo() throws IOException {
    var ignoring = new ArrayList<>(List.of("sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    ignoring.addAll(Programs.java(SignalPrograms.class, List.of(), "ignored"));

    assertThat(Subprocess.run(ignoring, c -> c).stdout())
        .isEqualTo(
            "signal 'HUP': expected one that reaches this process, found it ignored from the start,"
                + " as nohup and shells do for what they run in the background\n");
  }
}
