package dev.treadle.http.server;

import dev.treadle.TaskFailedException;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Status;
import org.jspecify.annotations.Nullable;

/// Answers that no handler gave.
final class Refusals {

  /// In place of a handler when there are too many requests.
  static final Handler OVERLOADED =
      _ -> of(503, "too many requests are worked on").withHeader("Retry-After", "1");

  private Refusals() {}

  /// Says what went wrong in a line of text.
  static Response of(int code, @Nullable String reason) {
    var status = Status.of(code);
    var text = reason == null ? status.reason() : status.reason() + ": " + reason;
    return Response.text(text + "\n").withStatus(status).withoutCompression();
  }

  /// What a handler's failure is answered with, if it says so; else `null`.
  static @Nullable Response ofFailure(Throwable failure) {
    Throwable cause = failure instanceof TaskFailedException ? failure.getCause() : failure;
    return cause instanceof HttpParseException refused
        ? of(refused.status(), refused.getMessage())
        : null;
  }
}
