package dev.treadle.test;

/// Its methods lock, and together they do not: check-then-act over two of them.
final class Inventory {

  private int items = 1;

  synchronized boolean isAvailable() {
    return items > 0;
  }

  synchronized void take() {
    items--;
  }

  synchronized int items() {
    return items;
  }
}
