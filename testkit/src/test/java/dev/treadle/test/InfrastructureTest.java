package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfrastructureTest {

  private static final String AWAIT_WORK =
      "at java.base/java.util.concurrent.ForkJoinPool.awaitWork(ForkJoinPool.java:2109)";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "treadle-carrier",
        "treadle-timers",
        "junit-jupiter-timeout-watcher",
        "junit-1-worker-1",
        "surefire-forkedjvm-ping-30s"
      })
  void threadsOfToolsAre(String name) {
    assertThat(Infrastructure.isThread(platform(name))).isTrue();
  }

  @Test
  void threadsOfTheJvmAre() {
    var jvm =
        ThreadDump.take().threads().stream()
            .filter(thread ->
                List.of("Reference Handler", "Finalizer", "Signal Dispatcher", "Common-Cleaner")
                    .contains(thread.name()));

    assertThat(jvm).hasSize(4).allMatch(Infrastructure::isThread);
  }

  @Test
  void idleWorkersOfTheCommonPoolAre() {
    var name = "ForkJoinPool.commonPool-worker-1";

    assertThat(Infrastructure.isThread(platform(name, AWAIT_WORK))).isTrue();
    assertThat(Infrastructure.isThread(platform(name, "at Mine.run(Mine.java:1)"))).isFalse();
  }

  @Test
  void theTimersOfTheCommonPoolAre() {
    var loop = "at java.base/java.util.concurrent.DelayScheduler.loop(DelayScheduler.java:253)";

    assertThat(Infrastructure.isThread(platform("ForkJoinPool.commonPool-delayScheduler", loop)))
        .isTrue();
  }

  @Test
  void pollersOfVirtualThreadsAre() {
    assertThat(
            Infrastructure.isThread(
                virtual("at java.base/sun.nio.ch.Poller.subPollerLoop(Poller.java:271)")))
        .isTrue();
  }

  @Test
  void aThreadThatWaitsForASocketIsNot() {
    assertThat(
            Infrastructure.isThread(
                virtual("at java.base/sun.nio.ch.Poller.poll(Poller.java:197)")))
        .isFalse();
  }

  @Test
  void anOrdinaryThreadIsNot() {
    var thread = new DumpedThread(1, "worker", false, "WAITING", List.of(), Thread.currentThread());

    assertThat(Infrastructure.isThread(thread)).isFalse();
    assertThat(Infrastructure.isThread(platform("pool-1-thread-1", AWAIT_WORK))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repository/assertj-core-3.27.7.jar",
        "/tmp/treadle-agent1.jar (deleted)",
        "/classes/Some.class",
        "/usr/lib/jvm/jdk-25/lib/modules",
        "/usr/lib/jvm/jdk-25/lib/server/classes.jsa",
        "/usr/lib/libz.so.1",
        "/dev/random",
        "/dev/urandom",
        "/project/target/jacoco.exec",
        "/proc/4711/fd",
        "/sys/fs/cgroup/memory.max",
        "socket:[12] (unix, /tmp/.java_pid4711)",
        "socket:[12] (unix, /tmp/.java_pid4711.tmp)"
      })
  void descriptorsOfTheJvmAndToolsAre(String target) {
    assertThat(Infrastructure.isDescriptor(target)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/data.txt",
        "/tmp/data.txt (deleted)",
        "/tmp/a.jar.part",
        "socket:[12]",
        "socket:[12] (unix, /tmp/mine.sock)",
        "socket:[12] (tcp, listening on 127.0.0.1:80)",
        "pipe:[12]",
        "anon_inode:[eventpoll]"
      })
  void otherDescriptorsAreNot(String target) {
    assertThat(Infrastructure.isDescriptor(target)).isFalse();
  }

  private static DumpedThread platform(String name, String... stack) {
    return new DumpedThread(1, name, false, "WAITING", List.of(stack), null);
  }

  private static DumpedThread virtual(String... stack) {
    return new DumpedThread(1, "", true, "WAITING", List.of(stack), null);
  }
}
