package dev.treadle.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Runs the `...Stress` classes under jcstress: real threads, millions of times each, so that
/// reorderings show that no exploration of schedules knows.
///
/// The system property `stress.mode` is jcstress's mode, `sanity` unless told: a few seconds, which
/// show that the tests work more than that the code does. `./treadle stress` runs them for minutes.
class JcstressTest {

  private static final Path REPORT = Path.of("target", "jcstress");

  @Test
  void noForbiddenOutcomeIsSeen() throws Exception {
    Files.createDirectories(REPORT);
    var output = REPORT.resolve("output.txt");
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var command =
        List.of(
            java,
            "-cp",
            path,
            "org.openjdk.jcstress.Main",
            "-t",
            "dev[.]treadle[.].*Stress.*",
            "-m",
            System.getProperty("stress.mode", "sanity"),
            // One configuration of the JVM: the combinations of all flags take minutes.
            "-jvmArgs",
            "-XX:+UseSerialGC",
            "-sc",
            "false",
            "-r",
            ".");

    int exitCode =
        new ProcessBuilder(command)
            .directory(REPORT.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(exitCode).as("exit code of jcstress; see " + output).isZero();
    assertThat(output).content().contains("Failed tests: No matches", "Error tests: No matches");
  }
}
