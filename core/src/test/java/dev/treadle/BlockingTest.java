package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.treadle.monitor.Lint;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The verbs on the real pools; what schedules can do is in [OffloadTest].
@Timeout(120)
class BlockingTest {

  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void blockingRunsOnADaemonPlatformThreadOfItsPool() {
    Treadle.blocking(() -> {
      var thread = Thread.currentThread();

      assertThat(thread.isVirtual()).isFalse();
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getName()).matches("treadle-blocking-[0-9]+");
    });
  }

  @Test
  void cpuRunsOnAThreadOfAnotherPool() {
    var name = Treadle.cpu(() -> Thread.currentThread().getName());

    assertThat(name).matches("treadle-cpu-[0-9]+");
  }

  @Test
  void whatIsOffloadedInsideAnOffloadedBodyStaysOnItsThread() {
    Treadle.blocking(() -> {
      var outer = Thread.currentThread();

      assertThat(Treadle.cpu(Thread::currentThread)).isSameAs(outer);
      assertThat(Treadle.blocking(Thread::currentThread)).isSameAs(outer);
    });
    Treadle.cpu(() -> {
      var outer = Thread.currentThread();
      assertThat(Treadle.cpu(Thread::currentThread)).isSameAs(outer);
    });
  }

  @Test
  void anAbandonableBodyInsideAnOffloadedOneGetsAThreadOfItsOwn() {
    Treadle.blocking(() -> {
      var outer = Thread.currentThread();

      assertThat(Treadle.abandonable(_ -> {}, Thread::currentThread)).isNotSameAs(outer);
    });
  }

  @Test
  void threadsDoNotInheritTheThreadLocalsOfWhoeverNeedsThem() {
    var inheritable = new InheritableThreadLocal<String>();
    inheritable.set("the first caller's");
    var offloads = Offloads.CPU;

    // A level that nobody has used yet: its thread is made here.
    assertThat(Treadle.cpu(() -> Treadle.gather(() -> offloads.call(inheritable::get)).getFirst()))
        .isNull();
  }

  @TreadleTest
  void inASimulationAllOfThemRunOnTheTasksThread() {
    var task = Thread.currentThread();

    assertThat(Treadle.blocking(Thread::currentThread)).isSameAs(task);
    assertThat(Treadle.cpu(Thread::currentThread)).isSameAs(task);
    assertThat(Treadle.abandonable(_ -> {}, Thread::currentThread)).isSameAs(task);
  }

  @TreadleTest(explore = 10_000)
  void inASimulationACancellationInterruptsThemAllTheSame() {
    assertThatExceptionOfType(TaskTimeoutException.class)
        .isThrownBy(() ->
            Treadle.timeout(
                Duration.ofSeconds(1), () -> Treadle.blocking(() -> Thread.sleep(HOUR))));
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @TreadleTest
  void inASimulationTheBodysScopeIsItsCallersToo() {
    boolean ended =
        CancelScope.run(scope ->
            Treadle.blocking(() -> {
              assertThat(CancelScope.current()).isSameAs(scope);
              CancelScope.current().cancel("from inside");
              Treadle.sleep(HOUR);
            }));

    assertThat(ended).isFalse();
  }

  @Test
  void anInterruptReachesABlockedPlatformThread() throws InterruptedException {
    boolean ended =
        Treadle.moveOnAfter(
            Duration.ofMillis(20), () -> Treadle.blocking(() -> new CountDownLatch(1).await()));

    assertThat(ended).isFalse();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void tenTimesTheLimitOfNestedBodiesEndOnPlatformThreads() {
    int parents = 10 * Runtime.getRuntime().availableProcessors();

    var sums =
        Treadle.gather(
            IntStream.range(0, parents).boxed().toList(),
            i -> Treadle.cpu(() -> Treadle.gather(List.of(1, 2), j -> Treadle.cpu(() -> i * j))));

    assertThat(sums).hasSize(parents).last().isEqualTo(List.of(parents - 1, 2 * (parents - 1)));
  }

  /// Nothing interrupts the read, so its task can neither end nor be told; but it can be named.
  @Test
  void aBlockedReadOfAFifoDelaysItsTimeoutAndIsReported(@TempDir Path folder) throws Exception {
    var path = fifoIn(folder).toFile();
    Lint.IGNORED_INTERRUPT.enable(); // so that it says again what another test has heard
    try (var fifo = new RandomAccessFile(path, "rw");
        var in = new FileInputStream(path);
        var log = LogCapture.begin()) {
      var writer = Thread.ofPlatform().start(() -> writeWhenReported(fifo, log));

      // The time runs from when the read is about to begin: on a busy machine that may be late.
      var read =
          CancelScope.call(scope ->
              Treadle.blocking(() -> {
                scope.deadline(Deadline.in(Duration.ofMillis(20)));
                return in.read();
              }));

      assertThat(read).contains(42);
      writer.join();
      requireReported(log);
    }
  }

  private static void writeWhenReported(RandomAccessFile fifo, LogCapture log) {
    try {
      RealTime.eventually(Duration.ofSeconds(60), () -> requireReported(log));
    } catch (InterruptedException e) {
      throw new AssertionError("expected no interrupt, got one", e);
    } finally {
      write(fifo);
    }
  }

  private static void requireReported(LogCapture log) {
    assertThat(log.messages())
        .anySatisfy(message ->
            assertThat(message)
                .contains("was cancelled (deadline passed) more than PT1S ago and goes on")
                .contains("BlockingTest.lambda$aBlockedReadOfAFifoDelaysItsTimeout"));
  }

  private static void write(RandomAccessFile fifo) {
    try {
      fifo.write(42);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path fifoIn(Path folder) throws IOException, InterruptedException {
    var fifo = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    return fifo;
  }

  @Test
  void aBlockedReadOfAFifoStallsNoOtherTask(@TempDir Path folder) throws Exception {
    var fifo = fifoIn(folder);
    var oneCarrier =
        List.of(
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");

    try (var jvm = ChildJvm.start(FifoProgram.class, oneCarrier, fifo.toString())) {
      assertThat(jvm.output()).containsExactly("ticked while the read was blocked", "read 42");
      assertThat(jvm.exitCode()).isZero();
    }
  }
}
