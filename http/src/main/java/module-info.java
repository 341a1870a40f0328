/// HTTP/1.1 and WebSocket, client and server.
@org.jspecify.annotations.NullMarked
module dev.treadle.http {
  requires transitive dev.treadle.io;
  requires static transitive org.jspecify;

  exports dev.treadle.http;
  exports dev.treadle.http.client;
  exports dev.treadle.http.server;
  exports dev.treadle.http.sse;
  exports dev.treadle.http.websocket;
}
