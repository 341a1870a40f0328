package dev.treadle.examples.patterns;

import static dev.treadle.Treadle.blocking;
import static dev.treadle.Treadle.cpu;
import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.sleep;

import dev.treadle.Treadle;
import java.time.Duration;
import java.util.stream.IntStream;

/// What computes, or holds its thread, runs beside the tasks that wait.
final class CpuWork {

  private CpuWork() {}

  // @start region="program"
  static long countPrimes(int below) {
    return IntStream.range(2, below).filter(n -> isPrime(n)).count();
  }

  static String readFile() throws InterruptedException {
    Thread.sleep(Duration.ofMillis(300)); // stands for a file, native code, a DNS look-up
    return "what the file says";
  }

  static String answerRequests() {
    for (int i = 1; i <= 5; i++) {
      sleep(Duration.ofMillis(100)); // comes to its turn, whatever the others do
    }
    return "five requests answered";
  }

  static void main() {
    var show = Show.begin();
    Treadle.run(() ->
        gather(
            () -> show.line(cpu(() -> countPrimes(1_000_000)) + " primes"),
            () -> show.line(blocking(() -> readFile())),
            () -> show.line(answerRequests())));
  }

  // @end region="program"

  private static boolean isPrime(int number) {
    for (int divisor = 2; (long) divisor * divisor <= number; divisor++) {
      if (number % divisor == 0) {
        return false;
      }
    }
    return true;
  }
}
