package dev.treadle.io;

import dev.treadle.Waiter;

/// One wait for the network: the action the network is given, and the waiter it wakes, in one
/// object.
final class Wake extends Waiter<Boolean> implements Runnable {

  Wake(Object waitsFor) {
    super(waitsFor);
  }

  @Override
  public void run() {
    wake(true);
  }
}
