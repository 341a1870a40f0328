package dev.treadle.io.process;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.Resources;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// Another process: what asyncio's subprocess is.
///
/// {@snippet class=dev.treadle.io.process.SubprocessSnippets region=run lang=java}
///
/// [#run(String...)] runs one to its end. [#open(String...)] starts one to talk to:
///
/// {@snippet class=dev.treadle.io.process.SubprocessSnippets region=open lang=java}
///
/// **Cancellation.** No process outlives its block. When a scope around it is cancelled, waits
/// throw, and [#close()] ends the process with its descendants: SIGTERM, after a grace
/// ([SubprocessSettings#withKillGrace]) SIGKILL, and waits until they have ended. So the limit of a
/// process is a `timeout` around it.
///
/// Descendants are those that the system says are such when it ends. It knows nothing of the
/// children of a process that has ended by itself: a program that puts itself into the background
/// gets away. On systems other than Unix, SIGTERM is SIGKILL.
///
/// **Threads.** Waiting for the end costs none but the JDK's own. A pipe has a thread while
/// somebody waits for what comes out of it, or for room in it: pipes cannot be read otherwise. That
/// thread is released at the latest when all who have the pipe's other end are gone.
public final class Subprocess implements AutoCloseable {

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration BURIAL = Duration.ofSeconds(1);

  private final Command command;
  private final Process process;
  private final Exit exit;
  private final ProcessWriter stdin;
  private final ProcessReader stdout;
  private final ProcessReader stderr;
  private final Resources.Tracked tracked;
  private boolean closed;

  private Subprocess(Command command, Process process) {
    this.command = command;
    this.process = process;
    this.exit = Exit.of(command.toString(), process);
    this.stdin = new ProcessWriter("stdin of " + command, process.getOutputStream());
    this.stdout = new ProcessReader("stdout of " + command, process.getInputStream());
    this.stderr = new ProcessReader("stderr of " + command, process.getErrorStream());
    this.tracked = Resources.track(this, command::toString);
  }

  // --- Running

  /// Runs a program to its end and returns how it ended and what it wrote. Its standard input is
  /// empty.
  ///
  /// @param command the program, found by the path, and its arguments; no shell looks at them
  /// @throws IOException if it cannot be started
  /// @throws OutputLimitException if it writes more than 16 MiB to one of its outputs; it was ended
  /// @throws Cancelled if it was cancelled; the process and its descendants have ended
  public static CompletedProcess run(String... command) throws IOException {
    return run(List.of(command), UnaryOperator.identity());
  }

  /// Runs a program to its end, with settings; see [#run(String...)].
  ///
  /// @throws IOException if it cannot be started
  /// @throws ProcessFailedException if [SubprocessSettings#withCheck] asks for it and the exit code
  ///   is not zero
  /// @throws OutputLimitException if it writes more than [SubprocessSettings#captureLimit]; it was
  ///   ended
  /// @throws TaskFailedException if the flow of its input failed; it was ended
  /// @throws Cancelled if it was cancelled; the process and its descendants have ended
  public static CompletedProcess run(
      List<String> command, UnaryOperator<SubprocessSettings> settings) throws IOException {
    var wanted = Command.of(command, settings);
    CompletedProcess completed;
    try (var process = start(wanted)) {
      completed = process.communicate();
    } catch (TaskFailedException failed) {
      throw failed.rethrow(IOException.class);
    }
    return wanted.settings().checked() ? completed.check() : completed;
  }

  /// Starts a program to talk to.
  ///
  /// @param command the program, found by the path, and its arguments; no shell looks at them
  /// @throws IOException if it cannot be started
  /// @throws Cancelled if it was cancelled; no process is there
  public static Subprocess open(String... command) throws IOException {
    return open(List.of(command), UnaryOperator.identity());
  }

  /// Starts a program to talk to, with settings; see [#open(String...)]. Its input is yours to
  /// write; [SubprocessSettings#withInput] is for [#run].
  ///
  /// @throws IOException if it cannot be started
  /// @throws IllegalArgumentException if the settings have an input
  /// @throws Cancelled if it was cancelled; no process is there
  public static Subprocess open(List<String> command, UnaryOperator<SubprocessSettings> settings)
      throws IOException {
    var wanted = Command.of(command, settings);
    if (wanted.settings().input() != null) {
      throw new IllegalArgumentException(
          "withInput: expected with Subprocess.run, found with open; write to stdin()");
    }
    return start(wanted);
  }

  private static Subprocess start(Command command) throws IOException {
    var builder = command.builder();
    return new Subprocess(command, Treadle.blocking(builder::start));
  }

  // --- To its end

  private CompletedProcess communicate() {
    int limit = command.settings().captureLimit();
    return TaskGroup.call(
        "run",
        group -> {
          group.startDaemon("stdin", this::feed);
          var errors = group.start("stderr", () -> stderr.readAll(limit));
          var output = stdout.readAll(limit);
          return new CompletedProcess(command.words(), exit.await(), output, errors.await());
        });
  }

  private void feed() throws IOException {
    var input = command.settings().input();
    if (input != null) {
      input.takeWhile(this::isTaken).forEach(_ -> {});
    }
    close(stdin);
  }

  private boolean isTaken(byte[] piece) {
    try {
      stdin.write(ByteBuffer.wrap(piece));
      return true;
    } catch (IOException notWanted) {
      return false; // it has read what it wanted, as head does
    }
  }

  private static void close(ProcessWriter stdin) {
    try {
      stdin.close();
    } catch (IOException notWanted) {
      // It has ended, or closed its input, before it had read everything.
    }
  }

  // --- While it runs

  /// Returns its number.
  public long pid() {
    return process.pid();
  }

  /// Returns what it reads.
  public ProcessWriter stdin() {
    return stdin;
  }

  /// Returns what it writes. Empty if it was redirected.
  public ProcessReader stdout() {
    return stdout;
  }

  /// Returns what it writes when something is wrong. Empty if it was redirected or merged.
  public ProcessReader stderr() {
    return stderr;
  }

  /// Waits for its end and returns the exit code; of a process that a signal has ended, 128 and the
  /// signal's number. Any number of tasks may wait. Output that nobody reads may keep it from
  /// ending.
  ///
  /// @throws Cancelled if it was cancelled; the process runs on until it is closed
  public int await() {
    return exit.await();
  }

  /// Returns the exit code, or nothing while it runs.
  public OptionalInt exitCode() {
    return exit.code();
  }

  /// Asks it to end: SIGTERM, to it alone. Never waits.
  public void terminate() {
    var _ = process.toHandle().destroy();
  }

  /// Ends it by force: SIGKILL, to it alone. Never waits.
  public void kill() {
    var _ = process.toHandle().destroyForcibly();
  }

  /// Ends it with its descendants, if it runs, waits until they have ended, and closes the pipes.
  /// What descendants of one that has ended by itself do is their business. Never throws
  /// [Cancelled], and closing again does nothing.
  ///
  /// It takes no longer than the grace ([SubprocessSettings#withKillGrace]) and some seconds.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    tracked.close();
    Treadle.shield(FOREVER, this::closeAll);
  }

  private void closeAll() {
    if (process.isAlive()) {
      ProcessTree.end(process.toHandle(), command.settings().killGrace());
      // The system has it on its list until the JDK has asked for its exit code: moments.
      var _ = Treadle.moveOnAfter(BURIAL, () -> exit.await());
    }
    close(stdin);
    stdout.close();
    stderr.close();
  }

  @Override
  public String toString() {
    return command + " (pid " + process.pid() + ")";
  }
}
