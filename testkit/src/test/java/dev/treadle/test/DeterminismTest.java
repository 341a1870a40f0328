package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeterminismTest {

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameTraceInAThousandRuns(Scenario scenario) {
    assertThat(scenario.traceHashes(7, 1000)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void otherSeedsGiveOtherTraces(Scenario scenario) {
    var exploration = Simulation.explore(100, scenario);

    assertThat(exploration.runs()).isEqualTo(100);
    assertThat(exploration.distinct()).isGreaterThan(10);
  }

  @Test
  void theSameSeedGivesTheSameTraceInFourJvms() throws Exception {
    var jvms = new ArrayList<ForkedJvm>();
    for (int i = 0; i < 4; i++) {
      jvms.add(ForkedJvm.withAgent(PrintTraces.class));
    }

    for (var jvm : jvms) {
      assertThat(jvm.output()).isEqualTo(PrintTraces.report());
    }
  }

  /// Prints the traces of every scenario.
  static final class PrintTraces {

    private PrintTraces() {}

    /// What the forked JVM runs.
    public static void main(String[] arguments) {
      System.out.println(report());
    }

    static String report() {
      return Arrays.stream(Scenario.values())
          .map(scenario -> scenario + " " + scenario.traceHash(1) + " " + scenario.traceHash(2))
          .collect(Collectors.joining("\n"));
    }
  }
}
