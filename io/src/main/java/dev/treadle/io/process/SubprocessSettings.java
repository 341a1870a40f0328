package dev.treadle.io.process;

import dev.treadle.flow.Flow;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What can be said about a process when it is started.
///
/// {@snippet class=dev.treadle.io.process.SubprocessSnippets region=settings lang=java}
///
/// @param directory where it runs; `null` for where this process does
/// @param environment variables it has besides those of this process, or instead of them
/// @param inheritsEnvironment whether it has the variables of this process too; it has unless said
///   otherwise
/// @param streams where its standard streams lead: to pipes unless said otherwise
/// @param input what is written to its standard input; `null` if nothing is
/// @param captureLimit how many bytes [Subprocess#run] keeps of each output; 16 MiB unless said
///   otherwise
/// @param killGrace how long the process and its descendants have to end after SIGTERM, before
///   SIGKILL; five seconds unless said otherwise
/// @param checked whether [Subprocess#run] throws if the exit code is not zero; it does not unless
///   said otherwise
public record SubprocessSettings(
    @Nullable Path directory,
    Map<String, String> environment,
    boolean inheritsEnvironment,
    Streams streams,
    @Nullable Flow<byte[]> input,
    int captureLimit,
    Duration killGrace,
    boolean checked) {

  /// Where the standard streams lead.
  ///
  /// @param stdin where it reads from; `PIPE` unless said otherwise
  /// @param stdout where it writes to; `PIPE` unless said otherwise
  /// @param stderr where it writes what is wrong; `PIPE` unless said otherwise
  /// @param merged whether what it writes to stderr comes out of stdout
  public record Streams(Redirect stdin, Redirect stdout, Redirect stderr, boolean merged) {}

  private static final int CAPTURE_LIMIT = 16 * 1024 * 1024;
  private static final Duration KILL_GRACE = Duration.ofSeconds(5);

  /// Checks them.
  ///
  /// @throws IllegalArgumentException if the limit or the grace is negative
  public SubprocessSettings {
    environment = Map.copyOf(environment);
    if (captureLimit < 0) {
      throw new IllegalArgumentException(
          "captureLimit: expected zero or more bytes, found " + captureLimit);
    }
    if (killGrace.isNegative()) {
      throw new IllegalArgumentException(
          "killGrace: expected a duration of zero or more, found " + killGrace);
    }
  }

  static SubprocessSettings defaults() {
    var pipes = new Streams(Redirect.PIPE, Redirect.PIPE, Redirect.PIPE, false);
    return new SubprocessSettings(
        null, Map.of(), true, pipes, null, CAPTURE_LIMIT, KILL_GRACE, false);
  }

  /// Returns these settings with a directory in which the process runs.
  public SubprocessSettings withDirectory(Path directory) {
    Objects.requireNonNull(directory, "directory");
    return new SubprocessSettings(
        directory,
        environment,
        inheritsEnvironment,
        streams,
        input,
        captureLimit,
        killGrace,
        checked);
  }

  /// Returns these settings with one more variable.
  public SubprocessSettings withVariable(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return withVariables(more, inheritsEnvironment);
  }

  /// Returns these settings with these variables and no others: none of this process either.
  public SubprocessSettings withEnvironment(Map<String, String> environment) {
    return withVariables(environment, false);
  }

  private SubprocessSettings withVariables(Map<String, String> variables, boolean inherits) {
    return new SubprocessSettings(
        directory, variables, inherits, streams, input, captureLimit, killGrace, checked);
  }

  /// Returns these settings with another place where standard input comes from.
  public SubprocessSettings withStdin(Redirect stdin) {
    return withStreams(
        new Streams(
            Objects.requireNonNull(stdin, "stdin"),
            streams.stdout,
            streams.stderr,
            streams.merged));
  }

  /// Returns these settings with another place where standard output goes. The pipe is empty then.
  public SubprocessSettings withStdout(Redirect stdout) {
    return withStreams(
        new Streams(
            streams.stdin,
            Objects.requireNonNull(stdout, "stdout"),
            streams.stderr,
            streams.merged));
  }

  /// Returns these settings with another place where standard error goes. The pipe is empty then.
  public SubprocessSettings withStderr(Redirect stderr) {
    return withStreams(
        new Streams(
            streams.stdin, streams.stdout, Objects.requireNonNull(stderr, "stderr"), false));
  }

  /// Returns these settings with standard error going where standard output does.
  public SubprocessSettings withStderrToStdout() {
    return withStreams(new Streams(streams.stdin, streams.stdout, streams.stderr, true));
  }

  private SubprocessSettings withStreams(Streams streams) {
    return new SubprocessSettings(
        directory,
        environment,
        inheritsEnvironment,
        streams,
        input,
        captureLimit,
        killGrace,
        checked);
  }

  /// Returns these settings with bytes that [Subprocess#run] writes to standard input.
  ///
  /// @param input is written as the process takes it; the rest is dropped when it has ended
  public SubprocessSettings withInput(Flow<byte[]> input) {
    Objects.requireNonNull(input, "input");
    return new SubprocessSettings(
        directory,
        environment,
        inheritsEnvironment,
        streams,
        input,
        captureLimit,
        killGrace,
        checked);
  }

  /// Returns these settings with a text that [Subprocess#run] writes to standard input, in UTF-8.
  public SubprocessSettings withInput(String input) {
    return withInput(input.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns these settings with bytes that [Subprocess#run] writes to standard input.
  public SubprocessSettings withInput(byte[] input) {
    return withInput(Flow.of(input.clone()));
  }

  /// Returns these settings with another limit for what [Subprocess#run] keeps of each output.
  ///
  /// @param bytes zero or more
  /// @throws IllegalArgumentException if it is negative
  public SubprocessSettings withCaptureLimit(int bytes) {
    return new SubprocessSettings(
        directory, environment, inheritsEnvironment, streams, input, bytes, killGrace, checked);
  }

  /// Returns these settings with another time between SIGTERM and SIGKILL.
  ///
  /// @param grace zero or more
  /// @throws IllegalArgumentException if it is negative
  public SubprocessSettings withKillGrace(Duration grace) {
    Objects.requireNonNull(grace, "grace");
    return new SubprocessSettings(
        directory, environment, inheritsEnvironment, streams, input, captureLimit, grace, checked);
  }

  /// Returns these settings with an exception for exit codes other than zero.
  public SubprocessSettings withCheck() {
    return new SubprocessSettings(
        directory, environment, inheritsEnvironment, streams, input, captureLimit, killGrace, true);
  }
}
