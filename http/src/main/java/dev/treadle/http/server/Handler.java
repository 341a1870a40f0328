package dev.treadle.http.server;

import dev.treadle.Cancelled;

/// Answers requests: what a server is made of.
///
/// It is called in the task of the request's connection, inside a scope of the request's own, as an
/// ordinary method that may wait for whatever it likes. What it starts, in groups of its own, ends
/// before it returns. The scope is cancelled, and everything inside with it, if
///
/// - the client hangs up, unless the request says otherwise, see [Disconnect];
/// - the deadline passes: the server's limit ([Timeouts#handler()]), answered with 503, or the
///   client's own ([dev.treadle.http.DeadlineHeader]), answered with 504;
/// - the server stops, and the grace is over.
///
/// A part that must finish whatever happens belongs into [dev.treadle.Treadle#shield]; the server
/// waits for it, also when it stops.
///
/// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=handler lang=java}
@FunctionalInterface
public interface Handler {

  /// Answers a request.
  ///
  /// May be called by many tasks at once.
  ///
  /// @return the answer; never `null`
  /// @throws dev.treadle.http.HttpParseException to answer with its status and message, as the
  ///   methods that read a request's content do; also as the cause of a
  ///   [dev.treadle.TaskFailedException]
  /// @throws Exception if it cannot answer: the client gets a 500 that says nothing, the log
  ///   everything
  /// @throws Cancelled if the request was cancelled
  Response handle(Request request) throws Exception;
}
