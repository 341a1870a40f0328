package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
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
  void setsOfThreadsAreInTheSameOrderInEveryRun() {
    var first = orderOfThreads();
    for (int i = 0; i < 37; i++) {
      Thread.ofVirtual().unstarted(() -> {}); // takes an id
    }

    assertThat(orderOfThreads()).isEqualTo(first).hasSize(21);
  }

  private static List<String> orderOfThreads() {
    var order = new ArrayList<String>();
    Simulation.run(_ -> {
      var threads = new HashSet<Thread>(List.of(Thread.currentThread()));
      for (int i = 0; i < 20; i++) {
        threads.add(Thread.ofVirtual().name("thread-" + i).start(() -> {}));
      }
      threads.forEach(thread -> order.add(thread.getName()));
    });
    return order;
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
