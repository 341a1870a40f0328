package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.util.Arrays;
import java.util.List;

/// Starts a server, has it asked in several ways, and answers with what each costs.
///
/// The cost is processor time of the server's process.
final class Load {

  /// Of the time, each question gets a part as if there were so many more: they have their own
  /// warm-ups.
  private static final int MORE = 2;

  private Load() {}

  /// Answers a row for each question.
  ///
  /// @param words the questions with commas between, then the server's command, in which `PORT`
  ///   stands for its port
  public static void main(String[] words) throws Exception {
    var questions = Arrays.stream(words[0].split(",")).map(Question::valueOf).toList();
    var command = Arrays.asList(words).subList(1, words.length);
    var time = Measuring.ordered().time();
    var each = time.dividedBy(MORE + questions.size());
    try (var server = ServerProcess.start(command)) {
      // Python has no compiler to wait for.
      questions.getFirst().warmUp(server, isPython(command) ? each : WarmUp.of(time));
      for (var question : questions) {
        question.answer(server, each);
      }
    }
  }

  private static boolean isPython(List<String> command) {
    return command.getFirst().startsWith("python");
  }
}
