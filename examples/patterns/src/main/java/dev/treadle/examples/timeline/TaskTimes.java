package dev.treadle.examples.timeline;

import dev.treadle.ContextBridge;
import org.jspecify.annotations.Nullable;

/// Tells a recorder when tasks begin and end. A service, found by Treadle; without a recorder at
/// work it does nothing.
///
/// A bridge is called around the body of every task, on its thread, in whatever time that lives in.
/// It hands nothing on but who is interested.
public final class TaskTimes implements ContextBridge {

  private static volatile @Nullable Recorder recorder;

  /// For the service loader.
  public TaskTimes() {}

  /// Sets who is told of tasks that are started from now on, or nobody.
  static void tell(@Nullable Recorder interested) {
    recorder = interested;
  }

  @Override
  public @Nullable Object capture() {
    var interested = recorder;
    return interested == null ? null : interested.start(Thread.currentThread());
  }

  @Override
  public Restored restore(Object captured) {
    var run = (Recorder.Run) captured;
    run.begin(Thread.currentThread());
    return run::end;
  }
}
