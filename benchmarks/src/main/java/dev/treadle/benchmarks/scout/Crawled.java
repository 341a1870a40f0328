package dev.treadle.benchmarks.scout;

import dev.treadle.benchmarks.Command;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Program;
import dev.treadle.benchmarks.SideFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A crawler with a site to crawl, see [SiteAndCrawler].
///
/// @param name the name that stands in the table
/// @param crawler its command, which is told what there is to be found and where, too
/// @param needs a shell command that succeeds where everything needed is installed
record Crawled(String name, List<String> crawler, String needs) implements Program {

  /// How many requests everybody makes at once.
  static final int CONCURRENCY = 32;

  /// And how many of them to one host.
  static final int PER_HOST = 16;

  private static final String[] FLAGS = {"-Xmx1g", "-XX:+UseParallelGC"};

  /// Returns a class whose `main` crawls by [Crawling].
  static Crawled java(String name, Class<?> main) {
    try {
      var program = JavaProgram.of(name, main).withJvmArguments(FLAGS);
      return new Crawled(name, program.withoutJars("treadle-testkit").command(), "true");
    } catch (SideFailedException | IOException e) {
      throw new IllegalStateException("could not make the command of " + name, e);
    }
  }

  /// Returns a Python program.
  ///
  /// @param parser what it parses pages with
  /// @param modules what it needs
  static Crawled python(String name, String parser, String modules) {
    var command =
        List.of(
            "python3",
            "-B",
            "peers/aiohttp_crawler.py",
            parser,
            Integer.toString(CONCURRENCY),
            Integer.toString(PER_HOST));
    return new Crawled(name, command, "python3 -c 'import " + modules + "'");
  }

  @Override
  public List<String> command() throws SideFailedException, IOException {
    return JavaProgram.of(name, SiteAndCrawler.class)
        .withArguments(crawler.toArray(String[]::new))
        .command();
  }

  @Override
  public Optional<String> missing() throws IOException, InterruptedException {
    return Command.of(name, "sh").withProbe("sh", "-c", needs).missing();
  }
}
