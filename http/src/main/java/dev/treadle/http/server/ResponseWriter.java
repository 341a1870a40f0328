package dev.treadle.http.server;

import dev.treadle.Cancelled;
import dev.treadle.http.Headers;
import dev.treadle.http.wire.ChunkedEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Where a block writes an answer's content, see [Response#stream]. For one task at a time.
///
/// Small pieces are collected until there are about 8 KiB, or until [#flush()]. A write waits while
/// the client does not take what was sent, so nothing piles up here. A client that takes less than
/// [Timeouts.MinimumRate] for long loses its connection.
public final class ResponseWriter {

  private final BodySink sink;
  private Headers trailers = Headers.empty();

  ResponseWriter(BodySink sink) {
    this.sink = sink;
  }

  /// Writes everything that remains in a buffer.
  ///
  /// @throws IllegalStateException if it is more than the length that was announced
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; the connection is closed then
  public void write(ByteBuffer piece) throws IOException {
    if (piece.hasRemaining()) {
      sink.write(piece);
    }
  }

  /// Writes bytes.
  ///
  /// @throws IllegalStateException if it is more than the length that was announced
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; the connection is closed then
  public void write(byte[] piece) throws IOException {
    write(ByteBuffer.wrap(piece));
  }

  /// Writes a text in UTF-8.
  ///
  /// @throws IllegalStateException if it is more than the length that was announced
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; the connection is closed then
  public void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends what was written so far.
  ///
  /// @throws IOException if the connection was reset
  /// @throws Cancelled if it was cancelled; the connection is closed then
  public void flush() throws IOException {
    sink.flush();
  }

  /// Chooses fields to be sent behind the content (RFC 9110 section 6.5). Clients of HTTP/1.0 do
  /// not get them, nor is there room for them if the length was announced.
  ///
  /// @throws IllegalArgumentException if there is a field that must not be there, such as
  ///   `Content-Length`
  public void trailers(Headers trailers) {
    ChunkedEncoder.finish(ByteBuffer.allocate(ChunkedEncoder.finishSize(trailers)), trailers);
    this.trailers = trailers;
  }

  Headers trailers() {
    return trailers;
  }

  BodySink sink() {
    return sink;
  }

  void finish() throws IOException {
    sink.finish(trailers);
  }
}
