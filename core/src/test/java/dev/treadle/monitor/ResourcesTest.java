package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.ChildJvm;
import dev.treadle.test.RealTime;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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

      awaitLost(findings);

      assertThat(findings.messages()).noneMatch(message -> message.startsWith("closed "));
    }
  }

  @Test
  void insideASuppressedBlockALostResourceIsMeant() throws Exception {
    try (var findings = Findings.begin()) {
      Lint.LEAKED_RESOURCE.suppress(() -> open("meant"));
      open("lost");

      awaitLost(findings);

      assertThat(findings.messages()).noneMatch(message -> message.startsWith("meant "));
    }
  }

  @Test
  void behindTheBlockAResourceIsWatchedAgain() throws Exception {
    try (var findings = Findings.begin()) {
      var outside = Lint.LEAKED_RESOURCE.suppress(() -> "lost");
      open(outside);

      awaitLost(findings);
    }
  }

  @Test
  void withItsPropertyAFindingShowsWhereItWasOpened() throws Exception {
    try (var jvm = jvm("-Dtreadle.lint.leaked-resource.sites=on")) {
      assertThat(jvm.output())
          .contains(
              "file a.log was never closed, opened at"
                  + " dev.treadle.monitor.LosingProgram.openOne(LosingProgram.java)")
          .contains("  in main");
    }
  }

  @Test
  void ofAClassThatIsIgnoredNoLostResourceIsReported() throws Exception {
    var classes = "com.acme.,dev.treadle.monitor.LosingProgram$Legacy";
    try (var jvm = jvm("-Dtreadle.lint.leaked-resource.ignore=" + classes)) {
      assertThat(jvm.output())
          .anyMatch(line -> line.startsWith("file a.log was never closed"))
          .noneMatch(line -> line.startsWith("legacy "));
    }
  }

  private static ChildJvm jvm(String option) throws IOException {
    return ChildJvm.start(LosingProgram.class, List.of(option));
  }

  private static void awaitLost(Findings findings) throws InterruptedException {
    RealTime.eventually(
        Duration.ofSeconds(60),
        () -> {
          System.gc();
          assertThat(findings.messages()).anyMatch(message -> message.startsWith("lost "));
        });
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
