package dev.treadle.examples.scout.command;

import java.time.Duration;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// So many in a second, minute or hour, such as `5/s`.
///
/// @param count how many, at least 1
/// @param period in which time
record Rate(int count, Duration period) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})/(s|m|h)");

  /// Reads one.
  static final class Converter implements ITypeConverter<Rate> {

    @Override
    public Rate convert(String text) {
      var form = FORM.matcher(text);
      if (!form.matches() || Integer.parseInt(form.group(1)) == 0) {
        throw new TypeConversionException(
            "expected a number and a time such as 5/s, 30/m or 100/h, found '" + text + "'");
      }
      return new Rate(Integer.parseInt(form.group(1)), period(form.group(2)));
    }

    private static Duration period(String unit) {
      return switch (unit) {
        case "s" -> Duration.ofSeconds(1);
        case "m" -> Duration.ofMinutes(1);
        default -> Duration.ofHours(1);
      };
    }
  }
}
