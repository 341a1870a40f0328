package dev.treadle.io.process;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// The example in the documentation of standard input.
class StdinSnippets {

  // @start region="ask"
  static boolean confirm(String question) throws IOException {
    System.out.println(question + " [y/N]");
    return moveOnAfter(Duration.ofSeconds(10), () -> "y".equals(Stdin.readLine())).orElse(false);
  }

  // @end region="ask"

  public static void main(String[] arguments) throws IOException {
    System.out.println(Treadle.<Boolean, IOException>run(() -> confirm("really?")));
  }

  @TreadleTest(realTime = true)
  void aQuestionIsAnswered() throws IOException {
    var command = Programs.java(StdinSnippets.class, List.of());

    var yes = Subprocess.run(command, c -> c.withInput("y\n"));
    var nothing = Subprocess.run(command, c -> c);

    assertThat(yes.stdout()).isEqualTo("really? [y/N]\ntrue\n");
    assertThat(nothing.stdout()).isEqualTo("really? [y/N]\nfalse\n");
  }
}
