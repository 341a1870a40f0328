package dev.treadle.flow;

import dev.treadle.Action;
import dev.treadle.Cancelled;
import org.jspecify.annotations.Nullable;

/// A stage at work in a task of its own, seen from behind.
final class LanePull<T> extends Pull<T> {

  private final Lane<T> lane;
  private final Hand hand;

  private LanePull(Lane<T> lane, Hand hand) {
    this.lane = lane;
    this.hand = hand;
  }

  /// Starts work that puts elements on a lane, in a task. When the work has ended, so has the lane.
  static <T> Pull<T> start(Crew crew, Lane<T> lane, Action<?> work) {
    return new LanePull<>(lane, crew.start(lane.toString(), () -> feed(lane, work)));
  }

  private static void feed(Lane<?> lane, Action<?> work) throws Exception {
    try {
      work.run();
      lane.end();
    } catch (Throwable thrown) {
      var meant = Failing.inLightOfCancellation(thrown);
      // What its consumer hears of is no failure of the task. That it was told to go is none
      // either.
      if (!lane.fail(meant) && !(meant instanceof Cancelled)) {
        throw thrown;
      }
    }
  }

  /// Runs a stage and puts what it makes on a lane.
  static <T> void pump(Stage<T> stage, Lane<? super T> lane) throws Exception {
    Drive.use(stage, pull -> Drive.all(pull, lane::put));
  }

  @Override
  @Nullable T next() throws Exception {
    return lane.take();
  }

  @Override
  void close() throws Exception {
    // In this order: whoever finds the lane left is cancelled, or has not been asked to go.
    hand.dismiss();
    lane.leave();
    hand.awaitEnd();
  }
}
