package dev.treadle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContendersTest {

  @Test
  void everyContenderIsToldTheSameWords() throws Exception {
    var contenders = Contenders.of("channels", Parallelism.ALL, "1000", "SEND");

    assertThat(contenders.java("Java", ContendersTest.class).command()).endsWith("1000", "SEND");
    assertThat(contenders.go().command().getLast()).endsWith("target/go/channels 1000 SEND");
    assertThat(contenders.python("uvloop", "uvloop", "queues.py", "uvloop").command())
        .containsExactly(
            "python3", "-B", "src/main/python/channels/queues.py", "uvloop", "1000", "SEND");
  }

  @Test
  void nobodyIsMeasuredBesideTheTestKit() throws Exception {
    var command =
        Contenders.of("core", Parallelism.ALL).java("Java", ContendersTest.class).command();

    assertThat(command.get(command.indexOf("-cp") + 1))
        .contains("core")
        .doesNotContain("treadle-testkit");
  }

  @Test
  void everyHeapIsTouchedBeforeAnythingIsMeasured() throws Exception {
    var contenders = Contenders.of("core", Parallelism.ALL);

    assertThat(contenders.java("Java", ContendersTest.class).command())
        .contains("-XX:+AlwaysPreTouch", "-Xms1g", "-Xmx1g");
    assertThat(contenders.withFlags("-Xmx6g").java("Java", ContendersTest.class).command())
        .contains("-XX:+AlwaysPreTouch", "-Xmx6g")
        .doesNotContain("-Xmx1g");
  }

  @Test
  void oneProcessorIsForEverySchedulerThere() throws Exception {
    var contenders = Contenders.of("channels", Parallelism.ONE, "SEND");

    assertThat(contenders.java("Java", ContendersTest.class).command())
        .contains(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Dkotlinx.coroutines.scheduler.max.pool.size=1");
    assertThat(contenders.go().command().getLast()).contains("env GOMAXPROCS=1 target/go");
  }

  @Test
  void aModuleThatPythonDoesNotFindIsMissing() throws Exception {
    var command = Contenders.of("core", Parallelism.ALL).python("x", "no_such_module", "x.py");

    assertThat(command.missing()).isPresent();
  }
}
