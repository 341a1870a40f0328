package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Operations;
import dev.treadle.benchmarks.Rows;
import java.util.concurrent.locks.LockSupport;

/// Two virtual threads that wake each other and do no more: what a ping-pong costs at least for
/// tasks that do not spin.
final class ParkFloor {

  private final Thread server;
  private final Thread player;
  private volatile int turn;

  private ParkFloor(int trips) {
    server = Thread.ofVirtual().unstarted(() -> serve(trips));
    player = Thread.ofVirtual().unstarted(() -> play(trips));
  }

  public static void main(String[] words) throws Exception {
    Rows.report(words, _ -> pingPong());
  }

  static Operations pingPong() {
    return trips -> {
      var floor = new ParkFloor(trips);
      floor.server.start();
      floor.player.start();
      floor.server.join();
      floor.player.join();
      return floor.turn / 2;
    };
  }

  private void serve(int trips) {
    for (int i = 0; i < trips; i++) {
      pass(2 * i + 1, player);
      awaitTurn(2 * i + 2);
    }
  }

  private void play(int trips) {
    for (int i = 0; i < trips; i++) {
      awaitTurn(2 * i + 1);
      pass(2 * i + 2, server);
    }
  }

  private void pass(int next, Thread other) {
    turn = next;
    LockSupport.unpark(other);
  }

  private void awaitTurn(int awaited) {
    while (turn != awaited) {
      LockSupport.park(this);
    }
  }
}
