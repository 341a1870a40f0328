package dev.treadle.benchmarks;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a command that prints `result: NUMBER`, and ends it with all its children at its limit.
final class MeasuredProcess {

  private static final int SHOWN_LINES = 25;

  private final String side;
  private final ProcessBuilder builder;

  MeasuredProcess(String side, List<String> command) {
    this.side = side;
    this.builder = new ProcessBuilder(command);
  }

  double measure(Round round) throws SideFailedException, IOException, InterruptedException {
    // Files, not pipes: a child that prints a lot never waits for us.
    var output = Files.createTempFile("treadle-benchmark", ".out");
    var errors = Files.createTempFile("treadle-benchmark", ".err");
    try {
      builder.environment().putAll(Measuring.environment(round));
      builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
      var end = end(builder.start(), round.limit());
      return value(end, lines(output), lines(errors));
    } finally {
      Files.deleteIfExists(output);
      Files.deleteIfExists(errors);
    }
  }

  private static String end(Process process, Duration limit) throws InterruptedException {
    try {
      if (process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return process.exitValue() == 0 ? "" : "ended with exit code " + process.exitValue();
      }
      return "was ended after its limit of " + limit;
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private double value(String failure, List<String> output, List<String> errors)
      throws SideFailedException {
    if (!failure.isEmpty()) {
      throw failed(failure, output, errors);
    }
    var answer =
        output.reversed().stream().filter(line -> line.startsWith(Measuring.RESULT)).findFirst();
    if (answer.isEmpty()) {
      throw failed("printed no line 'result: NUMBER'", output, errors);
    }
    var number = answer.get().substring(Measuring.RESULT.length()).strip();
    try {
      double value = Double.parseDouble(number);
      // A ratio needs both ends positive.
      if (value > 0 && Double.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Same failure as a number that is none of ours.
    }
    throw failed("gave '" + number + "' where a positive number was expected", output, errors);
  }

  private SideFailedException failed(String what, List<String> output, List<String> errors) {
    var shown = errors.isEmpty() ? output : errors;
    var tail = shown.subList(Math.max(0, shown.size() - SHOWN_LINES), shown.size());
    return new SideFailedException(
        "'" + side + "' " + what + (tail.isEmpty() ? "" : "\n    " + String.join("\n    ", tail)));
  }

  private static List<String> lines(Path file) throws IOException {
    return new String(Files.readAllBytes(file), Charset.defaultCharset()).lines().toList();
  }
}
