package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// Pitfall: sync code that calls async code. Here all code is of one kind.
final class NoColours {

  private NoColours() {}

  // @start region="program"
  static int price(String thing) {
    sleep(Duration.ofMillis(100)); // waits, and is a method like any other
    return thing.length();
  }

  static void main() {
    var show = Show.begin();

    var before = gather(() -> price("tea"), () -> price("coffee")); // on a plain thread
    show.line("before any program: " + before);

    Treadle.run(() -> {
      // The JDK knows nothing of waiting, and calls what waits.
      var things = List.of("teapot", "cup", "spoon");
      show.line("cheapest: " + things.stream().min(Comparator.comparingInt(t -> price(t))).get());

      var known = new TreeMap<String, Integer>();
      show.line("the tray costs " + known.computeIfAbsent("tray", t -> price(t)));

      // A program inside a program is a block.
      int total = Treadle.run(() -> price("spoon") + price("cup"));
      show.line("both cost " + total);
    });
  }
  // @end region="program"
}
