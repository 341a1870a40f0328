package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads the heads of requests (RFC 9112 sections 3 and 5), one after the other, as they come on a
/// connection.
///
/// It is strict: what another reader could understand in another way is refused. Buffers must have
/// an array. After an exception it is of no more use.
public final class RequestHeadParser extends HeadParser {

  private static final int FIRST_LINE_FEED = START + 1;
  private static final int METHOD = START + 2;
  private static final int PATH = START + 3;
  private static final int QUERY = START + 4;
  private static final int VERSION = START + 5;
  private static final int LINE_FEED = START + 6;

  private static final int MAX_METHOD = 32;
  private static final int NONE = -1;

  final Framing framing = new Framing();
  final Target target = new Target();

  @Nullable Method method;
  int minorVersion;
  int hostFrom;
  int hostTo;
  boolean expectsContinue;

  private int lineFrom;
  private int versionFrom;
  private boolean escaped;

  /// Connections often ask for the same again, and then it is the same text.
  private String lastTarget = "";

  /// Reads heads within limits.
  public RequestHeadParser(MessageLimits limits) {
    super(limits);
    restart();
  }

  /// Reads from a buffer what belongs to the head.
  ///
  /// @return the head, with the buffer's position behind it; or `null` if its end is not here yet,
  ///   with the buffer empty
  /// @throws HttpParseException if it is no head, or exceeds a limit; what to answer is its status
  public @Nullable RequestHead parse(ByteBuffer in) throws HttpParseException {
    var head = read(in);
    if (head == null) {
      return null;
    }
    check();
    var parsed = new RequestHead(this, head, fields(head));
    restart();
    return parsed;
  }

  /// Whether a head has begun and not ended: a connection that ends now was cut.
  public boolean isInside() {
    return isPartial();
  }

  String targetText(byte[] head) {
    if (!Octets.equals(head, target.from, target.to, lastTarget)) {
      lastTarget =
          new String(head, target.from, target.to - target.from, StandardCharsets.ISO_8859_1);
    }
    return lastTarget;
  }

  private void restart() {
    begin(true);
    framing.clear();
    target.clear();
    method = null;
    hostFrom = NONE;
    lineFrom = 0;
    expectsContinue = false;
    escaped = false;
  }

  @Override
  int startLine(byte[] bytes, int base, int from, int to) throws HttpParseException {
    return switch (state) {
      case START -> first(bytes, base, from);
      case FIRST_LINE_FEED -> firstLineFeed(bytes, from);
      case METHOD -> method(bytes, base, from, to);
      case PATH -> path(bytes, base, from, to);
      case QUERY -> query(bytes, base, from, to);
      case VERSION -> version(bytes, base, from, to);
      default -> lineFeed(bytes, base, from);
    };
  }

  /// One empty line before the request is skipped (RFC 9112 section 2.2).
  private int first(byte[] bytes, int base, int at) {
    if (bytes[at] == '\r' && at == base) {
      state = FIRST_LINE_FEED;
      return at + 1;
    }
    lineFrom = at - base;
    state = METHOD;
    return at;
  }

  private int firstLineFeed(byte[] bytes, int at) throws HttpParseException {
    requireLineFeed(bytes[at]);
    state = START;
    return at + 1;
  }

  private int method(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && Octets.isToken(bytes[at])) {
      at++;
    }
    int length = at - base - lineFrom;
    if (length > MAX_METHOD) {
      throw new HttpParseException(
          501, "expected a method of up to %d characters, found more".formatted(MAX_METHOD));
    }
    if (at == to) {
      return at;
    }
    if (bytes[at] != ' ' || length == 0) {
      throw malformed("expected a method and a space, found " + Octets.shown(bytes[at]));
    }
    method = MethodNames.of(bytes, base + lineFrom, at);
    target.from = at + 1 - base;
    state = PATH;
    return at + 1;
  }

  private int path(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && Octets.isPath(bytes[at])) {
      escaped |= bytes[at] == '%';
      at++;
    }
    if (at == to) {
      return at;
    }
    if (bytes[at] == '?') {
      target.queryFrom = at + 1 - base;
      state = QUERY;
      return at + 1;
    }
    return targetEnded(bytes, base, at);
  }

  private int query(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && Octets.isQuery(bytes[at])) {
      at++;
    }
    return at == to ? at : targetEnded(bytes, base, at);
  }

  private int targetEnded(byte[] bytes, int base, int at) throws HttpParseException {
    if (bytes[at] != ' ') {
      throw malformed("expected a request target and a space, found " + Octets.shown(bytes[at]));
    }
    target.to = at - base;
    target.check(bytes, base, Objects.requireNonNull(method, "method"), escaped);
    versionFrom = at + 1 - base;
    state = VERSION;
    return at + 1;
  }

  private int version(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && at - base - versionFrom < Version.LENGTH) {
      Version.check(bytes[at], at - base - versionFrom);
      at++;
    }
    if (at == to) {
      return at;
    }
    if (bytes[at] != '\r') {
      throw malformed("expected CR LF behind the version, found " + Octets.shown(bytes[at]));
    }
    minorVersion = Version.minor(bytes, base + versionFrom);
    state = LINE_FEED;
    return at + 1;
  }

  private int lineFeed(byte[] bytes, int base, int at) throws HttpParseException {
    requireLineFeed(bytes[at]);
    startLineEnded(at + 1 - base);
    return at + 1;
  }

  /// Looks at the length first: it is another for each name that matters here.
  @Override
  void field(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    switch (at.nameLength()) {
      case 4 -> host(bytes, base, at);
      case 6 -> expect(bytes, base, at);
      default -> framing.field(bytes, base, at);
    }
  }

  private void host(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    if (!at.isNamed(bytes, base, "host")) {
      return;
    }
    if (hostFrom != NONE) {
      throw malformed("expected one Host, found another");
    }
    hostFrom = at.valueFrom;
    hostTo = at.valueTo;
    if (hostTo > hostFrom) {
      Authority.check(bytes, base + hostFrom, base + hostTo);
    }
  }

  private void expect(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    if (!at.isNamed(bytes, base, "expect") || minorVersion == 0) {
      return;
    }
    if (!Octets.equalsIgnoreCase(bytes, base + at.valueFrom, base + at.valueTo, "100-continue")) {
      throw new HttpParseException(417, "expected '100-continue' in Expect, found something else");
    }
    expectsContinue = true;
  }

  private void check() throws HttpParseException {
    framing.check(minorVersion);
    if (hostFrom == NONE && minorVersion > 0) {
      throw malformed("expected a Host, found none");
    }
  }

  @Override
  HttpParseException startLineTooLong() {
    int status = state >= PATH ? 414 : 400;
    return new HttpParseException(
        status,
        "expected at most %d bytes in the request line, found more".formatted(limits.startLine()));
  }
}
