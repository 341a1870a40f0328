package dev.treadle.examples.scout.command;

import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads an address as people type it: without a scheme it is `https`, on this machine `http`.
final class Address implements ITypeConverter<Url> {

  private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");
  private static final Pattern HERE =
      Pattern.compile("(localhost|127\\.\\d+\\.\\d+\\.\\d+|\\[::1])([:/].*)?");

  @Override
  public Url convert(String text) {
    try {
      var url = Url.parse(Url.tidy(withScheme(text.strip())));
      if (!url.scheme().equals("http") && !url.scheme().equals("https")) {
        throw new TypeConversionException(
            "expected an address that begins with http:// or https://, found '" + text + "'");
      }
      return url;
    } catch (HttpParseException malformed) {
      throw new TypeConversionException(
          "expected an address such as https://example.com, found '"
              + text
              + "': "
              + malformed.getMessage());
    }
  }

  private static String withScheme(String text) {
    if (SCHEME.matcher(text).matches()) {
      return text;
    }
    return (HERE.matcher(text).matches() ? "http://" : "https://") + text;
  }
}
