package dev.treadle.examples.scout.command;

import dev.treadle.examples.scout.CrawlSettings.External;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads what is done about links to elsewhere: `check` or `skip`.
final class Elsewhere implements ITypeConverter<External> {

  @Override
  public External convert(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "check" -> External.CHECK;
      case "skip" -> External.SKIP;
      default -> throw new TypeConversionException("expected check or skip, found '" + text + "'");
    };
  }
}
