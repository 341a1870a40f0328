package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;
import java.util.List;

/// Many things at once, results in order.
final class Gather {

  static final List<Integer> IDS = List.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

  private Gather() {}

  // @start region="program"
  static String fetchUser(int id) {
    sleep(Duration.ofMillis(500)); // stands for a request
    return "user " + id;
  }

  static List<String> oneByOne(List<Integer> ids) {
    return ids.stream().map(id -> fetchUser(id)).toList(); // ten take 5 s
  }

  static List<String> allAtOnce(List<Integer> ids) {
    return gather(ids, id -> fetchUser(id)); // ten take 0.5 s
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() -> {
      var users = allAtOnce(IDS);
      show.line(users.size() + " users, from " + users.getFirst() + " to " + users.getLast());
    });
  }
  // @end region="program"
}
