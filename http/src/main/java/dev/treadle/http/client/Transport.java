package dev.treadle.http.client;

import java.io.IOException;

/// Sends requests and gives back what comes: the seam below a client, where HTTP/1.1 over pooled
/// connections is one, and [MockTransport] another.
///
/// What stands above it (redirects, cookies, logging in, retries) knows nothing of connections.
@FunctionalInterface
public interface Transport extends AutoCloseable {

  /// Sends a request and waits for the head of its final answer.
  ///
  /// @throws HttpException if there is none
  /// @throws IOException if the request's content cannot be read
  /// @throws dev.treadle.Cancelled if cancelled; nothing stays open
  Reply send(Request request) throws IOException;

  /// Lets go of everything.
  @Override
  default void close() {}
}
