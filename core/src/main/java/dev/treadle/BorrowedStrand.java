package dev.treadle;

import dev.treadle.seam.World;
import org.jspecify.annotations.Nullable;

/// The strand of a thread that we did not start, for as long as it is inside a block of ours.
final class BorrowedStrand extends Strand {

  private final World world;
  private boolean foreignInterrupt;

  BorrowedStrand() {
    this(World.current());
  }

  private BorrowedStrand(World world) {
    super(null, world);
    this.world = world;
    thread(Thread.currentThread());
  }

  /// Runs a block of ours in a strand of its own, which ends with the block.
  static <T extends @Nullable Object, X extends Exception> T call(Body<T, X> block) throws X {
    return new BorrowedStrand().run(block);
  }

  <T extends @Nullable Object, X extends Exception> T run(Body<T, X> block) throws X {
    Roots.add(this);
    try {
      return ScopedValue.where(borrowed(), this).call(block::run);
    } finally {
      Roots.remove(this);
      end();
    }
  }

  // Only now may the thread go on to something else: no interrupt of ours can reach it any more.
  private void end() {
    var _ = seal();
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    endHoldings();
    endWord();
    if (foreignInterrupt) {
      thread().interrupt();
    }
  }

  /// The thread goes on after the block.
  @Override
  boolean isTask() {
    return false;
  }

  @Override
  void noteForeignInterrupt() {
    foreignInterrupt = true;
  }

  @Override
  World world() {
    return world;
  }

  @Override
  String path() {
    return thread().getName();
  }
}
