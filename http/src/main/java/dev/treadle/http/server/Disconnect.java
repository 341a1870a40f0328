package dev.treadle.http.server;

/// What becomes of a request when its client hangs up before it is answered.
///
/// The server looks out for that when a request has been worked on for 20 ms, as long as there is
/// room to read ahead: the bytes that come are the next request's. It is chosen for all requests by
/// [ServerSettings#onDisconnect()], and for one by [Request#onDisconnect(Disconnect)].
public enum Disconnect {
  /// It is cancelled, also if the client has only ended its own output, which few do that still
  /// want an answer.
  CANCEL,
  /// It is cancelled if the connection was reset. A client that has only ended its own output still
  /// gets its answer; one that went away in silence is noticed when the answer is written.
  CANCEL_ON_RESET,
  /// It goes on: what it does is to be done, whoever still wants to know.
  GO_ON
}
