package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class JdkInternalsTest {

  @Test
  void whatAJdkLacksIsNamedWithWhatToDo() {
    assertThatThrownBy(() ->
            JdkInternals.require(
                "field VirtualThread.future",
                () -> {
                  throw new NoSuchFieldException("future");
                }))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage(
            "the simulation needs field VirtualThread.future, which this JDK ("
                + Runtime.version()
                + ") does not give: java.lang.NoSuchFieldException: future;"
                + " run the tests on JDK 25, or use @TreadleTest(realTime = true)")
        .hasCauseInstanceOf(NoSuchFieldException.class);
  }

  @Test
  void whatAJdkDoesNotOpenIsNamedToo() {
    assertThatThrownBy(() ->
            JdkInternals.require(
                "access to java.lang",
                () -> {
                  throw new SecurityException("closed");
                }))
        .hasMessageContaining("the simulation needs access to java.lang, which this JDK")
        .hasMessageContaining("does not give: java.lang.SecurityException: closed;");
  }

  @Test
  void whatIsFoundIsReturned() {
    assertThat(JdkInternals.<String>require("anything", () -> "found")).isEqualTo("found");
  }

  @Test
  void aThreadsSchedulerIsWhatItWasBuiltWith() throws InterruptedException {
    try (var scheduler = Executors.newSingleThreadExecutor()) {
      Executor direct = scheduler;
      var thread = JdkInternals.virtualThreads(direct).start(() -> {});
      thread.join();

      assertThat(JdkInternals.scheduler(thread)).isSameAs(direct);
      assertThat(JdkInternals.state(thread)).isEqualTo(JdkInternals.TERMINATED);
    }
  }

  @Test
  void aPlatformThreadHasNoScheduler() {
    assertThat(JdkInternals.scheduler(Thread.currentThread())).isNull();
    assertThat(JdkInternals.isEndOf(Thread.currentThread(), new Object())).isFalse();
  }
}
