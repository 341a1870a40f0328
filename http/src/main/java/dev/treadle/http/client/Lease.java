package dev.treadle.http.client;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import java.io.IOException;
import java.time.Duration;

/// A connection while somebody uses it.
///
/// @param connection what is used
/// @param pool where it comes from
/// @param idle how long it may be kept afterwards
record Lease(Http1Connection connection, ConnectionPool pool, Duration idle) {

  /// The answer was read, and another request may follow, unless the server has said too much.
  void giveBack(Headers answer) {
    connection.completed();
    if (connection.isQuiet()) {
      pool.release(connection, KeepAlive.shortened(idle, answer));
    } else {
      pool.discard(connection);
    }
  }

  void discard() {
    pool.discard(connection);
  }

  /// Says in the client's own words what the connection failed with.
  ///
  /// @param missing what did not come
  IOException translate(IOException failure, String missing) {
    if (failure instanceof HttpException) {
      return failure;
    }
    if (pool.isClosed()) {
      return ConnectionPool.closed();
    }
    return failure instanceof HttpParseException
        ? new HttpException.Protocol(
            "expected HTTP from %s: %s".formatted(connection.route(), failure.getMessage()),
            failure)
        : new HttpException.ConnectionLost(
            "expected %s to send %s, and the connection broke: %s"
                .formatted(connection.route(), missing, failure.getMessage()),
            failure);
  }
}
