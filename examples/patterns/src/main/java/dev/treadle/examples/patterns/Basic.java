package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;

/// A method that waits is a method: call it, and you have its value.
final class Basic {

  private Basic() {}

  // @start region="program"
  static String fetch(String url) {
    sleep(Duration.ofSeconds(1)); // stands for a request
    return "what " + url + " says";
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      show.line("asking");
      var answer = fetch("https://api.example");
      show.line(answer);
    });
  }
  // @end region="program"
}
