package dev.treadle.http.wire;

/// How the end of a message's content is found (RFC 9112 section 6).
///
/// @param kind what the end is known by
/// @param length how many bytes there are, if that is what it is known by; else 0
public record BodyFraming(Kind kind, long length) {

  /// What the end is known by.
  public enum Kind {
    /// There is no content.
    NONE,
    /// The number of bytes, which is more than 0 or is 0 and said so.
    LENGTH,
    /// Chunks, of which the last one says so.
    CHUNKED,
    /// The end of the connection; only responses have that.
    CLOSE,
    /// Nothing: the connection belongs to another protocol from here on.
    TUNNEL
  }

  /// No content, and no word of it.
  public static final BodyFraming NONE = new BodyFraming(Kind.NONE, 0);

  /// Chunks.
  public static final BodyFraming CHUNKED = new BodyFraming(Kind.CHUNKED, 0);

  /// Content up to the connection's end.
  public static final BodyFraming CLOSE = new BodyFraming(Kind.CLOSE, 0);

  /// Another protocol.
  public static final BodyFraming TUNNEL = new BodyFraming(Kind.TUNNEL, 0);

  private static final BodyFraming EMPTY = new BodyFraming(Kind.LENGTH, 0);

  /// Checks the length.
  ///
  /// @throws IllegalArgumentException if it is negative, or is something where there is none
  public BodyFraming {
    if (length < 0 || (length > 0 && kind != Kind.LENGTH)) {
      throw new IllegalArgumentException(
          "length: expected 0 or more, and 0 if the kind is not LENGTH, found " + length);
    }
  }

  /// So many bytes.
  ///
  /// @throws IllegalArgumentException if the number is negative
  public static BodyFraming length(long length) {
    return length == 0 ? EMPTY : new BodyFraming(Kind.LENGTH, length);
  }

  /// Whether there is certainly no content.
  public boolean isEmpty() {
    return kind == Kind.NONE || (kind == Kind.LENGTH && length == 0);
  }
}
