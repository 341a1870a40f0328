package dev.treadle.io.process;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.Treadle.timeout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.TaskTimeoutException;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.flow.Flow;
import dev.treadle.io.file.Files;
import dev.treadle.io.pipe.HeldThreadsProbe;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/// Real processes, in real time: each test fails if a thread or a descriptor is left over.
class SubprocessTest {

  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration AT_ONCE = Duration.ofSeconds(20);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static CompletedProcess sh(String script) throws IOException {
    return Subprocess.run("sh", "-c", script);
  }

  private static CompletedProcess sh(String script, UnaryOperator<SubprocessSettings> settings)
      throws IOException {
    return Subprocess.run(List.of("sh", "-c", script), settings);
  }

  private static Subprocess open(String script) throws IOException {
    return Subprocess.open("sh", "-c", script);
  }

  // --- Run

  @TreadleTest(realTime = true)
  void outputAndExitCodeAreReturned() throws IOException {
    var done = sh("echo out; echo err >&2; exit 3");

    assertThat(done.stdout()).isEqualTo("out\n");
    assertThat(done.stderr()).isEqualTo("err\n");
    assertThat(done.exitCode()).isEqualTo(3);
    assertThat(done.command()).containsExactly("sh", "-c", "echo out; echo err >&2; exit 3");
    assertThat(done).hasToString("process 'sh' ended with exit code 3");
    assertThat(done.stdoutBytes()).isEqualTo("out\n".getBytes(StandardCharsets.UTF_8));
    assertThat(done.stderrBytes()).isEqualTo("err\n".getBytes(StandardCharsets.UTF_8));
  }

  @TreadleTest(realTime = true)
  void aSignalsExitCodeIs128AndItsNumber() throws IOException {
    assertThat(sh("kill -TERM $$").exitCode()).isEqualTo(143);
    assertThat(sh("kill -KILL $$").exitCode()).isEqualTo(137);
  }

  @TreadleTest(realTime = true)
  void itsInputIsEmptyUnlessSaidOtherwise() throws IOException {
    assertThat(sh("cat").stdout()).isEmpty();
    assertThat(sh("cat", c -> c.withInput("text")).stdout()).isEqualTo("text");
    assertThat(sh("cat", c -> c.withInput(new byte[] {'a', 'b'})).stdout()).isEqualTo("ab");
  }

  @TreadleTest(realTime = true)
  void muchGoesThroughBothWays() throws IOException {
    var text = "0123456789abcdef".repeat(100_000);

    assertThat(sh("cat", c -> c.withInput(text)).stdout()).isEqualTo(text);
  }

  @TreadleTest(realTime = true)
  void anInputMayBeAFlow() throws IOException {
    var numbers =
        Flow.from(IntStream.range(0, 1000).boxed().toList())
            .map(i -> (i + "\n").getBytes(StandardCharsets.UTF_8));

    assertThat(sh("tail -n 1", c -> c.withInput(numbers)).stdout()).isEqualTo("999\n");
  }

  @TreadleTest(realTime = true)
  void inputThatIsNotReadIsDropped() throws IOException {
    var endless = Flow.<byte[]>generate(emit -> repeat(emit));

    assertThat(sh("head -n 1", c -> c.withInput(endless)).stdout()).isEqualTo("again\n");
    assertThat(sh("true", c -> c.withInput("x".repeat(1_000_000))).exitCode()).isZero();
  }

