package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SelfAttachTest {

  @Test
  void aJvmWithoutTheAgentAttachesItByItself() throws Exception {
    var jvm = ForkedJvm.withoutAgent(SleepForAnHour.class, "-XX:+EnableDynamicAgentLoading");

    assertThat(jvm.output()).isEqualTo("2026-01-01T01:00:00Z");
  }

  @Test
  void optionsForThisJvmAreNotTheAttachingOnes() throws Exception {
    var options =
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:"
            + RealTime.unusedPort();

    var jvm =
        ForkedJvm.start(
            SleepForAnHour.class,
            Map.of("JAVA_TOOL_OPTIONS", options),
            "-XX:+EnableDynamicAgentLoading");

    assertThat(jvm.output()).endsWith("2026-01-01T01:00:00Z");
  }

  @Test
  void aJvmThatRefusesTheAgentSaysWhatToConfigure() throws Exception {
    var jvm = ForkedJvm.withoutAgent(SleepForAnHour.class, "-XX:+DisableAttachMechanism");

    assertThat(jvm.output())
        .startsWith("the simulation needs its Java agent, and this JVM did not let it attach (")
        .endsWith(
            "); start the JVM with -javaagent:/path/to/treadle-testkit.jar instead"
                + " (Surefire: <argLine>-javaagent:${dev.treadle:treadle-testkit:jar}</argLine>,"
                + " see docs/testing.md)");
  }

  @Test
  void theAgentMayBeGivenTwice() throws Exception {
    var jvm = ForkedJvm.withAgent(SleepForAnHour.class, ForkedJvm.agentOption());

    assertThat(jvm.output()).isEqualTo("2026-01-01T01:00:00Z");
  }

  /// Prints what time it is after a sleep, or why there was none.
  static final class SleepForAnHour {

    private SleepForAnHour() {}

    /// What the forked JVM runs.
    public static void main(String[] arguments) {
      try {
        Simulation.run(_ -> {
          Thread.sleep(Duration.ofHours(1));
          System.out.println(Instant.now());
        });
      } catch (IllegalStateException refused) {
        System.out.println(refused.getMessage());
      }
    }
  }
}
