package dev.treadle.io.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.io.file.Files;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;

/// The end of processes that have children of their own.
class ProcessTreeTest {

  private static final int FAMILY = 7;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// A parent, two children and four grandchildren, who tell their numbers, and do not end by
  /// SIGTERM if they are deaf.
  private static String family(Path folder, boolean deaf) throws IOException {
    var script = folder.resolve("family.sh");
    Files.write(
        script,
        (deaf ? "trap '' TERM\n" : "")
            + """
            echo $$
            if [ $1 -gt 0 ]; then
              sh "$0" $(($1 - 1)) &
              sh "$0" $(($1 - 1)) &
            fi
            while :; do sleep 0.05; done
            """);
    return "exec sh '%s' 2".formatted(script);
  }

  private static List<Long> pids(Subprocess process) {
    return process.stdout().lines().take(FAMILY).map(Long::parseLong).toList();
  }

  private static boolean runs(long pid) {
    return ProcessHandle.of(pid)
        .filter(process -> process.isAlive() && process.info().command().isPresent())
        .isPresent();
  }

  private static Subprocess open(String script, Duration grace) throws IOException {
    return Subprocess.open(List.of("sh", "-c", script), c -> c.withKillGrace(grace));
  }

  @TreadleTest(realTime = true)
  void descendantsEndWithTheProcess(@TempDir Path folder) throws IOException {
    List<Long> pids;
    long begin;
    try (var process = open(family(folder, false), MINUTE)) {
      pids = pids(process);
      assertThat(pids).hasSize(FAMILY).allMatch(ProcessTreeTest::runs);
      begin = System.nanoTime();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(pids).noneMatch(ProcessTreeTest::runs);
  }

  @TreadleTest(realTime = true)
  void thoseThatIgnoreSigtermEndByForceAfterTheGrace(@TempDir Path folder) throws IOException {
    var grace = Duration.ofMillis(300);
    List<Long> pids;
    long begin;
    try (var process = open(family(folder, true), grace)) {
      pids = pids(process);
      assertThat(pids).hasSize(FAMILY).allMatch(ProcessTreeTest::runs);
      begin = System.nanoTime();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isBetween(grace, grace.plus(Duration.ofSeconds(20)));
    assertThat(pids).noneMatch(ProcessTreeTest::runs);
  }

  @TreadleTest(realTime = true)
  void withoutGraceItIsForceAtOnce(@TempDir Path folder) throws IOException {
    List<Long> pids;
    try (var process = open(family(folder, true), Duration.ZERO)) {
      pids = pids(process);
    }

    assertThat(pids).hasSize(FAMILY).noneMatch(ProcessTreeTest::runs);
  }

  @TreadleTest(realTime = true)
  void aCancelledScopeEndsTheWholeFamily(@TempDir Path folder) throws Exception {
    var pids = new CompletableFuture<List<Long>>();
    TaskGroup.run(group -> {
      var owner =
          group.start(() -> {
            try (var process = open(family(folder, true), Duration.ofMillis(100))) {
              pids.complete(pids(process));
              process.await();
            }
          });
      pids.get(1, TimeUnit.MINUTES);

      owner.cancel("enough");
    });

    assertThat(pids.get()).hasSize(FAMILY).noneMatch(ProcessTreeTest::runs);
  }

  @TreadleTest(realTime = true)
  void aProcessMayCleanUpOnSigterm() throws Exception {
    var script =
        "trap 'sleep 0.2; echo cleaned; exit 0' TERM; echo ready; while :; do sleep 0.05; done";
    try (var process = open(script, MINUTE)) {
      assertThat(process.stdout().lines().first()).contains("ready");
      ProcessTree.end(ProcessHandle.of(process.pid()).orElseThrow(), MINUTE);

      assertThat(process.stdout().lines().toList()).containsExactly("cleaned");
      assertThat(process.await()).isZero();
    }
  }

  @TreadleTest(realTime = true)
  void whatOutlivesItsParentByItselfIsLeftAlone() throws Exception {
    long pid;
    try (var process = open("sleep 60 >/dev/null 2>&1 </dev/null & echo $!", MINUTE)) {
      pid = process.stdout().lines().map(Long::parseLong).first().orElseThrow();
      assertThat(process.await()).isZero();
    }

    assertThat(runs(pid)).isTrue();
    ProcessHandle.of(pid).orElseThrow().destroy();
    RealTime.eventually(MINUTE, () -> assertThat(runs(pid)).isFalse());
  }
}
