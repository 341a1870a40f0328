package dev.treadle.test;

import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Stands for the JDK's common pool where a [java.util.concurrent.CompletableFuture] would use it:
/// a simulated thread for each task, and virtual time for its timers.
///
/// A [ForkJoinPool] because the future's field is one, a [Supplier] because that is how
/// [dev.treadle.test.agent.Hook] tells it from the real one; it runs nothing itself.
final class CommonPool extends ForkJoinPool implements Supplier<ForkJoinPool> {

  private final Simulator simulator;
  private int tasks;

  CommonPool(Simulator simulator) {
    super(1, defaultForkJoinWorkerThreadFactory, null, false, 0, 1, 1, null, 1, TimeUnit.SECONDS);
    this.simulator = simulator;
  }

  @Override
  public void execute(Runnable task) {
    var _ = simulator.virtualThreads().name("commonPool-" + tasks++).start(task);
  }

  @Override
  public void execute(ForkJoinTask<?> task) {
    execute((Runnable) task::quietlyInvoke);
  }

  @Override
  public <T> ForkJoinTask<T> submit(ForkJoinTask<T> task) {
    execute(task);
    return task;
  }

  @Override
  public <T> ForkJoinTask<T> submit(Callable<T> task) {
    return submit(ForkJoinTask.adaptInterruptible(task));
  }

  @Override
  public ForkJoinTask<?> submit(Runnable task) {
    return submit(ForkJoinTask.adapt(task));
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    // What depends on a timer is user code and needs a simulated thread to run on.
    return simulator.time.schedule(unit.toNanos(delay), new Delayed(this, task));
  }

  @Override
  public ForkJoinPool get() {
    return this;
  }

  /// A timer's task, which its future cancels without a word to the timer.
  private record Delayed(CommonPool pool, Runnable task) implements Runnable {
    @Override
    public void run() {
      if (!(task instanceof Future<?> future && future.isDone())) {
        pool.execute(task);
      }
    }
  }
}