  private static void repeat(java.util.function.Consumer<byte[]> emit) {
    while (true) {
      emit.accept("again\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @TreadleTest(realTime = true)
  void aFailureOfTheInputEndsTheProcess() {
    var broken =
        Flow.<byte[]>generate(_ -> {
          throw new IllegalStateException("no more numbers");
        });

    assertThatThrownBy(() -> sh("cat", c -> c.withInput(broken)))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.lang.IllegalStateException: no more numbers");
  }

  @TreadleTest(realTime = true)
  void aCheckedProcessThatFailsThrowsWithTheEndOfItsStderr() {
    assertThatThrownBy(() -> sh("echo why >&2; exit 3", c -> c.withCheck()))
        .isInstanceOf(ProcessFailedException.class)
        .hasMessage("process 'sh' ended with exit code 3, expected 0; its stderr ends: why");
    assertThatThrownBy(() -> sh("false").check())
        .hasMessage("process 'sh' ended with exit code 1, expected 0; its stderr is empty");
    assertThatThrownBy(() -> sh("yes | head -c 5000 >&2; exit 1").check())
        .isInstanceOfSatisfying(
            ProcessFailedException.class,
            failure -> {
              assertThat(failure.getMessage())
                  .contains("its stderr ends: ...")
                  .hasSizeLessThan(1200);
              assertThat(failure.process().stderr()).hasSize(5000);
            });
  }

  @TreadleTest(realTime = true)
  void aCheckedProcessThatSucceedsIsReturned() throws IOException {
    assertThat(sh("echo fine", c -> c.withCheck()).check().stdout()).isEqualTo("fine\n");
  }

  @TreadleTest(realTime = true)
  void whoWritesTooMuchIsEnded() {
    assertThatThrownBy(() -> sh("yes", c -> c.withCaptureLimit(100_000)))
        .isInstanceOf(OutputLimitException.class)
        .hasMessage(
            "stdout of process 'sh': expected at most 100000 bytes, found more; raise"
                + " withCaptureLimit, or read it as it comes with Subprocess.open");
    assertThatThrownBy(() -> sh("yes >&2", c -> c.withCaptureLimit(10)))
        .isInstanceOf(OutputLimitException.class)
        .hasMessageStartingWith("stderr of process 'sh': expected at most 10 bytes");
  }

  @TreadleTest(realTime = true)
  void whatCannotBeStartedIsTold() {
    assertThatThrownBy(() -> Subprocess.run("/no/such/program"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/no/such/program");
    assertThatThrownBy(() -> Subprocess.run(new String[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("command: expected a program and its arguments, found nothing");
    assertThatThrownBy(() -> Subprocess.run("true", "a\0b")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sh("true", c -> c.withDirectory(Path.of("/no/such/directory"))))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> sh("true", c -> c.withVariable("A=B", "x")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  // --- Settings

  @TreadleTest(realTime = true)
  void directoryAndEnvironment(@TempDir Path folder) throws IOException {
    var real = folder.toRealPath().toString();

    assertThat(sh("pwd", c -> c.withDirectory(folder)).stdout()).isEqualTo(real + "\n");
    assertThat(
            sh("echo $A $HOME", c -> c.withVariable("A", "1").withVariable("HOME", "h")).stdout())
        .isEqualTo("1 h\n");
    assertThat(sh("echo $A$USER$HOME", c -> c.withEnvironment(Map.of("A", "only"))).stdout())
        .isEqualTo("only\n");
  }

  @TreadleTest(realTime = true)
  void streamsMayLeadElsewhere(@TempDir Path folder) throws IOException {
    var file = folder.resolve("out");
    Files.write(folder.resolve("in"), "from a file");

    var done =
        sh(
            "cat; echo err >&2",
            c ->
                c.withStdin(Redirect.from(folder.resolve("in").toFile()))
                    .withStdout(Redirect.to(file.toFile()))
                    .withStderr(Redirect.DISCARD));

    assertThat(Files.readString(file)).isEqualTo("from a file");
    assertThat(done.stdout()).isEmpty();
    assertThat(done.stderr()).isEmpty();
  }

  @TreadleTest(realTime = true)
  void standardErrorMayGoWithStandardOutput() throws IOException {
    var done = sh("echo out; echo err >&2", c -> c.withStderrToStdout());

    assertThat(done.stdout()).isEqualTo("out\nerr\n");
    assertThat(done.stderr()).isEmpty();
  }

  @TreadleTest(realTime = true)
  void settingsAreChecked() {
    assertThatThrownBy(() -> sh("true", c -> c.withCaptureLimit(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("captureLimit: expected zero or more bytes, found -1");
    assertThatThrownBy(() -> sh("true", c -> c.withKillGrace(Duration.ofSeconds(-1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("killGrace: expected a duration of zero or more, found PT-1S");
    assertThatThrownBy(() -> Subprocess.open(List.of("true"), c -> c.withInput("x")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("withInput: expected with Subprocess.run, found with open; write to stdin()");
  }

  // --- Open

  @TreadleTest(realTime = true)
  void talkingToAProcess() throws IOException {
    try (var process = open("while read line; do echo \"you said $line\"; done; echo bye");
        var answers = process.stdout().lines().open()) {
      for (int i = 0; i < 100; i++) {
        process.stdin().write(i + "\n");
        assertThat(answers.iterator().next()).isEqualTo("you said " + i);
      }
      process.stdin().close();

      assertThat(answers.iterator().next()).isEqualTo("bye");
      assertThat(process.await()).isZero();
      assertThat(process.exitCode()).hasValue(0);
    }
  }

  @TreadleTest(realTime = true)
  void bytesComeAsTheyAreWritten() throws IOException {
    try (var process = open("printf abc; exec sleep 60")) {
      var buffer = ByteBuffer.allocate(10);
      assertThat(process.stdout().read(buffer)).isEqualTo(3);
      assertThat(process.exitCode()).isEmpty();
      assertThat(process.toString()).isEqualTo("process 'sh' (pid " + process.pid() + ")");
      assertThat(process.stdout()).hasToString("stdout of process 'sh'");
    }
  }

  @TreadleTest(realTime = true)
  void chunksAndTheRest() throws IOException {
    try (var process = open("head -c 100000 /dev/zero; head -c 50 /dev/zero >&2")) {
      var sizes = process.stdout().chunks().map(chunk -> chunk.length).toList();
      assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(100_000);
      assertThat(process.stderr().readAll(50)).hasSize(50);
    }
  }

  @TreadleTest(realTime = true)
  void aLimitOfTheRest() throws IOException {
    try (var process = open("echo hello")) {
      assertThatThrownBy(() -> process.stdout().readAll(3))
          .isInstanceOf(OutputLimitException.class);
      assertThatThrownBy(() -> process.stderr().readAll(-1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("limit: expected zero or more bytes, found -1");
      assertThat(process.stderr().readAll(0)).isEmpty();
    }
  }

  @TreadleTest(realTime = true)
  void aCancelledReadLosesNothing() throws IOException {
    try (var process = open("read _; echo line one; echo line two");
        var lines = process.stdout().lines().open()) {
      for (int round = 0; round < 10; round++) {
        long begin = System.nanoTime();
        assertThat(moveOnAfter(Duration.ofMillis(10), () -> lines.iterator().next())).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      }
      process.stdin().write("\n");

      assertThat(lines.iterator().next()).isEqualTo("line one");
      assertThat(lines.iterator().next()).isEqualTo("line two");
      assertThat(lines.iterator().hasNext()).isFalse();
    }
  }

  @TreadleTest(realTime = true)
  void anyNumberOfTasksWaitsForTheEnd() throws IOException {
    try (var process = open("read _; exit 7")) {
      var codes = new java.util.concurrent.CopyOnWriteArrayList<Integer>();
      TaskGroup.run(group -> {
        for (int i = 0; i < 10; i++) {
          group.start(() -> codes.add(process.await()));
        }
        assertThat(moveOnAfter(SOON, () -> process.await())).isEmpty();
        process.stdin().close();
      });
      assertThat(codes).hasSize(10).containsOnly(7);
      assertThat(process.await()).isEqualTo(7);
    }
  }

  @TreadleTest(realTime = true)
  void terminatingAndKilling() throws IOException {
    try (var process =
        open("trap 'echo trapped; exit 5' TERM; echo ready; while :; do sleep 0.02; done")) {
      assertThat(process.stdout().lines().first()).contains("ready");
      process.terminate();
      assertThat(process.await()).isEqualTo(5);
    }
    try (var process = open("trap '' TERM; echo ready; while :; do sleep 0.01; done")) {
      assertThat(process.stdout().lines().first()).contains("ready");
      process.terminate();
      assertThat(moveOnAfter(SOON, () -> process.await())).isEmpty();
      process.kill();
      assertThat(process.await()).isEqualTo(137);
    }
  }

  // --- The end

  @TreadleTest(realTime = true)
  void closingEndsAProcessThatRuns() throws Exception {
    long begin = System.nanoTime();
    long pid;
    try (var process = open("sleep 60; true")) {
      pid = process.pid();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @TreadleTest(realTime = true)
  void whenItIsClosedItIsBuriedToo() throws IOException {
    for (int round = 0; round < 30; round++) {
      var process = open("exec sleep 60");
      process.close();

      assertThat(process.exitCode()).isPresent();
      assertThat(ProcessHandle.of(process.pid())).isEmpty();
    }
  }

  @TreadleTest(realTime = true)
  void closingAgainDoesNothing() throws IOException {
    var process = open("true");
    process.close();
    process.close();

    assertThat(process.exitCode()).isPresent();
  }

  @TreadleTest(realTime = true)
  void afterClosingItsStreamsAreClosedAndItsEndIsKnown() throws IOException {
    var process = open("exec sleep 60");
    process.close();

    var one = ByteBuffer.allocate(1);
    assertThatThrownBy(() -> process.stdout().read(one)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> process.stderr().read(one)).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> process.stdin().write("x")).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> process.stdout().lines().toList())
        .hasCauseInstanceOf(ClosedChannelException.class);
    process.terminate();
    process.kill();
    assertThat(process.await()).isEqualTo(143);
    assertThat(process.exitCode()).hasValue(143);
  }

  @TreadleTest(realTime = true)
  void aTimeoutEndsTheProcess() {
    long begin = System.nanoTime();

    assertThatThrownBy(() -> timeout(SOON, () -> sh("sleep 60; true")))
        .isInstanceOf(TaskTimeoutException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
  }

  @TreadleTest(realTime = true)
  void aProcessThatDoesNotReadDoesNotHoldUpItsEnd() throws IOException {
    boolean ended =
        moveOnAfter(
            SOON,
            () -> {
              try (var process = open("exec sleep 60")) {
                process.stdin().write("x".repeat(1_000_000));
              }
            });

    assertThat(ended).isFalse();
  }

  @TreadleTest(realTime = true)
  void whoeverInheritsThePipeDoesNotHoldUpACancellation(@TempDir Path folder) throws Exception {
    var pids = folder.resolve("pids");
    TaskGroup.run(group -> {
      var run = group.start(() -> sh("sleep 60 & echo \"$$ $!\" >'%s'".formatted(pids)));
      RealTime.eventually(MINUTE, () -> assertThat(pid(pids, 0)).isNotPresent());
      long begin = System.nanoTime();

      run.cancel("enough");
      Tasks.waitAll(run);

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
    });
    pid(pids, 1).orElseThrow().destroy();
    RealTime.eventually(MINUTE, () -> assertThat(HeldThreadsProbe.busy()).isZero());
  }

  /// One of the processes in a file, if it runs.
  private static Optional<ProcessHandle> pid(Path file, int index) throws IOException {
    assertThat(file).exists().content().endsWith("\n");
    var word = List.of(Files.readString(file).strip().split(" ", -1)).get(index);
    return ProcessHandle.of(Long.parseLong(word)).filter(ProcessHandle::isAlive);
  }

  @TreadleTest(realTime = true, timeout = "5m")
  void aThousandShortProcessesLeaveNothing() throws Exception {
    var numbers = IntStream.range(0, 1000).boxed().toList();

    var outputs =
        Treadle.mapConcurrent(
            numbers, 20, i -> Subprocess.run("echo", Integer.toString(i)).stdout().strip());

    assertThat(outputs).isEqualTo(numbers.stream().map(i -> Integer.toString(i)).toList());
    RealTime.eventually(
        MINUTE,
        () -> {
          assertThat(ProcessHandle.current().children()).isEmpty();
          assertThat(HeldThreadsProbe.busy()).isZero();
        });
  }

  @TreadleTest(realTime = true, timeout = "5m")
  void processesThatAreCancelledAnywhereLeaveNothing() throws Exception {
    var delays = new ArrayList<Duration>();
    for (int i = 0; i < 100; i++) {
      delays.add(Duration.ofMillis(i / 4));
    }

    Treadle.forEachConcurrent(
        delays,
        10,
        delay -> {
          var _ = moveOnAfter(delay, () -> sh("sleep 0.01; cat", c -> c.withInput("text")));
        });

    RealTime.eventually(
        MINUTE,
        () -> {
          assertThat(ProcessHandle.current().children()).isEmpty();
          assertThat(HeldThreadsProbe.busy()).isZero();
        });
  }

  @TreadleTest(realTime = true)
  void waitingForProcessesHoldsNoCarrier() throws IOException {
    TaskGroup.run(group -> {
      for (int i = 0; i < 20; i++) {
        group.start(() -> sh("exec sleep 60"));
      }
      long begin = System.nanoTime();
      sleep(Duration.ofMillis(20));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(AT_ONCE);
      group.cancel("enough");
    });
  }
}
