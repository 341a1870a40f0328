package dev.treadle.benchmarks.http;

import dev.treadle.benchmarks.Measuring;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// Starts a server, has it asked in several ways, and answers with what each costs.
///
/// The cost is processor time of the server's process.
final class Load {

  /// By then the compiler is done with what is hot, or with most of it if time is short.
  private static final Duration WARM_UP = Duration.ofSeconds(3);

  private static final Duration SHORT_WARM_UP = Duration.ofSeconds(2);

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
    questions.getFirst().warmUp(server, warmUp(time.multipliedBy(WARM_TIMES)));
    for (var question : questions) {
      question.answer(server, time);
    }
  }

  private static Duration warmUp(Duration time) {
    if (time.compareTo(SHORT_WARM_UP) < 0) {
      return SHORT_WARM_UP;
    }
    return time.compareTo(WARM_UP) < 0 ? time : WARM_UP;
  }
}
