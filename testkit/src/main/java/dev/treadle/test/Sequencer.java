package dev.treadle.test;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Forces an order between threads: turn 2 begins when turns 0 and 1 have been left, whoever takes
/// them.
///
/// For a test that needs one particular interleaving, where latches would take one for each switch
/// and hide the order among them. To find out which interleavings matter, use
/// [Simulation#explore(int, Simulation.Body)] instead. Works in a simulation and in real time
/// alike.
///
/// {@snippet class=dev.treadle.test.SequencerSnippets region=turns lang=java}
///
/// Numbers begin at 0; each is taken once, and all of them must be taken, or those after the gap
/// wait for ever. What happens in one turn happens before everything in the next. A thread that is
/// interrupted while it waits leaves the sequencer broken: the turns that are still to come fail
/// instead of waiting for one that never ends.
public final class Sequencer {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All guarded by the lock.
  private final Set<Integer> taken = new HashSet<>();
  private int next;
  private @Nullable Breach breach;

  private Sequencer() {}

  /// Why no further turn can come.
  private record Breach(String reason, Throwable cause) {}

  /// Creates a sequencer whose first turn is 0.
  public static Sequencer create() {
    return new Sequencer();
  }

  /// Waits until all turns before this one have been left, and enters it; closing the result leaves
  /// it.
  ///
  /// However the block is left, by an exception too, the next turn can begin. If that makes no
  /// sense after a failure, use [#turn(int, TestBody)].
  ///
  /// @param number from 0
  /// @throws IllegalArgumentException if the number is negative
  /// @throws IllegalStateException if the number was taken before, or the sequencer is broken
  /// @throws InterruptedException if the thread is interrupted before its turn has come, even if it
  ///   would not have to wait; the sequencer is then broken
  public Turn turn(int number) throws InterruptedException {
    if (number < 0) {
      throw new IllegalArgumentException("number must be at least 0, got " + number);
    }
    lock.lock();
    try {
      if (!taken.add(number)) {
        throw new IllegalStateException(
            "turn %d was taken already: each number of a sequencer is for one thread, once"
                .formatted(number));
      }
      awaitTurn(number);
      return new Turn(this, number);
    } finally {
      lock.unlock();
    }
  }

  /// Runs a body as a turn; if it fails, the sequencer is broken, and all turns after it fail too.
  ///
  /// {@snippet class=dev.treadle.test.SequencerSnippets region=body lang=java}
  ///
  /// Whatever the body throws comes out as itself; otherwise as [#turn(int)].
  public void turn(int number, TestBody body) throws InterruptedException {
    var turn = turn(number);
    try {
      body.run();
    } catch (Throwable failure) {
      breakOff("turn " + number + " failed", failure);
      throw Sneaky.rethrow(failure);
    } finally {
      turn.close();
    }
  }

  private void awaitTurn(int number) throws InterruptedException {
    try {
      // Asked even if nobody is to be waited for: whether that is so depends on the schedule.
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before turn " + number);
      }
      while (next != number && breach == null) {
        changed.await();
      }
    } catch (InterruptedException interrupted) {
      breakOff("turn " + number + " was interrupted while it waited to begin", interrupted);
      throw interrupted;
    }
    if (breach != null) {
      throw new IllegalStateException(
          "turn %d cannot come: the sequencer is broken, because %s"
              .formatted(number, breach.reason()),
          breach.cause());
    }
  }

  private void breakOff(String reason, Throwable cause) {
    lock.lock();
    try {
      if (breach == null) {
        breach = new Breach(reason, cause);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(int number) {
    lock.lock();
    try {
      // Closed a second time, it is some later turn's already.
      if (next == number) {
        next++;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /// A turn that has come. Any thread may close it.
  public static final class Turn implements AutoCloseable {

    private final Sequencer sequencer;
    private final int number;

    private Turn(Sequencer sequencer, int number) {
      this.sequencer = sequencer;
      this.number = number;
    }

    /// Leaves the turn, unless it was left before.
    @Override
    public void close() {
      sequencer.leave(number);
    }
  }
}
