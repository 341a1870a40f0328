package dev.treadle.benchmarks;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs a command that prints `result: NUMBER`, or `result ROW: NUMBER` several times, and ends it
/// with all its children at its limit.
final class MeasuredProcess {

  private static final int SHOWN_LINES = 25;

  private final String side;
  private final ProcessBuilder builder;

  MeasuredProcess(String side, List<String> command) {
    this.side = side;
    this.builder = new ProcessBuilder(command);
  }

  /// Returns what the command answers.
  double measure(Round round) throws SideFailedException, IOException, InterruptedException {
    var printed = run(round).printed();
    return number(printed.answer().orElseThrow(() -> noAnswer(printed)), printed);
  }

  /// Returns what the command answers to several questions, by their rows.
  Map<String, Double> answers(Round round)
      throws SideFailedException, IOException, InterruptedException {
    var printed = run(round).printed();
    var answers = new LinkedHashMap<String, Double>();
    for (var line : printed.rows()) {
      int colon = line.lastIndexOf(':');
      var row = line.substring(Measuring.ROW.length(), colon);
      answers.put(row, number(line.substring(colon + 1).strip(), printed));
    }
    if (answers.isEmpty()) {
      throw noAnswer(printed);
    }
    return answers;
  }

  /// Returns how long the command takes from start to end.
  Duration elapsed(Round round) throws SideFailedException, IOException, InterruptedException {
    var run = run(round);
    number(run.printed().answer().orElseThrow(() -> noAnswer(run.printed())), run.printed());
    return Duration.ofNanos(run.nanos());
  }

  private Run run(Round round) throws SideFailedException, IOException, InterruptedException {
    // Files, not pipes: a child that prints a lot never waits for us.
    var output = Files.createTempFile("treadle-benchmark", ".out");
    var errors = Files.createTempFile("treadle-benchmark", ".err");
    try {
      builder.environment().putAll(Measuring.environment(round));
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      long start = System.nanoTime();
      var process = builder.start();
      boolean inTime;
      long nanos;
      try {
        inTime = process.waitFor(round.limit().toNanos(), TimeUnit.NANOSECONDS);
        nanos = System.nanoTime() - start;
      } finally {
        end(process);
      }
      var printed = new Printed(lines(output), lines(errors));
      if (!inTime) {
        throw failed("was ended after its limit of " + round.limit(), printed, true);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with exit code " + process.exitValue(), printed, false);
      }
      return new Run(printed, nanos);
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private SideFailedException noAnswer(Printed printed) {
    return failed("printed no line 'result: NUMBER'", printed, false);
  }

  private double number(String text, Printed printed) throws SideFailedException {
    try {
      double value = Double.parseDouble(text);
      // A ratio needs both ends positive.
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Same failure as a number that is none of ours.
    }
    throw failed("gave '" + text + "' where a positive number was expected", printed, false);
  }

  private SideFailedException failed(String what, Printed printed, boolean atLimit) {
    return new SideFailedException("'" + side + "' " + what + printed.end(), atLimit);
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset()).lines().toList();
  }

  private record Run(Printed printed, long nanos) {}

  private record Printed(List<String> output, List<String> errors) {

    Optional<String> answer() {
      return output.reversed().stream()
          .filter(line -> line.startsWith(Measuring.RESULT))
          .map(line -> line.substring(Measuring.RESULT.length()).strip())
          .findFirst();
    }

    List<String> rows() {
      return output.stream()
          .filter(line -> line.startsWith(Measuring.ROW) && line.contains(":"))
          .toList();
    }

    /// Returns the last lines of what it complained of, or else of what it printed.
    String end() {
      var shown = errors.isEmpty() ? output : errors;
      return shown.subList(Math.max(0, shown.size() - SHOWN_LINES), shown.size()).stream()
          .map(line -> "\n    " + line)
          .collect(Collectors.joining());
    }
  }
}
