package dev.treadle.benchmarks.flows;

import dev.failsafe.Failsafe;
import dev.treadle.benchmarks.Operations;
import dev.treadle.retry.CircuitBreaker;
import dev.treadle.retry.Retry;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;

/// Retries and circuit breakers around a call that does nothing and succeeds, each as its library
/// has it by default.
final class Guards {

  private static final int ATTEMPTS = 3;
  private static final String NAME = "benchmark";

  private Guards() {}

  /// The library's name, then what [Work] takes.
  public static void main(String[] words) throws Exception {
    Work.report(Arrays.copyOfRange(words, 1, words.length), works(words[0]));
  }

  static Map<Work, Operations> works(String library) {
    return switch (library) {
      case "Treadle" -> treadle();
      case "Failsafe" -> failsafe();
      case "resilience4j" -> resilience();
      default ->
          throw new IllegalArgumentException(
              "expected Treadle, Failsafe or resilience4j, got " + library);
    };
  }

  private static Map<Work, Operations> treadle() {
    var retry = Retry.of(ATTEMPTS);
    var breaker = CircuitBreaker.create(NAME);
    return works(() -> retry.call(() -> 1), () -> breaker.call(() -> 1));
  }

  private static Map<Work, Operations> failsafe() {
    var retry = Failsafe.with(dev.failsafe.RetryPolicy.<Integer>ofDefaults());
    var breaker = Failsafe.with(dev.failsafe.CircuitBreaker.<Integer>ofDefaults());
    return works(() -> retry.get(() -> 1), () -> breaker.get(() -> 1));
  }

  private static Map<Work, Operations> resilience() {
    var retry = io.github.resilience4j.retry.Retry.ofDefaults(NAME);
    var breaker = io.github.resilience4j.circuitbreaker.CircuitBreaker.ofDefaults(NAME);
    return works(() -> retry.executeCallable(() -> 1), () -> breaker.executeCallable(() -> 1));
  }

  private static Map<Work, Operations> works(Callable<Integer> retry, Callable<Integer> breaker) {
    return Map.of(
        Work.RETRIED, calls -> repeated(retry, calls),
        Work.GUARDED, calls -> repeated(breaker, calls));
  }

  private static long repeated(Callable<Integer> call, int times) throws Exception {
    long sum = 0;
    for (int i = 0; i < times; i++) {
      sum += call.call();
    }
    return sum;
  }
}
