package dev.treadle.benchmarks.channels;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A contender's way to do several things at once.
@FunctionalInterface
interface Tasks {

  /// Plain virtual threads.
  Tasks THREADS = Tasks::inThreads;

  /// Runs the bodies concurrently and returns when all have ended.
  ///
  /// @throws Exception if one failed
  void together(List<Body> bodies) throws Exception;

  private static void inThreads(List<Body> bodies) throws InterruptedException, ExecutionException {
    var tasks = bodies.stream().map(Tasks::started).toList();
    for (var task : tasks) {
      task.get();
    }
  }

  private static FutureTask<Void> started(Body body) {
    var task =
        new FutureTask<Void>(() -> {
          body.run();
          return null;
        });
    Thread.startVirtualThread(task);
    return task;
  }
}
