package dev.treadle.examples.patterns;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// All programs, in the order in which one would learn them.
final class Gallery {

  static final List<Pattern> PATTERNS =
      List.of(
          new Pattern("basic", "call a method that waits", Basic::main),
          new Pattern("gather", "many things at once, results in order", Gather::main),
          new Pattern(
              "background", "tasks beside you, results when you want them", Background::main),
          new Pattern(
              "errors", "some fail: take the rest, or all or nothing", PartialFailure::main),
          new Pattern("timeout", "nothing hangs, nor what it has started", Timeouts::main),
          new Pattern("resources", "what is opened is closed, whatever happens", Connections::main),
          new Pattern("pages", "page after page, when somebody wants it", Pages::main),
          new Pattern(
              "queue", "two producers, three consumers, a bounded queue", ProducersConsumers::main),
          new Pattern("semaphore", "twelve calls, four at a time", LimitedCalls::main),
          new Pattern("lock", "state that many tasks change", SharedCounter::main),
          new Pattern("pool", "nine queries share three connections", ConnectionPool::main),
          new Pattern("batches", "so many at once, then the next", Batches::main),
          new Pattern("cpu", "computations and files beside tasks that wait", CpuWork::main));

  static final List<Pattern> PITFALLS =
      List.of(
          new Pattern("forgotten", "nobody looks at what was started", ForgottenResult::main),
          new Pattern("carrier", "code that keeps the thread of all others", BlockedCarrier::main),
          new Pattern(
              "swallowed", "code that will not be told to stop", SwallowedCancellation::main),
          new Pattern("colours", "sync code that calls async code", NoColours::main),
          new Pattern("shared", "state that is safe on one thread only", SharedState::main));

  private Gallery() {}

  static List<Pattern> all() {
    return Stream.concat(PATTERNS.stream(), PITFALLS.stream()).toList();
  }

  static Optional<Pattern> find(String name) {
    return all().stream().filter(pattern -> pattern.name().equals(name)).findFirst();
  }

  /// Returns the name that looks most like what somebody typed.
  static String nearest(String typed) {
    return all().stream()
        .min(Comparator.comparingInt(pattern -> distance(typed, pattern)))
        .map(Pattern::name)
        .orElseThrow();
  }

  /// Who knows what it does and not what it is called finds it, too: by a word of its line.
  private static int distance(String typed, Pattern pattern) {
    int name = Distance.between(typed, pattern.name());
    return Arrays.stream(pattern.what().split("\\W+"))
        .filter(word -> word.length() > 4)
        .mapToInt(word -> Distance.between(typed, word) + 1)
        .reduce(name, Math::min);
  }
}
