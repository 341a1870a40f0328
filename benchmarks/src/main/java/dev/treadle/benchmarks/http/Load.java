package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Starts a server, has it asked in several ways, and answers with what each costs.
///
/// The cost is processor time of the server's process.
final class Load {

  /// By then the compiler is done with what is hot; if there is less time, it has to do.
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  /// How many times longer than a question it may take.
  private static final int WARM_TIMES = 2;

  private Load() {}

  /// Answers a row for each question.
  ///
  /// @param words the questions with commas between, then the server's command, in which `PORT`
  ///   stands for its port
  public static void main(String[] words) throws Exception {
    var questions = Arrays.stream(words[0].split(",")).map(Question::valueOf).toList();
    var time = Measuring.ordered().time();
    try (var server = ServerProcess.start(Arrays.asList(words).subList(1, words.length))) {
      answer(server, questions, time.dividedBy(WARM_TIMES + questions.size()));
    }
  }

  private static void answer(ServerProcess server, List<Question> questions, Duration time)
      throws Exception {
    var warmUp = time.multipliedBy(WARM_TIMES);
    questions.getFirst().warmUp(server, warmUp.compareTo(WARM_UP) < 0 ? warmUp : WARM_UP);
    for (var question : questions) {
      question.answer(server, time);
    }
  }
}
