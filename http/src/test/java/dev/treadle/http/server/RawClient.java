package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.ByteStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A client that says and hears exactly what a test writes down. Line ends are written as `\n` in
/// tests and are CR LF on the wire; `Date` is left out of what is heard.
final class RawClient implements AutoCloseable {

  private final ByteStream stream;
  private final StringBuilder heard = new StringBuilder();

  RawClient(ByteStream stream) {
    this.stream = stream;
  }

  ByteStream stream() {
    return stream;
  }

  RawClient send(String text) throws IOException {
    return sendExactly(text.replace("\n", "\r\n"));
  }

  RawClient sendExactly(String text) throws IOException {
    stream.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    return this;
  }

  RawClient get(String target) throws IOException {
    return send("GET " + target + " HTTP/1.1\nHost: a\n\n");
  }

  /// Reads as many bytes as are expected, and compares them.
  RawClient expect(String expected) throws IOException {
    while (heard().length() < expected.length() && hear()) {
      // Until enough was heard, or the end.
    }
    var found = heard();
    var first = found.substring(0, Math.min(expected.length(), found.length()));
    assertThat(first).isEqualTo(expected);
    heard.setLength(0);
    heard.append(found.substring(first.length()));
    return this;
  }

  /// Expects a 200 with a text.
  RawClient expectText(String text) throws IOException {
    return expect(
        "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: %d\n\n%s"
            .formatted(text.length(), text));
  }

  /// Expects an answer that no handler gave.
  RawClient expectError(String status, String reason) throws IOException {
    return expectError(status, reason, "");
  }

  /// Expects an answer that no handler gave, and the end.
  void expectRefusal(String status, String reason) throws IOException {
    expectError(status, reason, "Connection: close\n").expectEnd();
  }

  private RawClient expectError(String status, String reason, String option) throws IOException {
    var text = reason.isEmpty() ? status.substring(4) : status.substring(4) + ": " + reason;
    return expect(
        "HTTP/1.1 %s\nContent-Type: text/plain; charset=utf-8\nContent-Length: %d\n%s\n%s\n"
            .formatted(status, text.length() + 1, option, text));
  }

  /// Expects that nothing more comes.
  void expectEnd() throws IOException {
    while (hear()) {
      // Until the end.
    }
    assertThat(heard()).isEmpty();
  }

  /// Reads to the end, and returns all of it.
  String rest() throws IOException {
    while (hear()) {
      // Until the end.
    }
    return heard();
  }

  /// Reads to the end, and returns all of it as it came.
  String restExactly() throws IOException {
    while (hear()) {
      // Until the end.
    }
    return heard.toString();
  }

  /// What was heard and not expected yet.
  String heard() {
    return heard.toString().replaceAll("Date: [^\r\n]*(\r\n)?", "").replace("\r\n", "\n");
  }

  private boolean hear() throws IOException {
    var some = ByteBuffer.allocate(4096);
    if (stream.read(some) < 0) {
      return false;
    }
    heard.append(new String(some.array(), 0, some.position(), StandardCharsets.ISO_8859_1));
    return true;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
