package dev.treadle.benchmarks.core;

/// The smallest program with two virtual threads.
final class ColdThreads {

  private ColdThreads() {}

  public static void main(String[] words) throws InterruptedException {
    var values = new int[2];
    var one = Thread.startVirtualThread(() -> values[0] = 1);
    var two = Thread.startVirtualThread(() -> values[1] = 2);
    one.join();
    two.join();
    System.out.println("result: " + (values[0] + values[1]));
  }
}
