package dev.treadle.guide;

// @start region="hello"
import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;

class Hello {

  static String greet(String name) {
    sleep(Duration.ofSeconds(1));
    return "hello " + name;
  }

  public static void main(String[] arguments) {
    var greetings = Treadle.run(() -> gather(() -> greet("ada"), () -> greet("grace")));
    System.out.println(greetings);
  }
}
// @end region="hello"
