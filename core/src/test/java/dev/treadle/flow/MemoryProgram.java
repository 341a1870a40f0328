package dev.treadle.flow;

import dev.treadle.Treadle;
import java.time.Duration;
import java.util.Iterator;

/// Long flows in a small heap; run in a JVM of its own.
final class MemoryProgram {

  private MemoryProgram() {}

  /// Numbers that are made as they are asked for, each with an array that fills the heap if they
  /// are kept.
  private static Flow<int[]> numbers(int count) {
    Iterable<int[]> numbers =
        () ->
            new Iterator<>() {
              private int last;

              @Override
              public boolean hasNext() {
                return last < count;
              }

              @Override
              public int[] next() {
                var number = new int[16];
                number[0] = ++last;
                return number;
              }
            };
    return Flow.from(numbers);
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[1]);
    var flow = numbers(count);
    var operated =
        switch (arguments[0]) {
          case "plain" -> flow.map(number -> number).filter(number -> number[0] > 0);
          case "buffer" -> flow.buffer(64).map(number -> number).prefetch().buffer(16);
          case "batch" -> flow.batch(1000, Duration.ofMillis(10)).flatMap(batch -> batch);
          case "mapConcurrent" -> flow.mapConcurrent(100, number -> number);
          case "mapUnordered" -> flow.mapUnordered(100, number -> number);
          default -> throw new IllegalArgumentException("unknown flow: " + arguments[0]);
        };
    System.out.println(Treadle.run(() -> operated.reduce(0, (sum, _) -> sum + 1)));
  }
}
