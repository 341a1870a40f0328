package dev.treadle.examples.scout.live;

import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.http.Form;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A crawl as the form asks for it.
///
/// @param seed where it is to begin
/// @param settings what it is to be like
record Order(Url seed, CrawlSettings settings) {

  private static final int MAX_DEPTH = 1_000;
  private static final int MAX_CONCURRENCY = 256;
  private static final int MAX_PER_HOST = 64;
  private static final int MAX_RATE = 1_000;
  private static final int MAX_URL = 2_000;

  /// What is wrong with a field of the form.
  ///
  /// @param field its name; empty if it is about none
  /// @param message for the person who has filled it in
  record Mistake(String field, String message) {}

  /// What is wrong with a form.
  static final class Refused extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Mistake> mistakes;

    Refused(List<Mistake> mistakes) {
      super(mistakes.toString());
      this.mistakes = mistakes;
    }

    List<Mistake> mistakes() {
      return mistakes;
    }
  }

  /// Reads a form. A field that is missing or empty says nothing.
  ///
  /// @throws Refused if it cannot be done as it says, with all that is wrong
  static Order of(Form form) throws Refused {
    var fields = new Fields(form);
    var seed = fields.url();
    int depth = fields.number("depth", "The depth", 0, MAX_DEPTH, Integer.MAX_VALUE);
    var usual = CrawlSettings.DEFAULT.pace();
    int concurrency =
        fields.number("concurrency", "Concurrency", 1, MAX_CONCURRENCY, usual.concurrency());
    int perHost = fields.number("perHost", "Fetches per host", 1, MAX_PER_HOST, usual.perHost());
    int rate = fields.number("rate", "The rate", 0, MAX_RATE, usual.rate());
    var external = fields.external();
    if (seed == null || !fields.mistakes.isEmpty()) {
      throw new Refused(fields.mistakes);
    }
    return new Order(
        seed,
        CrawlSettings.DEFAULT
            .withScope(scope -> scope.withDepth(depth).withExternal(external))
            .withPace(pace ->
                pace.withConcurrency(concurrency)
                    .withPerHost(perHost)
                    .withRate(rate, Duration.ofSeconds(1))));
  }

  /// The fields of a form, and what was wrong with those that were asked for.
  private static final class Fields {

    private final Form form;
    private final List<Mistake> mistakes = new ArrayList<>();

    Fields(Form form) {
      this.form = form;
    }

    @Nullable Url url() {
      var text = text("url");
      var wrong = "An address begins with http:// or https://, such as https://example.com.";
      if (text.isEmpty()) {
        mistakes.add(new Mistake("url", "Enter the address at which the crawl is to begin."));
        return null;
      }
      try {
        var url = Url.parse(text);
        if (text.length() > MAX_URL) {
          wrong = "This address is longer than " + MAX_URL + " characters.";
        } else if (url.scheme().equals("http") || url.scheme().equals("https")) {
          return url;
        }
      } catch (HttpParseException malformed) {
        if (text.matches("(?i)https?://.*")) {
          wrong = "This is no address: " + malformed.getMessage() + ".";
        }
      }
      mistakes.add(new Mistake("url", wrong));
      return null;
    }

    int number(String name, String label, int from, int to, int usual) {
      var text = text(name);
      if (text.isEmpty()) {
        return usual;
      }
      try {
        int number = Integer.parseInt(text);
        if (from <= number && number <= to) {
          return number;
        }
      } catch (NumberFormatException noNumber) {
        // Said below, as of numbers that are too large.
      }
      mistakes.add(
          new Mistake(name, label + " is a whole number from " + from + " to " + to + "."));
      return usual;
    }

    CrawlSettings.External external() {
      return switch (text("external")) {
        case "", "check" -> CrawlSettings.External.CHECK;
        case "skip" -> CrawlSettings.External.SKIP;
        default -> {
          mistakes.add(new Mistake("external", "Links to other hosts are checked or skipped."));
          yield CrawlSettings.External.CHECK;
        }
      };
    }

    private String text(String name) {
      var text = form.first(name);
      return text == null ? "" : text.strip();
    }
  }
}
