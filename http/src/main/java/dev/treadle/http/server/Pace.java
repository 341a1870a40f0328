package dev.treadle.http.server;

/// How long things may take, in nanoseconds, as connections need it.
///
/// @param idleNanos for a connection without a request
/// @param headNanos for a head
/// @param handlerNanos for a handler
/// @param graceNanos before the rate counts
/// @param nanosPerByte at the least rate
record Pace(
    long idleNanos, long headNanos, long handlerNanos, long graceNanos, double nanosPerByte) {

  static Pace of(Timeouts timeouts) {
    return new Pace(
        TimeLimit.nanos(timeouts.idle()),
        TimeLimit.nanos(timeouts.head()),
        TimeLimit.nanos(timeouts.handler()),
        TimeLimit.nanos(timeouts.rate().grace()),
        1e9 / timeouts.rate().bytesPerSecond());
  }

  /// How long so many bytes may take.
  long allows(long bytes) {
    long sending = (long) (bytes * nanosPerByte);
    return graceNanos > TimeLimit.NEVER - sending ? TimeLimit.NEVER : graceNanos + sending;
  }
}
