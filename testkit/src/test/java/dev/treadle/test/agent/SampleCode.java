package dev.treadle.test.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/// One of each construct whose bytecode differs, for the rewriter to work on.
final class SampleCode {

  static final ConcurrentMap<String, Integer> TABLE = new ConcurrentHashMap<>();
  static final long STARTED = System.nanoTime();

  static {
    int number = 0;
    try {
      number = Integer.parseInt("no number");
    } catch (NumberFormatException expected) {
      number = 1;
    } finally {
      TABLE.put("initialised", number);
    }
  }

  private final int[] numbers = {1, 2, 3};
  private int field = 1;

  record Pair(int left, int right) {
    int sum() {
      return left + right;
    }
  }

  interface Greeting {
    default String greet() {
      return "hello " + name();
    }

    String name();
  }

  int lambdas() {
    IntSupplier supplier = () -> field + numbers[1];
    LongSupplier clock = System::nanoTime;
    return supplier.getAsInt() + (clock.getAsLong() == 0 ? 1 : 0);
  }

  int records() {
    return switch ((Object) new Pair(field, numbers[2])) {
      case Pair(var left, var right) when left > right -> left;
      case Pair pair -> pair.sum();
      default -> 0;
    };
  }

  String defaults() {
    Greeting greeting = () -> "world";
    return greeting.greet();
  }

  synchronized int monitors() {
    synchronized (numbers) {
      numbers.notifyAll();
      return field;
    }
  }

  synchronized String branches(int number) {
    try {
      if (number < 0) {
        return "negative";
      }
      if (number > field) {
        throw new IllegalArgumentException("too large: " + number);
      }
    } finally {
      assert Thread.holdsLock(this);
    }
    return "zero";
  }

  static synchronized long locked(long number) {
    return Thread.holdsLock(SampleCode.class) ? number : 0;
  }

  int exceptions() {
    try {
      return numbers[field + 10];
    } catch (ArrayIndexOutOfBoundsException expected) {
      return field;
    } finally {
      field++;
    }
  }

  List<Integer> loops() {
    List<Integer> found = new ArrayList<>();
    for (int number : numbers) {
      for (long i = number; i > 0; i--) {
        found.add((int) i);
      }
    }
    Collections.sort(found);
    return found;
  }
}
