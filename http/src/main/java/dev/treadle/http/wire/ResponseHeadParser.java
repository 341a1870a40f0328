package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the heads of responses (RFC 9112 section 4), one after the other, as they come on a
/// connection; interim ones too.
///
/// It is as strict as [RequestHeadParser], but that the space behind the status code may be missing
/// where no reason follows, as many servers have it. Buffers must have an array. After an exception
/// it is of no more use.
public final class ResponseHeadParser extends HeadParser {

  private static final int CODE = START + 1;
  private static final int AFTER_CODE = START + 2;
  private static final int REASON = START + 3;
  private static final int LINE_FEED = START + 4;

  private static final int CODE_FROM = Version.LENGTH + 1;

  final Framing framing = new Framing();

  int minorVersion;
  int code;
  int reasonTo;

  /// Reads heads within limits.
  public ResponseHeadParser(MessageLimits limits) {
    super(limits);
    restart();
  }

  /// Reads from a buffer what belongs to the head.
  ///
  /// @return the head, with the buffer's position behind it; or `null` if its end is not here yet,
  ///   with the buffer empty
  /// @throws HttpParseException if it is no head, or exceeds a limit
  public @Nullable ResponseHead parse(ByteBuffer in) throws HttpParseException {
    var head = read(in);
    if (head == null) {
      return null;
    }
    framing.check(minorVersion);
    var parsed = new ResponseHead(this, head, fields(head));
    restart();
    return parsed;
  }

  /// Whether a head has begun and not ended: a connection that ends now was cut.
  public boolean isInside() {
    return isPartial();
  }

  private void restart() {
    begin(true);
    framing.clear();
    code = 0;
  }

  @Override
  int startLine(byte[] bytes, int base, int from, int to) throws HttpParseException {
    return switch (state) {
      case START -> version(bytes, base, from, to);
      case CODE -> code(bytes, base, from, to);
      case AFTER_CODE -> afterCode(bytes, base, from);
      case REASON -> reason(bytes, base, from, to);
      default -> lineFeed(bytes, base, from);
    };
  }

  private int version(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && at - base < Version.LENGTH) {
      Version.check(bytes[at], at - base);
      at++;
    }
    if (at == to) {
      return at;
    }
    if (bytes[at] != ' ') {
      throw malformed("expected a space behind the version, found " + Octets.shown(bytes[at]));
    }
    minorVersion = Version.minor(bytes, base);
    state = CODE;
    return at + 1;
  }

  private int code(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && at - base < CODE_FROM + 3) {
      int digit = bytes[at] - '0';
      if (digit < 0 || digit > 9) {
        throw malformed("expected three digits as status code, found " + Octets.shown(bytes[at]));
      }
      code = 10 * code + digit;
      at++;
    }
    if (at - base == CODE_FROM + 3) {
      if (code < 100) {
        throw malformed("expected a status code from 100, found " + code);
      }
      state = AFTER_CODE;
    }
    return at;
  }

  private int afterCode(byte[] bytes, int base, int at) throws HttpParseException {
    if (bytes[at] != ' ' && bytes[at] != '\r') {
      throw malformed("expected a space behind the status code, found " + Octets.shown(bytes[at]));
    }
    reasonTo = at - base;
    state = bytes[at] == ' ' ? REASON : LINE_FEED;
    return at + 1;
  }

  private int reason(byte[] bytes, int base, int from, int to) throws HttpParseException {
    int at = from;
    while (at < to && Octets.isField(bytes[at])) {
      at++;
    }
    if (at == to) {
      return at;
    }
    if (bytes[at] != '\r') {
      throw malformed("expected a reason and CR LF, found " + Octets.shown(bytes[at]));
    }
    reasonTo = at - base;
    state = LINE_FEED;
    return at + 1;
  }

  private int lineFeed(byte[] bytes, int base, int at) throws HttpParseException {
    requireLineFeed(bytes[at]);
    startLineEnded(at + 1 - base);
    return at + 1;
  }

  @Override
  void field(byte[] bytes, int base, FieldPlace at) throws HttpParseException {
    framing.field(bytes, base, at);
  }

  @Override
  HttpParseException startLineTooLong() {
    return malformed(
        "expected at most %d bytes in the status line, found more".formatted(limits.startLine()));
  }
}
