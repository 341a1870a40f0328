package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.monitor.Inspect.Refused;
import dev.treadle.test.RealTime;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Looks into real programs, in processes of their own.
class InspectTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// For how many milliseconds the JDK waits for the other side to show itself.
  private static final String ATTACH_TIMEOUT = "sun.tools.attach.attachTimeout";

  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();

  private final List<Process> programs = new ArrayList<>();

  /// A file, because a program blocks that warns into a full pipe.
  private Path errors = Path.of("");

  @BeforeEach
  void makeErrors(@TempDir Path folder) {
    errors = folder.resolve("errors");
  }

  @AfterEach
  void endPrograms() {
    programs.forEach(Process::destroyForcibly);
  }

  @Test
  void pstreeShowsTheTreeOfAnotherProgramAndItsDeadlock() throws Exception {
    var program = start();

    RealTime.eventually(
        PATIENCE,
        () ->
            assertThat(Inspect.ask("pstree", program.pid()).replaceAll(", \\d+\\.\\d s", ""))
                .isEqualTo(
                    """
                    main: waiting for its tasks
                    └─ group orders: waiting
                       ├─ orders/bill: waiting for orders/ship
                       ├─ orders/ship: waiting for orders/bill
                       └─ orders/clock: waiting for sleep
                    deadlock: orders/bill waits for orders/ship waits for orders/bill
                    """));
  }

  @Test
  void psShowsATable() throws Exception {
    var program = start();

    RealTime.eventually(
        PATIENCE,
        () ->
            assertThat(Inspect.ask("ps", program.pid()).lines())
                .hasSize(6)
                .anyMatch(line -> line.matches("\\d+ +waiting +\\S+ s +orders/clock +sleep")));
  }

  @Test
  void noThreadIsLeftBehind() throws Exception {
    var program = start();
    var before = steadyThreads(program);

    var _ = Inspect.ask("ps", program.pid());

    assertThat(threads(program)).isEqualTo(before);
  }

  // Taken by jcmd: so the JVM listens already, which is a thread of its own.
  private static List<String> steadyThreads(Process program) throws InterruptedException {
    var last = new AtomicReference<List<String>>(List.of());
    RealTime.eventually(
        PATIENCE,
        () -> {
          var now = threads(program);
          assertThat(last.getAndSet(now)).isEqualTo(now);
        });
    return last.get();
  }

  @Test
  void aProgramThatDoesNotUseTreadleIsSaidSo() throws Exception {
    var program = start("idle");

    assertThatThrownBy(() -> Inspect.ask("ps", program.pid()))
        .isInstanceOf(Refused.class)
        .hasMessage("process " + program.pid() + ": it has not used Treadle");
  }

  @Test
  void aProcessThatIsNoJvmIsLeftAlone() throws Exception {
    var process = process("cat");

    System.setProperty(ATTACH_TIMEOUT, "500");
    try {
      assertThatThrownBy(() -> Inspect.ask("ps", process.pid()))
          .isInstanceOf(Refused.class)
          .hasMessage("process " + process.pid() + " is no JVM, or one that does not answer");
    } finally {
      System.clearProperty(ATTACH_TIMEOUT);
    }
    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aProcessThatHasEndedIsSaidSo() throws Exception {
    var process = process("true");
    process.waitFor();

    assertThatThrownBy(() -> Inspect.ask("ps", process.pid()))
        .isInstanceOf(Refused.class)
        .hasMessage("there is no process " + process.pid());
  }

  @Test
  void aProgramThatForbidsAgentsIsSaidSo() throws Exception {
    var program = startWith("-XX:-EnableDynamicAgentLoading");

    assertThatThrownBy(() -> Inspect.ask("ps", program.pid()))
        .isInstanceOf(Refused.class)
        .hasMessageStartingWith("process " + program.pid() + " lets nobody in: ");
  }

  @Test
  void anothersProcessIsForItsOwnerToAsk() {
    assertThat(Inspect.notYours(7, "ada", "bob"))
        .isEqualTo("process 7 belongs to 'ada', and you are 'bob': ask as 'ada'");
  }

  @Test
  void anotherUsersProcessIsNotAsked() throws Exception {
    if (!Files.isExecutable(SETPRIV) || !"root".equals(System.getProperty("user.name"))) {
      System.out.println(
          "InspectTest: not run as root with " + SETPRIV + ", no second user to try");
      return;
    }
    var process =
        process(SETPRIV.toString(), "--reuid=nobody", "--regid=65534", "--clear-groups", "cat");
    RealTime.eventually(PATIENCE, () -> assertThat(process.info().user()).hasValue("nobody"));

    assertThatThrownBy(() -> Inspect.ask("pstree", process.pid()))
        .isInstanceOf(Refused.class)
        .hasMessage(Inspect.notYours(process.pid(), "nobody", "root"));
  }

  @Test
  void onTheCommandLineItPrintsTheAnswer() throws Exception {
    var program = start();

    RealTime.eventually(
        PATIENCE,
        () -> {
          var inspect =
              java(List.of(Inspect.class.getName(), "pstree", Long.toString(program.pid())));
          assertThat(inspect.inputReader().lines())
              .anyMatch(line -> line.contains("group orders: waiting"))
              .contains("deadlock: orders/bill waits for orders/ship waits for orders/bill");
          assertThat(inspect.waitFor()).isZero();
        });
  }

  @Test
  void onTheCommandLineItPrintsTheReason() throws Exception {
    var program = start("idle");
    var inspect = java(List.of(Inspect.class.getName(), "ps", Long.toString(program.pid())));

    assertThat(inspect.waitFor()).isEqualTo(1);
    assertThat(Files.readString(errors))
        .contains("treadle: process " + program.pid() + ": it has not used Treadle\n");
    assertThat(java(List.of(Inspect.class.getName(), "top", "1")).waitFor()).isEqualTo(2);
  }

  @Test
  void aProgramThatDoesNotRecordLoadsNoEvents() throws Exception {
    var program = java(command(List.of("-Xlog:class+load:stdout")));

    program.outputWriter().close();
    var loaded = program.inputReader().readAllAsString();

    assertThat(loaded).contains("dev.treadle.Flight ").doesNotContain("jdk.jfr.Event ");
  }

  private static List<String> threads(Process program) throws IOException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin/jcmd").toString();
    var dump = new ProcessBuilder(jcmd, Long.toString(program.pid()), "Thread.print").start();
    try (var lines = dump.inputReader()) {
      return lines
          .lines()
          .filter(line -> line.startsWith("\""))
          .map(line -> line.substring(1, line.indexOf('"', 1)))
          .filter(name -> !name.matches("C\\d CompilerThread\\d+")) // they come and go
          .sorted()
          .toList();
    }
  }

  private Process start(String... arguments) throws IOException {
    return awaitReady(java(command(List.of(), arguments)));
  }

  private Process startWith(String option) throws IOException {
    return awaitReady(java(command(List.of(option))));
  }

  private static List<String> command(List<String> options, String... arguments) {
    var command = new ArrayList<>(options);
    command.add(Program.class.getName());
    command.addAll(List.of(arguments));
    return command;
  }

  private Process java(List<String> arguments) throws IOException {
    var command = new ArrayList<>(List.of(JAVA, "-cp", System.getProperty("java.class.path")));
    command.addAll(arguments);
    return process(command.toArray(String[]::new));
  }

  private Process process(String... command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(Redirect.appendTo(errors.toFile())).start();
    programs.add(process);
    return process;
  }

  private static Process awaitReady(Process program) throws IOException {
    var out = program.inputReader();
    for (var line = out.readLine(); !"ready".equals(line); line = out.readLine()) {
      assertThat(line).isNotNull();
    }
    return program;
  }
}
