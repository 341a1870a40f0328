package dev.treadle.http;

import dev.treadle.http.wire.Octets;
import dev.treadle.http.wire.Parameters;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What content is written in (RFC 9110 section 8.3): `text/html; charset=utf-8`. Type, subtype and
/// the names of parameters are kept in small letters; so is the value of `charset`.
///
/// Also a range of them, such as `text/*`, which only `Accept` may have.
///
/// {@snippet class=dev.treadle.http.MediaTypeSnippets region=negotiate lang=java}
public final class MediaType {

  /// `text/plain; charset=utf-8`.
  public static final MediaType TEXT = of("text/plain; charset=utf-8");

  /// `text/html; charset=utf-8`.
  public static final MediaType HTML = of("text/html; charset=utf-8");

  /// `application/json`, which is always in UTF-8.
  public static final MediaType JSON = of("application/json");

  /// `application/octet-stream`: just bytes.
  public static final MediaType BYTES = of("application/octet-stream");

  /// `application/x-www-form-urlencoded`.
  public static final MediaType FORM = of("application/x-www-form-urlencoded");

  /// `text/event-stream`.
  public static final MediaType EVENTS = of("text/event-stream");

  private final String type;
  private final String subtype;
  private final Map<String, String> parameters;

  private MediaType(String type, String subtype, Map<String, String> parameters) {
    this.type = type;
    this.subtype = subtype;
    this.parameters = parameters;
  }

  /// Returns a media type that is written as a constant.
  ///
  /// @throws IllegalArgumentException if it is none
  public static MediaType of(String text) {
    return parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "text: expected a media type such as 'text/html', found something else"));
  }

  /// Returns the media type that came as a text; nothing if it is none.
  public static Optional<MediaType> parse(String text) {
    int end = text.indexOf(';');
    var name = (end < 0 ? text : text.substring(0, end)).strip();
    int slash = name.indexOf('/');
    if (slash < 0
        || !Octets.isToken(name.substring(0, slash))
        || !Octets.isToken(name.substring(slash + 1))) {
      return Optional.empty();
    }
    var parameters = Parameters.parse(end < 0 ? "" : text.substring(end + 1));
    if (parameters == null) {
      return Optional.empty();
    }
    var small = name.toLowerCase(Locale.ROOT);
    parameters.computeIfPresent("charset", (_, value) -> value.toLowerCase(Locale.ROOT));
    return Optional.of(
        new MediaType(small.substring(0, slash), small.substring(slash + 1), parameters));
  }

  /// Returns which of several media types a client likes best (RFC 9110 section 12.5.1). Of those
  /// it likes as much the first wins.
  ///
  /// @param accept the values of its `Accept` fields; if there are none it takes anything
  /// @param offered what could be sent
  /// @return nothing if it takes none of them
  public static Optional<MediaType> negotiate(List<String> accept, Collection<MediaType> offered) {
    return Negotiation.ofMediaTypes(accept, offered);
  }

  /// Returns what is before the slash.
  public String type() {
    return type;
  }

  /// Returns what is behind the slash.
  public String subtype() {
    return subtype;
  }

  /// Returns the parameters by their names, in the order in which they came.
  public Map<String, String> parameters() {
    return Map.copyOf(parameters);
  }

  /// Returns the value of a parameter; `null` if it has none of that name.
  ///
  /// @param name in small letters
  public @Nullable String parameter(String name) {
    return parameters.get(name);
  }

  /// Returns what text is written in, if the media type says so and Java knows it.
  public Optional<Charset> charset() {
    var name = parameters.get("charset");
    try {
      return name == null ? Optional.empty() : Optional.of(Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return Optional.empty();
    }
  }

  /// Returns whether type and subtype are those of another, whatever the parameters.
  public boolean isSameAs(MediaType other) {
    return type.equals(other.type) && subtype.equals(other.subtype);
  }

  /// Returns whether it is JSON: `application/json`, or anything that ends in `+json`.
  public boolean isJson() {
    return subtype.equals("json") || subtype.endsWith("+json");
  }

  /// Returns whether another is in the range that this is: `text/*` has `text/html`, and
  /// `text/html; level=1` has only what has this parameter too.
  public boolean includes(MediaType other) {
    boolean types = type.equals("*") || type.equals(other.type);
    boolean subtypes = subtype.equals("*") || subtype.equals(other.subtype);
    return types
        && subtypes
        && parameters.entrySet().stream()
            .allMatch(entry -> entry.getValue().equals(other.parameters.get(entry.getKey())));
  }

  /// Returns this media type with a parameter.
  ///
  /// @throws IllegalArgumentException if the name is no token, or if the value cannot be sent
  public MediaType with(String name, String value) {
    if (!Octets.isToken(name) || !Octets.isField(value)) {
      throw new IllegalArgumentException(
          "name, value: expected a token and no control characters, found something else");
    }
    var more = new LinkedHashMap<>(parameters);
    more.put(name.toLowerCase(Locale.ROOT), value);
    return new MediaType(type, subtype, more);
  }

  /// Returns this media type with a charset.
  public MediaType withCharset(Charset charset) {
    return with("charset", charset.name().toLowerCase(Locale.ROOT));
  }

  /// Returns this media type without parameters.
  public MediaType withoutParameters() {
    return new MediaType(type, subtype, Map.of());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MediaType that && isSameAs(that) && parameters.equals(that.parameters);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, subtype, parameters);
  }

  /// Returns it as it is sent.
  @Override
  public String toString() {
    return type + "/" + subtype + Parameters.format(parameters);
  }
}
