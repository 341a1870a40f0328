package dev.treadle.resource;

import java.util.concurrent.atomic.AtomicInteger;

/// What tests keep in pools.
final class Connection {

  final int number;
  final AtomicInteger closings = new AtomicInteger();
  final AtomicInteger users = new AtomicInteger();
  volatile boolean broken;

  Connection(int number) {
    this.number = number;
  }

  boolean isOpen() {
    return closings.get() == 0;
  }

  @Override
  public String toString() {
    return "connection " + number;
  }
}
