package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class OutsideTest {

  @Test
  void aWakeUpFromOutsideFailsAHermeticTest() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    var worker = Thread.ofPlatform().name("worker").start(() -> answer(asked, answer));

    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () -> Simulation.run(OutsideTest::patient, _ -> ask(asked, answer, worker)));
    worker.join();

    assertThat(failure.kind()).isEqualTo(SimulationFailure.Kind.OUTSIDE);
    assertThat(failure)
        .hasMessage(
            "thread 'worker' outside the simulation woke 'asker' inside it, at a moment that differs from run to run;"
                + " do that work on virtual threads started inside the test, replace it by a fake,"
                + " or allow it with hermetic = false");
  }

  @Test
  void aWakeUpFromOutsideIsAllowedOnRequest() {
    Simulation.run(
        settings -> patient(settings).withHermetic(false), _ -> awaitAnswerFromOutside());
  }

  @TreadleTest(hermetic = false)
  void aPlatformPoolCanWork(Simulation simulation) throws Exception {
    try (var pool = Executors.newFixedThreadPool(2)) {
      var answers = new ArrayList<java.util.concurrent.Future<Integer>>();
      for (int i = 0; i < 10; i++) {
        int number = i;
        answers.add(pool.submit(() -> number * number));
      }

      int sum = 0;
      for (var answer : answers) {
        sum += answer.get();
      }
      assertThat(sum).isEqualTo(285);
      assertThat(simulation.clock().elapsed()).isZero();
    }
  }

  @TreadleTest(hermetic = false)
  void aPlatformThreadCanBeJoined() throws InterruptedException {
    var seen = new CompletableFuture<Boolean>();
    var thread = Thread.ofPlatform().start(() -> seen.complete(Thread.currentThread().isVirtual()));
    thread.join();

    assertThat(seen).isCompletedWithValue(false);
  }

  @TreadleTest(hermetic = false)
  void realSocketsCanWork() throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var acceptor = Thread.startVirtualThread(() -> echo(server, 3));
      List<Integer> answers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        try (var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
          client.getOutputStream().write(i + 1);
          answers.add(client.getInputStream().read());
        }
      }
      acceptor.join();

      assertThat(answers).containsExactly(1, 2, 3);
    }
  }

  @TreadleTest(hermetic = false)
  void virtualTimeWaitsForSocketsThatHaveAnswers(Simulation simulation) throws Exception {
    try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var client = new Socket(server.getInetAddress(), server.getLocalPort())) {
      Thread.startVirtualThread(() -> echo(server, 1));
      client.getOutputStream().write(7);
      Thread.sleep(Duration.ofHours(1));

      assertThat(client.getInputStream().read()).isEqualTo(7);
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofHours(1));
    }
  }

  @Test
  void whatNobodyOutsideAnswersIsADeadlockAfterTheTimeout() {
    var failure =
        catchThrowableOfType(
            SimulationFailure.class,
            () ->
                Simulation.run(
                    settings -> settings.withHermetic(false).withTimeout(Duration.ofMillis(200)),
                    _ -> new CountDownLatch(1).await()));

    assertThat(failure.kind())
        .isIn(SimulationFailure.Kind.DEADLOCK, SimulationFailure.Kind.TIMEOUT);
  }

  /// A busy machine may take long to start a platform thread.
  private static SimulationSettings patient(SimulationSettings settings) {
    return settings.withMaxSteps(Long.MAX_VALUE);
  }

  private static void awaitAnswerFromOutside() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var answer = new CountDownLatch(1);
    ask(asked, answer, Thread.ofPlatform().name("worker").start(() -> answer(asked, answer)));
  }

  private static void answer(CountDownLatch asked, CountDownLatch answer) {
    await(asked);
    answer.countDown();
  }

  /// One thread waits for an answer while another keeps the simulation going, so that the answer
  /// comes at a time when it is not stuck.
  private static void ask(CountDownLatch asked, CountDownLatch answer, Thread worker)
      throws InterruptedException {
    var asker = Thread.ofVirtual().name("asker").start(() -> await(answer));
    Thread.yield();
    asked.countDown();
    while (worker.isAlive()) {
      Thread.yield();
    }
    asker.join();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private static void echo(ServerSocket server, int times) {
    try {
      for (int i = 0; i < times; i++) {
        try (var socket = server.accept()) {
          socket.getOutputStream().write(socket.getInputStream().read());
        }
      }
    } catch (IOException failure) {
      throw new AssertionError("echo failed: " + failure.getMessage(), failure);
    }
  }
}
