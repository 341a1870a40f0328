package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import dev.treadle.examples.timeline.Recorder;
import dev.treadle.examples.timeline.Timeline;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The program behind `./treadle patterns`: lists the gallery, or runs one of its programs and
/// draws what its tasks did.
final class Patterns {

  /// A mistake of whoever typed the command.
  static final class Misused extends Exception {

    private static final long serialVersionUID = 1L;

    Misused(String message) {
      super(message);
    }
  }

  /// What was asked for.
  ///
  /// @param page where to write the page, if one is wanted
  private record Request(Pattern pattern, @Nullable Path page) {}

  private static final Set<String> HELP = Set.of("help", "--help", "-h");

  private static final String FOOTER =
      """

      ./treadle patterns NAME               runs one and draws its tasks
      ./treadle patterns NAME --html FILE   draws them as a page, too
      docs/from-asyncio.md                  shows each beside its twin in Python
      """;

  private Patterns() {}

  /// Exits with 2 if it is misused, and with 1 if the page cannot be written.
  ///
  /// @param arguments the folder to which file names are relative, then what the user typed
  public static void main(String[] arguments) throws Exception {
    var typed = List.of(arguments).subList(1, arguments.length);
    try {
      if (typed.size() > 0) {
        warmUp();
      }
      run(Path.of(arguments[0]), typed, System.out);
    } catch (Misused misused) {
      System.err.println("treadle: " + misused.getMessage());
      System.exit(2);
    } catch (IOException failure) {
      System.err.println("treadle: " + failure.getMessage());
      System.exit(1);
    }
  }

  /// Loads classes and the flight recorder, which would otherwise be most of what is drawn.
  private static void warmUp() throws Exception {
    Recorder.record(
        "warm-up",
        () ->
            Treadle.run(() -> {
              gather(List.of(1, 2), i -> i);
              return moveOnAfter(Duration.ofMillis(1), () -> sleep(Duration.ofMillis(2)));
            }));
  }

  static void run(Path folder, List<String> typed, PrintStream out) throws Exception {
    if (typed.isEmpty() || HELP.contains(typed.getFirst())) {
      out.print(list());
      return;
    }
    var request = request(folder, typed);
    var pattern = request.pattern();
    var timeline = Recorder.record(pattern.name(), () -> pattern.program().main());
    out.println();
    out.print(timeline.toText(bar(out)));
    if (request.page() != null) {
      write(timeline, request.page());
      out.println();
      out.println("as a page: " + request.page());
    }
  }

  static String list() {
    var text = new StringBuilder("What people write with asyncio:\n\n");
    Gallery.PATTERNS.forEach(pattern -> text.append(line(pattern)));
    text.append("\nAnd what goes wrong there:\n\n");
    Gallery.PITFALLS.forEach(pattern -> text.append(line(pattern)));
    return text.append(FOOTER).toString();
  }

  private static String line(Pattern pattern) {
    return "  %-12s %s%n".formatted(pattern.name(), pattern.what());
  }

  private static Request request(Path folder, List<String> typed) throws Misused {
    var name = typed.getFirst();
    var pattern = Gallery.find(name).orElseThrow(() -> new Misused(unknown(name)));
    var options = typed.subList(1, typed.size());
    if (options.isEmpty()) {
      return new Request(pattern, null);
    }
    if (options.size() != 2 || !options.getFirst().equals("--html")) {
      throw new Misused(
          "expected nothing or '--html FILE' after '%s', found '%s'"
              .formatted(name, String.join(" ", options)));
    }
    return new Request(pattern, folder.resolve(options.getLast()).normalize());
  }

  private static String unknown(String name) {
    return "expected the name of a pattern, found '%s'; did you mean '%s'?\nThere are: %s"
        .formatted(
            name,
            Gallery.nearest(name),
            Gallery.all().stream().map(Pattern::name).collect(Collectors.joining(", ")));
  }

  /// Blocks make the better bars, if the terminal knows them.
  private static char bar(PrintStream out) {
    return out.charset().newEncoder().canEncode('█') ? '█' : '=';
  }

  private static void write(Timeline timeline, Path page) throws IOException {
    try {
      Files.writeString(page, timeline.toHtml());
    } catch (IOException failure) {
      throw new IOException(
          "expected to write the page to %s, found %s: choose a file in a folder that you may write to"
              .formatted(page, failure),
          failure);
    }
  }
}
