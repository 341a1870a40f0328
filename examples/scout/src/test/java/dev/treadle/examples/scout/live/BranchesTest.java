package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.live.Branches.Branch;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;

class BranchesTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  @TreadleTest
  void aCrawlIsWhatIsBelowItsGroup(Simulation simulation) {
    TaskGroup.run(tasks -> {
      tasks.startDaemon("elsewhere", () -> Treadle.sleep(LONG));
      tasks.startDaemon("run 1", () -> crawl("crawl 1", 1));
      tasks.startDaemon("run 2", () -> crawl("crawl 11", 2));
      simulation.awaitBlocked();

      assertThat(names(branches("crawl 1")))
          .containsExactly("crawl 1", " host a:80", "  fetch 1", " parse");
      assertThat(names(branches("crawl 11"))).hasSize(5).startsWith("crawl 11");
      assertThat(branches("crawl 2")).isEmpty();
    });
  }

  @TreadleTest
  void whatCanBeCancelledSaysHow(Simulation simulation) {
    TaskGroup.run(tasks -> {
      tasks.startDaemon("run 1", () -> crawl("crawl 1", 1));
      simulation.awaitBlocked();

      assertThat(branches("crawl 1"))
          .extracting(Branch::cancel)
          .containsExactly("/cancel", "/hosts/a%3A80/cancel", "/fetches/1/cancel", null);
      assertThat(branches("crawl 1").getLast().waitsFor()).isEqualTo("sleep");
    });
  }

  @TreadleTest
  void ofVeryManyOnlySomeAreShown(Simulation simulation) {
    TaskGroup.run(tasks -> {
      tasks.startDaemon("run 1", () -> crawl("crawl 1", 1_000));
      simulation.awaitBlocked();

      assertThat(branches("crawl 1")).hasSize(400);
    });
  }

  /// The group of a host has no name: what is in it is shown as the host's own.
  private static void crawl(String name, int fetches) {
    TaskGroup.run(
        name,
        hosts -> {
          hosts.start(
              "host a:80",
              () ->
                  TaskGroup.run(group -> {
                    for (int i = 1; i <= fetches; i++) {
                      group.start("fetch " + i, () -> Treadle.sleep(LONG));
                    }
                  }));
          hosts.start("parse", () -> Treadle.sleep(LONG));
        });
  }

  private static List<Branch> branches(String crawl) {
    return Branches.of(TaskTree.capture(), crawl);
  }

  private static List<String> names(List<Branch> branches) {
    return branches.stream().map(branch -> " ".repeat(branch.depth()) + branch.name()).toList();
  }
}
