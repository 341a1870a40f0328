package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestSleepTest {

  private static final String PATH = "core/src/test/java/x/YTest.java";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(1);",
        "java.lang.Thread.sleep(1);",
        "TimeUnit.SECONDS.sleep(1);",
        "MILLISECONDS.sleep(1);",
      })
  void sleepingByTheRealClockIsReported(String statement) {
    var called = statement.replaceFirst("\\(.*", "");

    assertThat(check("@Test", statement))
        .containsExactly(
            new Finding(
                "x.YTest",
                PATH + ":3",
                "expected virtual time, found '%s': run the test in a simulation"
                    .formatted(called)));
  }

  @Test
  void aReferenceToItIsReported() {
    assertThat(check("@Test", "apply(Thread::sleep);")).hasSize(1);
  }

  @Test
  void sleepingInASimulationPasses() {
    assertThat(check("@TreadleTest", "Thread.sleep(1);")).isEmpty();
    assertThat(check("@Simulated @Test", "Thread.sleep(1);")).isEmpty();
    assertThat(check("@Test", "Simulation.explore(9, sim -> Thread.sleep(1));")).isEmpty();
    assertThat(new TestSleep().check(fixture())).isEmpty();
  }

  @Test
  void aTestInRealTimeIsNoSimulation() {
    assertThat(check("@TreadleTest(realTime = true)", "Thread.sleep(1);")).hasSize(1);
  }

  private static JavaSource fixture() {
    var text = "package x; class YTest { @BeforeEach void m(Simulation s) { Thread.sleep(1); } }";
    return JavaSource.of(PATH, text);
  }

  private static List<Finding> check(String annotation, String statement) {
    var text = "package x;\nclass YTest {\n  " + annotation + " void m() { " + statement + " }\n}";
    return new TestSleep().check(JavaSource.of(PATH, text));
  }
}
