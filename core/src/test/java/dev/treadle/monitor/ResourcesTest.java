package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.RealTime;
import dev.treadle.test.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResourcesTest {

  @Test
  void aResourceThatIsLostWhileItIsOpenIsReported() throws Exception {
    try (var findings = Findings.begin()) {
      open("connection to db:5432");

      RealTime.eventually(
          Duration.ofSeconds(60),
          () -> {
            System.gc();
            assertThat(findings.messages())
                .contains(
                    "connection to db:5432 was never closed;"
                        + " -Dtreadle.lint.leaked-resource.sites=on shows where it was opened");
          });
    }
  }

  @Test
  void aResourceThatWasClosedIsNot() throws Exception {
    try (var findings = Findings.begin()) {
      open("closed").close();
      open("lost");

      RealTime.eventually(
          Duration.ofSeconds(60),
          () -> {
            System.gc();
            assertThat(findings.messages()).anyMatch(message -> message.startsWith("lost "));
          });

      assertThat(findings.messages()).noneMatch(message -> message.startsWith("closed "));
    }
  }

  @Test
  void inASimulationAResourceLeftOpenFailsTheTest() {
    assertThatThrownBy(() -> Simulation.run(_ -> open("connection to db:5432")))
        .hasMessageContaining("connection to db:5432");
    Simulation.run(_ -> open("connection to db:5432").close());
  }

  private static Resources.Tracked open(String description) {
    return Resources.track(new Object(), () -> description);
  }
}
