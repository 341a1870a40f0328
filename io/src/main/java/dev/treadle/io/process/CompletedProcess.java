package dev.treadle.io.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What is known of a process that has ended.
///
/// @see Subprocess#run(String...)
public final class CompletedProcess {

  private final List<String> command;
  private final int exitCode;
  private final byte[] stdout;
  private final byte[] stderr;

  CompletedProcess(List<String> command, int exitCode, byte[] stdout, byte[] stderr) {
    this.command = command;
    this.exitCode = exitCode;
    this.stdout = stdout;
    this.stderr = stderr;
  }

  /// Returns the command: program and arguments.
  public List<String> command() {
    return command;
  }

  /// Returns the exit code; of a process that a signal has ended, 128 and the signal's number.
  public int exitCode() {
    return exitCode;
  }

  /// Returns what it wrote to standard output, as text in UTF-8; what is no text is replaced.
  public String stdout() {
    return new String(stdout, StandardCharsets.UTF_8);
  }

  /// Returns what it wrote to standard error, as text in UTF-8; what is no text is replaced.
  public String stderr() {
    return new String(stderr, StandardCharsets.UTF_8);
  }

  /// Returns what it wrote to standard output.
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /// Returns what it wrote to standard error.
  public byte[] stderrBytes() {
    return stderr.clone();
  }

  /// Returns this if the exit code is zero.
  ///
  /// @throws ProcessFailedException if it is not
  public CompletedProcess check() throws ProcessFailedException {
    if (exitCode != 0) {
      throw new ProcessFailedException(this);
    }
    return this;
  }

  /// Describes it without its output.
  @Override
  public String toString() {
    return "%s ended with exit code %d".formatted(Command.describe(command), exitCode);
  }
}
