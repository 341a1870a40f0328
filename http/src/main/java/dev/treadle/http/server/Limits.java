package dev.treadle.http.server;

import java.util.Objects;

/// How much a server takes from its clients.
///
/// @param head how much of a request is read before its content
/// @param body how many bytes a request's content may have; more is answered with 413. 1 MiB unless
///   said otherwise; a handler can choose another for a request, see [RequestBody#limit(long)]
/// @param connections how many may be open at once; further ones wait in the system's backlog.
///   20,000 unless said otherwise
/// @param requestsPerConnection how many a connection may carry before it is closed; no limit
///   unless said otherwise
/// @param concurrentRequests how many are worked on at once; further ones are answered with 503 and
///   `Retry-After`. 10,000 unless said otherwise
public record Limits(
    Head head, long body, int connections, int requestsPerConnection, int concurrentRequests) {

  private static final long BODY = 1024 * 1024;

  static final Limits DEFAULTS =
      new Limits(new Head(8 * 1024, 32 * 1024, 100), BODY, 20_000, Integer.MAX_VALUE, 10_000);

  /// How much of a request is read before its content.
  ///
  /// @param requestLine how many bytes the request line may have, its end included; more is
  ///   answered with 414. 8 KiB unless said otherwise
  /// @param bytes how many bytes all fields may have together; more is answered with 431. 32 KiB
  ///   unless said otherwise
  /// @param fields how many fields there may be; more is answered with 431. 100 unless said
  ///   otherwise
  public record Head(int requestLine, int bytes, int fields) {

    /// Checks each of them.
    ///
    /// @throws IllegalArgumentException if one is less than 1
    public Head {
      requirePositive("requestLine", requestLine);
      requirePositive("bytes", bytes);
      requirePositive("fields", fields);
    }
  }

  /// Checks each of them.
  ///
  /// @throws IllegalArgumentException if one is less than 1, or `body` less than 0
  public Limits {
    Objects.requireNonNull(head, "head");
    if (body < 0) {
      throw new IllegalArgumentException("body: expected 0 or more, found " + body);
    }
    requirePositive("connections", connections);
    requirePositive("requestsPerConnection", requestsPerConnection);
    requirePositive("concurrentRequests", concurrentRequests);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
    }
  }

  /// Returns these limits with another [#head()].
  public Limits withHead(Head head) {
    return new Limits(head, body, connections, requestsPerConnection, concurrentRequests);
  }

  /// Returns these limits with another [#body()].
  public Limits withBody(long body) {
    return new Limits(head, body, connections, requestsPerConnection, concurrentRequests);
  }

  /// Returns these limits with another number of [#connections()].
  public Limits withConnections(int connections) {
    return new Limits(head, body, connections, requestsPerConnection, concurrentRequests);
  }

  /// Returns these limits with another number of [#requestsPerConnection()].
  public Limits withRequestsPerConnection(int requestsPerConnection) {
    return new Limits(head, body, connections, requestsPerConnection, concurrentRequests);
  }

  /// Returns these limits with another number of [#concurrentRequests()].
  public Limits withConcurrentRequests(int concurrentRequests) {
    return new Limits(head, body, connections, requestsPerConnection, concurrentRequests);
  }
}
