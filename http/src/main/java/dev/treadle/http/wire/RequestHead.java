package dev.treadle.http.wire;

import dev.treadle.http.Headers;
import dev.treadle.http.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request without its content, checked: what can be asked here makes sense.
public final class RequestHead {

  /// What a request target looks like (RFC 9112 section 3.2).
  public enum TargetForm {
    /// A path and perhaps a query: `/a?b`.
    ORIGIN,
    /// A whole URL, as proxies are sent: `http://example.com/a?b`.
    ABSOLUTE,
    /// A host and a port, of CONNECT only: `example.com:443`.
    AUTHORITY,
    /// `*`, of OPTIONS only.
    ASTERISK
  }

  private final byte[] bytes;
  private final Fields headers;
  private final Method method;
  private final TargetForm form;
  private final int minorVersion;
  private final BodyFraming framing;
  private final boolean keepAlive;
  private final boolean expectsContinue;
  private final boolean upgrade;

  private final String target;
  private final int targetFrom;
  private final int targetTo;
  private final int pathFrom;
  private final int pathTo;
  private final int authorityFrom;
  private final int authorityTo;

  private @Nullable String path;

  RequestHead(RequestHeadParser parser, byte[] bytes, Fields headers) {
    this.bytes = bytes;
    this.headers = headers;
    method = Objects.requireNonNull(parser.method, "method");
    minorVersion = parser.minorVersion;
    keepAlive = parser.framing.isPersistent(minorVersion);
    upgrade = parser.framing.upgrade && minorVersion > 0;
    framing = framing(parser.framing);
    expectsContinue = parser.expectsContinue && !framing.isEmpty();
    target = parser.targetText(bytes);
    var place = parser.target;
    form = place.form;
    targetFrom = place.from;
    targetTo = place.to;
    pathFrom = place.pathFrom;
    pathTo = place.pathTo();
    boolean inTarget = place.authorityFrom != Target.NONE;
    authorityFrom = inTarget ? place.authorityFrom : Math.max(0, parser.hostFrom);
    authorityTo = inTarget ? place.authorityTo : parser.hostFrom < 0 ? 0 : parser.hostTo;
  }

  /// A request that says nothing of its content has none (RFC 9112 section 6.3, rule 7).
  private static BodyFraming framing(Framing said) {
    if (said.chunked) {
      return BodyFraming.CHUNKED;
    }
    return said.hasLength() ? BodyFraming.length(said.contentLength) : BodyFraming.NONE;
  }

  /// What is asked for.
  public Method method() {
    return method;
  }

  /// The target as it was sent.
  public String target() {
    return target;
  }

  /// Which form the target has.
  public TargetForm targetForm() {
    return form;
  }

  /// The path as it was sent, still percent-encoded, without the query. That of an absolute target
  /// without one is `/`, that of CONNECT is empty, and `*` is `*`.
  public String path() {
    var text = path;
    if (text == null) {
      boolean root = pathFrom == pathTo && form == TargetForm.ABSOLUTE;
      boolean whole = pathFrom == targetFrom && pathTo == targetTo;
      text = root ? "/" : whole ? target : text(pathFrom, pathTo);
      path = text;
    }
    return text;
  }

  /// The query as it was sent, without its question mark; `null` if there is none.
  public @Nullable String query() {
    return pathTo == targetTo ? null : text(pathTo + 1, targetTo);
  }

  /// Host and perhaps port that are asked, of the target if it has them, else of `Host`; empty if
  /// neither says so, which only HTTP/1.0 may.
  public String authority() {
    return text(authorityFrom, authorityTo);
  }

  /// 1 of HTTP/1.1, 0 of HTTP/1.0.
  public int minorVersion() {
    return minorVersion;
  }

  /// The fields.
  public Headers headers() {
    return headers;
  }

  /// How the end of the content is found.
  public BodyFraming framing() {
    return framing;
  }

  /// Whether the client would use the connection for another request.
  public boolean keepAlive() {
    return keepAlive;
  }

  /// Whether the client holds its content back until it is told to go on.
  public boolean expectsContinue() {
    return expectsContinue;
  }

  /// The protocols that the client would rather speak, the best first; none unless `Connection`
  /// says so too, or in HTTP/1.0.
  public List<String> upgrades() {
    return upgrade ? headers.elements("upgrade") : List.of();
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /// The request line, without a query, which may hold secrets.
  @Override
  public String toString() {
    return method + " " + (form == TargetForm.ORIGIN ? path() : text(targetFrom, pathTo));
  }
}
