package dev.treadle.io.process;

import java.io.IOException;

/// A process ended with an exit code other than zero. The message has the end of its standard
/// error.
public final class ProcessFailedException extends IOException {

  private static final long serialVersionUID = 1;

  private static final int TAIL_CHARS = 1_000;

  private final transient CompletedProcess process;

  ProcessFailedException(CompletedProcess process) {
    super(message(process));
    this.process = process;
  }

  private static String message(CompletedProcess process) {
    var text = process.stderr().strip();
    var tail =
        text.length() <= TAIL_CHARS ? text : "..." + text.substring(text.length() - TAIL_CHARS);
    return "%s, expected 0; %s"
        .formatted(process, tail.isEmpty() ? "its stderr is empty" : "its stderr ends: " + tail);
  }

  /// Returns the process, with all of its output; `null` in an exception that was serialized.
  public CompletedProcess process() {
    return process;
  }
}
