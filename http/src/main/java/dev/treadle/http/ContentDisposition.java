package dev.treadle.http;

import dev.treadle.http.wire.Dispositions;
import dev.treadle.http.wire.Octets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to be done with content, and what it is called (RFC 6266, RFC 7578 section 4.2):
/// `form-data; name="photo"; filename="cat.jpg"`.
///
/// {@snippet class=dev.treadle.http.ContentDispositionSnippets region=attachment lang=java}
///
/// @param type `form-data`, `attachment`, `inline` or another token, in small letters
/// @param name the field of a form; `null` if there is none
/// @param filename what a file was called where it came from; `null` if there is none. Never use it
///   as a path as it is
public record ContentDisposition(String type, @Nullable String name, @Nullable String filename) {

  /// Checks the type.
  ///
  /// @throws IllegalArgumentException if it is no token
  public ContentDisposition {
    if (!Octets.isToken(type)) {
      throw new IllegalArgumentException("type: expected a token, found something else");
    }
    type = type.toLowerCase(Locale.ROOT);
  }

  /// Returns that of a field of a form.
  public static ContentDisposition field(String name) {
    return new ContentDisposition("form-data", name, null);
  }

  /// Returns that of a file in a form.
  public static ContentDisposition file(String name, String filename) {
    return new ContentDisposition("form-data", name, filename);
  }

  /// Returns that of something to be saved under a name.
  public static ContentDisposition attachment(String filename) {
    return new ContentDisposition("attachment", null, filename);
  }

  /// Returns what a field says; nothing if it is malformed. A file name in RFC 8187's form counts
  /// more than one without.
  public static Optional<ContentDisposition> parse(String text) {
    return Optional.ofNullable(Dispositions.parse(text));
  }

  /// Returns the value of the field. In a form names are in UTF-8 with quotes, backslashes and line
  /// breaks percent-encoded, nearly as browsers do it; elsewhere in ASCII, and as RFC 8187 has it
  /// beside that.
  @Override
  public String toString() {
    return Dispositions.format(this);
  }
}
