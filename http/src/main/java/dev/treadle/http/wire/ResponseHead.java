package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A response without its content, checked.
public final class ResponseHead {

  private static final int REASON_FROM = Version.LENGTH + 5;

  private final byte[] bytes;
  private final Fields headers;
  private final Status status;
  private final int reasonTo;
  private final int minorVersion;
  private final boolean keepAlive;
  private final boolean upgrade;
  private final boolean chunked;
  private final long contentLength;

  ResponseHead(ResponseHeadParser parser, byte[] bytes, Fields headers) {
    this.bytes = bytes;
    this.headers = headers;
    status = Statuses.of(parser.code);
    reasonTo = parser.reasonTo;
    minorVersion = parser.minorVersion;
    keepAlive = parser.framing.isPersistent(minorVersion);
    upgrade = parser.framing.upgrade && minorVersion > 0;
    chunked = parser.framing.chunked;
    contentLength = parser.framing.contentLength;
  }

  /// How the request ended.
  public Status status() {
    return status;
  }

  /// What was said beside the code; often nothing.
  public String reason() {
    int length = Math.max(0, reasonTo - REASON_FROM);
    return new String(
        bytes, Math.min(REASON_FROM, bytes.length), length, StandardCharsets.ISO_8859_1);
  }

  /// 1 of HTTP/1.1, 0 of HTTP/1.0.
  public int minorVersion() {
    return minorVersion;
  }

  /// The fields.
  public Headers headers() {
    return headers;
  }

  /// Whether another response to the same request follows: all 1xx but 101.
  public boolean isInterim() {
    return status.isInformational() && status.code() != 101;
  }

  /// How the end of the content is found, which depends on what was asked (RFC 9112 section 6.3).
  ///
  /// @param request the request's method
  /// @throws HttpParseException if a response that has no content says how long it is in a way that
  ///   could be understood otherwise
  public BodyFraming framing(Method request) throws HttpParseException {
    int code = status.code();
    if (code == 101 || (request.equals(Method.CONNECT) && status.isSuccess())) {
      return BodyFraming.TUNNEL;
    }
    if (request.equals(Method.HEAD) || code == 304) {
      return BodyFraming.NONE;
    }
    if (status.isInformational() || code == 204) {
      requireNoContent();
      return BodyFraming.NONE;
    }
    if (chunked) {
      return BodyFraming.CHUNKED;
    }
    return contentLength >= 0 ? BodyFraming.length(contentLength) : BodyFraming.CLOSE;
  }

  /// RFC 9112 section 6.1 and RFC 9110 section 8.6 forbid it, and not everybody ignores it.
  private void requireNoContent() throws HttpParseException {
    if (chunked || contentLength > 0) {
      throw HeadParser.malformed(
          "expected no content with status %d, found a length or chunks".formatted(status.code()));
    }
  }

  /// Whether the connection may be used for another request once the content was read.
  ///
  /// @param framing how the end of the content is found
  public boolean keepAlive(BodyFraming framing) {
    return keepAlive
        && framing.kind() != BodyFraming.Kind.CLOSE
        && framing.kind() != BodyFraming.Kind.TUNNEL;
  }

  /// The protocols that the server speaks from here on, or would rather speak; none unless
  /// `Connection` says so too.
  public List<String> upgrades() {
    return upgrade ? headers.elements("upgrade") : List.of();
  }

  @Override
  public String toString() {
    return "HTTP/1." + minorVersion + " " + status.code() + " " + reason();
  }
}
