package dev.treadle.http.websocket;

/// What both ends agreed upon about compression.
///
/// @param settings of this end
/// @param serverKeeps whether the server keeps its context from message to message
/// @param clientKeeps whether the client does
record DeflateTerms(CompressionSettings settings, boolean serverKeeps, boolean clientKeeps) {

  boolean keepsContext(boolean client) {
    return client ? clientKeeps : serverKeeps;
  }

  Deflation deflation(boolean client) {
    return new Deflation(settings, keepsContext(client));
  }

  Inflation inflation(boolean client) {
    return new Inflation(keepsContext(client));
  }
}
