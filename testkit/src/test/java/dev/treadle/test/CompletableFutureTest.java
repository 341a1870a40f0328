package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class CompletableFutureTest {

  @TreadleTest
  void asyncTasksRunOnSimulatedThreads(Simulation simulation) throws Exception {
    var name =
        CompletableFuture.supplyAsync(() -> {
          VirtualSleep.sleep(Duration.ofHours(1));
          return Thread.currentThread().getName();
        });

    assertThat(name.get()).isEqualTo("commonPool-0");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofHours(1));
  }

  @TreadleTest
  void dependentsRunInsideToo(Simulation simulation) throws Exception {
    var sum =
        CompletableFuture.runAsync(() -> VirtualSleep.sleep(Duration.ofMinutes(1)))
            .thenApplyAsync(_ -> simulation.clock().elapsed())
            .thenCombineAsync(CompletableFuture.completedFuture(1L), Duration::plusMinutes);

    assertThat(sum.get(1, TimeUnit.HOURS)).isEqualTo(Duration.ofMinutes(2));
  }

  @TreadleTest
  void orTimeoutFiresInVirtualTime(Simulation simulation) {
    var never = new CompletableFuture<String>().orTimeout(1, TimeUnit.DAYS);

    assertThatThrownBy(never::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(TimeoutException.class);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofDays(1));
  }

  @TreadleTest
  void completeOnTimeoutFiresInVirtualTime(Simulation simulation) {
    var late = new CompletableFuture<String>().completeOnTimeout("default", 5, TimeUnit.SECONDS);

    assertThat(late.join()).isEqualTo("default");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
  }

  @TreadleTest
  void whatDependsOnATimeoutMayWait(Simulation simulation) {
    var waited =
        new CompletableFuture<String>()
            .completeOnTimeout("default", 1, TimeUnit.SECONDS)
            .thenAccept(_ -> VirtualSleep.sleep(Duration.ofSeconds(1)));

    waited.join();

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  @TreadleTest
  void aTimeoutThatCameTooLateDoesNothing(Simulation simulation) throws Exception {
    var future = new CompletableFuture<String>().orTimeout(1, TimeUnit.SECONDS);
    future.complete("in time");
    Thread.sleep(Duration.ofSeconds(2));

    assertThat(future.get()).isEqualTo("in time");
    assertThat(simulation.trace().last()).allMatch(step -> step.thread().equals("main"));
  }

  @TreadleTest
  void delayedExecutorsWaitInVirtualTime(Simulation simulation) throws Exception {
    var later = CompletableFuture.delayedExecutor(3, TimeUnit.HOURS);

    var at = CompletableFuture.supplyAsync(() -> simulation.clock().elapsed(), later);

    assertThat(at.get()).isEqualTo(Duration.ofHours(3));
  }

  @SuppressWarnings("JdkObsolete") // it locks, which is what is wanted
  @TreadleTest(explore = 200)
  void theOrderOfAsyncTasksIsExplored() {
    var seen = new StringBuffer();

    CompletableFuture.allOf(
            CompletableFuture.runAsync(() -> seen.append("a")),
            CompletableFuture.runAsync(() -> seen.append("b")))
        .join();

    assertThat(seen.toString()).isIn("ab", "ba");
  }

  @Test
  void outsideASimulationTheCommonPoolIsTheJdks() throws Exception {
    var thread = CompletableFuture.supplyAsync(() -> Thread.currentThread().getName());

    assertThat(thread.get(1, TimeUnit.MINUTES)).startsWith("ForkJoinPool.commonPool-worker-");
    assertThat(new CompletableFuture<>().completeOnTimeout(1, 1, TimeUnit.MILLISECONDS).get())
        .isEqualTo(1);
  }
}
