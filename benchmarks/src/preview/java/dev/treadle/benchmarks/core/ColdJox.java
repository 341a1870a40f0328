package dev.treadle.benchmarks.core;

import com.softwaremill.jox.structured.Scopes;

/// The smallest program with a scope of two forks.
final class ColdJox {

  private ColdJox() {}

  public static void main(String[] words) throws InterruptedException {
    int sum =
        Scopes.supervised(scope -> {
          var one = scope.forkUser(() -> 1);
          var two = scope.forkUser(() -> 2);
          return one.join() + two.join();
        });
    System.out.println("result: " + sum);
  }
}
