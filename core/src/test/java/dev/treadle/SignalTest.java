package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real signals, sent to real processes.
@Timeout(120)
class SignalTest {

  private static ChildJvm start(String program, String... options) throws Exception {
    return ChildJvm.start(StoppedPrograms.class, List.of(options), program);
  }

  @Test
  void aSigintCancelsTheProgramAwaitsItsCleanupAndExitsWith130() throws Exception {
    try (var jvm = start("cleanup")) {
      jvm.awaitLine("started").signal("INT");

      assertThat(jvm.output()).startsWith("started", "the JVM received SIGINT", "cleaned up");
      assertThat(jvm.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void aSigtermCancelsTheProgramAwaitsItsCleanupAndExitsWith143() throws Exception {
    try (var jvm = start("cleanup")) {
      jvm.awaitLine("started").signal("TERM");

      assertThat(jvm.output()).startsWith("started", "the JVM received SIGTERM", "cleaned up");
      assertThat(jvm.exitCode()).isEqualTo(143);
    }
  }

  @Test
  void aSecondSigintPrintsWhereEverythingStandsAndHalts() throws Exception {
    try (var jvm = start("stuck")) {
      jvm.awaitLine("started").signal("INT").awaitLine("cleaning up for ever").signal("INT");

      assertThat(jvm.output())
          .anySatisfy(line -> assertThat(line).startsWith("main"))
          .anySatisfy(line -> assertThat(line).contains("StoppedPrograms.lambda$stuck$"));
      assertThat(jvm.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void aSigintAfterASigtermHaltsToo() throws Exception {
    try (var jvm = start("stuck")) {
      jvm.awaitLine("started").signal("TERM").awaitLine("cleaning up for ever").signal("INT");

      assertThat(jvm.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void withoutTheModuleOfSignalsTheFirstSigintWorksAllTheSame() throws Exception {
    try (var jvm = start("cleanup", "--limit-modules", "java.base,java.logging")) {
      jvm.awaitLine("started").signal("INT");

      assertThat(jvm.output()).contains("cleaned up");
      assertThat(jvm.exitCode()).isEqualTo(130);
    }
  }

  @Test
  void aTaskThatCallsExitIsNotAwaitedButTheOthersAre() throws Exception {
    try (var jvm = start("exit")) {
      assertThat(jvm.output()).containsExactly("started", "the JVM is shutting down", "cleaned up");
      assertThat(jvm.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void anOffloadedBodyMayCallExit() throws Exception {
    try (var jvm = start("exit-offloaded")) {
      assertThat(jvm.output()).isEmpty();
      assertThat(jvm.exitCode()).isEqualTo(3);
    }
  }

  @Test
  void noProgramBeginsWhenTheJvmIsShuttingDown() throws Exception {
    try (var jvm = start("late")) {
      assertThat(jvm.output()).containsExactly("refused: the JVM is shutting down");
      assertThat(jvm.exitCode()).isZero();
    }
  }

  @Test
  void noSecondProgramBeginsEither() throws Exception {
    try (var jvm = start("late-second")) {
      assertThat(jvm.output()).containsExactly("refused: the JVM is shutting down");
    }
  }

  @Test
  void aJvmWhoseProgramHasEndedStopsAsAlways() throws Exception {
    try (var jvm = start("ended")) {
      jvm.awaitLine("started").signal("TERM");

      assertThat(jvm.output()).containsExactly("started");
      assertThat(jvm.exitCode()).isEqualTo(143);
    }
  }
}
