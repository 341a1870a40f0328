package dev.treadle.http.websocket;

import dev.treadle.seam.World;

/// For how long nothing was heard from the peer. Time counts only while somebody listens: a peer
/// whose messages nobody receives is not to blame.
final class Silence {

  private final World world;
  private volatile long total;
  private volatile long since;
  private volatile boolean listening;
  private volatile int sounds;

  Silence(World world) {
    this.world = world;
  }

  void listen() {
    since = world.nanoTime();
    listening = true;
  }

  /// @param heard whether something came
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread at a time listens
  void stopListening(boolean heard) {
    listening = false;
    if (heard) {
      sounds++;
      total = 0;
    } else {
      total += world.nanoTime() - since;
    }
  }

  boolean isListening() {
    return listening;
  }

  /// How long it lasts, in nanoseconds.
  long nanos() {
    long before = total;
    return listening ? before + world.nanoTime() - since : before;
  }

  /// How often something was heard.
  int sounds() {
    return sounds;
  }
}
