package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LeakCheckTest {

  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration IN_A_WHILE = Duration.ofMinutes(1);

  private final CountDownLatch release = new CountDownLatch(1);
  @TempDir private Path folder = Path.of("");

  @Test
  void aVirtualThreadLeftOverIsALeak() throws InterruptedException {
    var check = LeakCheck.begin(AT_ONCE);
    var thread = Thread.ofVirtual().name("forgotten").start(this::await);
    RealTime.eventually(
        Duration.ofMinutes(1), () -> assertThat(thread.getState()).isEqualTo(Thread.State.WAITING));

    assertThatThrownBy(check::close)
        .isExactlyInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            ("leak: 1 thread(s) and 0 file descriptor(s) are left over after PT0S;"
                    + " join or close them before the check\n"
                    + "  'forgotten' (virtual, #%d) is WAITING\n      at ")
                .formatted(thread.threadId()))
        .hasMessageContaining("/dev.treadle.test.LeakCheckTest.await(LeakCheckTest.java:");

    release.countDown();
    thread.join();
  }

  @Test
  void aPlatformThreadLeftOverIsALeak() throws InterruptedException {
    var check = LeakCheck.begin(AT_ONCE);
    var thread = Thread.ofPlatform().daemon().name("forgotten").start(this::await);

    assertThatThrownBy(check::close)
        .hasMessageContaining("\n  'forgotten' (#%d) is ".formatted(thread.threadId()));

    release.countDown();
    thread.join();
  }

  @Test
  void aBusyWorkerOfTheCommonPoolIsALeak() throws InterruptedException {
    var check = LeakCheck.begin(AT_ONCE);
    var busy = Thread.ofPlatform().name("ForkJoinPool.commonPool-worker-99").start(this::await);

    assertThatThrownBy(check::close).hasMessageContaining("'ForkJoinPool.commonPool-worker-99'");

    release.countDown();
    busy.join();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFileLeftOpenIsALeak() throws IOException {
    var file = Files.createFile(folder.resolve("data.txt"));
    var check = LeakCheck.begin(AT_ONCE);
    try (var _ = Files.newInputStream(file)) {

      assertThatThrownBy(check::close)
          .hasMessage(
              "leak: 0 thread(s) and 1 file descriptor(s) are left over after PT0S;"
                  + " join or close them before the check\n"
                  + "  still open: "
                  + file.toRealPath());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aSocketLeftOpenIsNamedByItsAddress() throws IOException {
    var check = LeakCheck.begin(AT_ONCE);
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {

      assertThatThrownBy(check::close)
          .hasMessageContaining("\n  still open: socket:[")
          .hasMessageEndingWith(" (tcp, listening on 127.0.0.1:" + server.getLocalPort() + ")");
    }
  }

  @Test
  void whatWasThereBeforeIsNoLeak() throws IOException, InterruptedException {
    var thread = Thread.startVirtualThread(this::await);
    try (var _ = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      LeakCheck.begin(AT_ONCE).close();
    }

    release.countDown();
    thread.join();
  }

  @Test
  void threadsOfSimulationsAreNoLeak() throws InterruptedException {
    var check = LeakCheck.begin(AT_ONCE);
    var inside = new CountDownLatch(1);
    var other =
        Thread.ofPlatform().name("junit-other").start(() -> Simulation.run(_ -> simulate(inside)));
    inside.await();

    check.close();

    release.countDown();
    other.join();
  }

  @Test
  void threadsBesideASimulationAreALeak() throws InterruptedException {
    Simulation.run(_ -> {});
    var check = LeakCheck.begin(AT_ONCE);
    var started = new CountDownLatch(1);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.execute(() -> {
        started.countDown();
        await();
      });
      started.await();

      assertThatThrownBy(check::close).hasMessageStartingWith("leak: 1 thread(s)");

      release.countDown();
    }
  }

  @Test
  void whatIsAboutToEndIsWaitedFor() throws InterruptedException {
    var check = LeakCheck.begin(IN_A_WHILE);
    var slow = Thread.startVirtualThread(this::await);
    var releasing =
        Thread.ofVirtual()
            .start(() -> {
              awaitSleepIn(LeakCheck.class);
              release.countDown();
            });

    check.close();

    assertThat(List.of(slow, releasing)).noneMatch(Thread::isAlive);
  }

  @Test
  void anInterruptEndsTheWaitButNotTheCheck() throws InterruptedException {
    var check = LeakCheck.begin(IN_A_WHILE);
    var thread = Thread.startVirtualThread(this::await);
    Thread.currentThread().interrupt();

    assertThatThrownBy(check::close).hasMessageStartingWith("leak: 1 thread(s)");

    assertThat(Thread.interrupted()).isTrue();
    release.countDown();
    thread.join();
  }

  @Test
  void theJvmsOwnThreadsAreNoLeak() throws Exception {
    try (var _ = LeakCheck.begin(IN_A_WHILE)) {
      CompletableFuture.supplyAsync(() -> 1).get();
      new CompletableFuture<>().completeOnTimeout(1, 1, TimeUnit.NANOSECONDS).get();
      assertThat(IntStream.range(0, 10_000).parallel().sum()).isEqualTo(49_995_000);
      new ProcessBuilder("true").start().waitFor();
      Thread.startVirtualThread(() -> {}).join();
    }
  }

  @Test
  void socketsOfVirtualThreadsAreNoLeak() throws Exception {
    try (var _ = LeakCheck.begin(IN_A_WHILE)) {
      Thread.startVirtualThread(new FirstSocketUse()).join();
    }
  }

  @Test
  void randomnessIsNoLeak() {
    try (var _ = LeakCheck.begin(IN_A_WHILE)) {
      assertThat(new SecureRandom().generateSeed(4)).hasSize(4);
    }
  }

  @Test
  void aJarOpenForClassLoadingIsNoLeak() throws IOException {
    var jar = folder.resolve("some.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("some.txt"));
    }

    var loader = new URLClassLoader(new URL[] {jar.toUri().toURL()});
    try (var _ = LeakCheck.begin(IN_A_WHILE)) {
      assertThat(loader.findResource("some.txt")).isEqualTo(inJar(jar));
    }
    loader.close();
  }

  @Test
  void aSimulationIsNoLeak() {
    try (var _ = LeakCheck.begin(IN_A_WHILE)) {
      Simulation.run(_ -> Thread.startVirtualThread(() -> {}).join());
    }
  }

  @Test
  void thePatienceIsNotNegative() {
    assertThatThrownBy(() -> LeakCheck.begin(Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("patience must not be negative, got PT-0.000000001S");
  }

  @TreadleTest
  void aSimulationHasACheckOfItsOwn() {
    assertThatThrownBy(LeakCheck::begin)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "a leak check looks at the real JVM, but this thread is inside a simulation,"
                + " which reports what is left over by itself: leave out the check");
  }

  private static URL inJar(Path jar) throws IOException {
    return URI.create("jar:" + jar.toUri() + "!/some.txt").toURL();
  }

  private static void awaitSleepIn(Class<?> type) {
    while (Thread.getAllStackTraces().values().stream()
        .noneMatch(stack -> isSleepIn(type, stack))) {
      Thread.onSpinWait();
    }
  }

  private static boolean isSleepIn(Class<?> type, StackTraceElement[] stack) {
    return List.of(stack).stream()
        .anyMatch(frame ->
            frame.getClassName().equals(type.getName()) && frame.getMethodName().equals("sleep"));
  }

  private void await() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Stays in a simulation of three threads, one of them in an executor, until released.
  private void simulate(CountDownLatch inside) {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var thread = Thread.startVirtualThread(() -> VirtualSleep.sleep(Duration.ofHours(1)));
      executor.execute(() -> VirtualSleep.sleep(Duration.ofHours(1)));
      inside.countDown();
      while (release.getCount() > 0) {
        Thread.yield();
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
