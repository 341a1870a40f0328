package dev.treadle.http.client;

import dev.treadle.http.Status;
import dev.treadle.http.Url;
import java.time.Duration;

/// What a client tells its listeners.
public sealed interface ClientEvent {

  /// Returns the request that it is about.
  Request request();

  /// A request is sent, as it will be: with cookies and whoever asks.
  ///
  /// @param request what is sent
  record Sending(Request request) implements ClientEvent {}

  /// The head of an answer came.
  ///
  /// @param request what was sent
  /// @param status what it says
  /// @param duration how long it took, waiting for a connection included
  record Answered(Request request, Status status, Duration duration) implements ClientEvent {}

  /// No answer came.
  ///
  /// @param request what was sent
  /// @param failure why; a [dev.treadle.Cancelled] if the call was cancelled
  /// @param duration how long it took
  record Failed(Request request, Throwable failure, Duration duration) implements ClientEvent {}

  /// The answer was a redirect, which is followed.
  ///
  /// @param request what was sent
  /// @param status what kind of redirect
  /// @param target where to
  record Redirected(Request request, Status status, Url target) implements ClientEvent {}
}
