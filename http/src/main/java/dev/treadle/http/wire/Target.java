package dev.treadle.http.wire;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Method;
import dev.treadle.http.wire.RequestHead.TargetForm;

/// A request target while it is read, by places from the first byte of its head.
final class Target {

  static final int NONE = -1;

  TargetForm form = TargetForm.ORIGIN;
  int from;
  int to;
  int queryFrom;

  /// Of the absolute and authority forms.
  int authorityFrom;

  int authorityTo;
  int pathFrom;

  void clear() {
    form = TargetForm.ORIGIN;
    queryFrom = NONE;
    authorityFrom = NONE;
    authorityTo = NONE;
  }

  int pathTo() {
    return queryFrom == NONE ? to : queryFrom - 1;
  }

  /// Finds out which form it has and checks it (RFC 9112 section 3.2).
  void check(byte[] bytes, int base, Method method, boolean escaped) throws HttpParseException {
    pathFrom = from;
    if (method.equals(Method.CONNECT)) {
      authority(bytes, base);
    } else if (from < to && bytes[base + from] == '*') {
      asterisk(method);
    } else if (from == to || bytes[base + from] != '/') {
      absolute(bytes, base);
    }
    if (escaped) {
      Percents.checkAll(bytes, base + pathFrom, base + pathTo());
    }
  }

  private void authority(byte[] bytes, int base) throws HttpParseException {
    if (from == to || queryFrom != NONE) {
      throw HeadParser.malformed(
          "expected host and port as target of CONNECT, found something else");
    }
    Authority.checkWithPort(bytes, base + from, base + to);
    form = TargetForm.AUTHORITY;
    authorityFrom = from;
    authorityTo = to;
    pathFrom = to;
  }

  private void asterisk(Method method) throws HttpParseException {
    if (to - from != 1 || !method.equals(Method.OPTIONS)) {
      throw HeadParser.malformed("expected '*' as target of OPTIONS only, found another use");
    }
    form = TargetForm.ASTERISK;
  }

  private void absolute(byte[] bytes, int base) throws HttpParseException {
    int scheme = schemeLength(bytes, base);
    if (scheme == 0) {
      throw HeadParser.malformed(
          "expected '/', 'http://' or 'https://' at the start of the target, found something else");
    }
    form = TargetForm.ABSOLUTE;
    authorityFrom = from + scheme;
    authorityTo = authorityFrom;
    while (authorityTo < pathTo() && bytes[base + authorityTo] != '/') {
      authorityTo++;
    }
    if (authorityTo == authorityFrom) {
      throw HeadParser.malformed("expected a host in the target, found none");
    }
    Authority.check(bytes, base + authorityFrom, base + authorityTo);
    pathFrom = authorityTo;
  }

  private int schemeLength(byte[] bytes, int base) {
    return startsWith(bytes, base, "http://") ? 7 : startsWith(bytes, base, "https://") ? 8 : 0;
  }

  private boolean startsWith(byte[] bytes, int base, String scheme) {
    int end = base + from + scheme.length();
    return end <= base + to && Octets.equalsIgnoreCase(bytes, base + from, end, scheme);
  }
}
