package dev.treadle.test;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the JDK sees of a simulation: the scheduler of its virtual threads.
///
/// It is a [ForkJoinPool] in name only, because `VirtualThread` hands its timed waits to a
/// scheduler's `schedule` if and only if it is one; no worker thread is ever started. The two
/// `execute` and `schedule` methods are the whole trick: through them every resume and every timed
/// wait of an unmodified program comes to the simulator. It is also where
/// [dev.treadle.test.agent.Hook] asks for time and chance.
final class Port extends ForkJoinPool
    implements LongUnaryOperator, Supplier<ForkJoinPool>, ObjIntConsumer<@Nullable Object> {

  private final Simulator simulator;

  Port(Simulator simulator) {
    super(1, defaultForkJoinWorkerThreadFactory, null, false, 0, 1, 1, null, 1, TimeUnit.SECONDS);
    this.simulator = simulator;
  }

  /// Returns the simulator that a thread belongs to, or `null` if to none.
  static @Nullable Simulator simulatorOf(Thread thread) {
    Executor scheduler = JdkInternals.scheduler(thread);
    return scheduler instanceof Port port ? port.simulator : null;
  }

  @Override
  public void execute(Runnable continuation) {
    simulator.submitted(continuation);
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
    return simulator.time.schedule(unit.toNanos(delay), action);
  }

  @Override
  public long applyAsLong(long operation) {
    return simulator.hooks.answer((int) operation);
  }

  /// Told what the running thread does, and to what.
  @Override
  public void accept(@Nullable Object what, int operation) {
    simulator.hooks.hear(operation, what);
  }

  /// Returns what stands for the JDK's common pool.
  @Override
  public ForkJoinPool get() {
    return simulator.commonPool();
  }
}
