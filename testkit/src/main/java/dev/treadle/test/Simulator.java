package dev.treadle.test;

import dev.treadle.test.net.SimHost;
import dev.treadle.test.net.SimNet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The engine: runs the virtual threads of one simulation, one at a time, on the carrier thread.
///
/// Only the carrier and the simulated thread mounted on it touch its state, so nothing here is
/// locked; threads outside reach [OutsideWakes] and nothing else.
final class Simulator {

  private static final int PURPOSE_USER = 1;
  private static final String DEFAULT_HOST = "test";
  private static final long OUTSIDE_POLL_NANOS = 1_000_000L;

  // How long the outside may hold a lock that a simulated thread wants.
  private static final long LOCK_PATIENCE_NANOS = 1_000_000_000L;

  // How long a wake-up from outside may be on its way when everything inside is stuck.
  private static final long GRACE_NANOS = 3_000_000L;

  final SimulationSettings settings;
  final long seed;
  final VirtualTime time = new VirtualTime();
  final SimulatedWorld world = new SimulatedWorld(this);
  final Simulation simulation = new Simulation(this);
  final Resources resources = new Resources();
  final SeededRandom random;
  final ChoiceLog choices = new ChoiceLog();
  final Faults faults;
  final HookAnswers hooks;

  private final Port port = new Port(this);
  private final Chooser chooser;
  private final boolean recording;
  private final Thread carrier;
  private final ReadyQueue ready = new ReadyQueue();
  private final Monitors monitors = new Monitors();
  private final OutsideWakes outside = new OutsideWakes();
  private final TraceLog trace = new TraceLog();
  private final Map<Runnable, SimTask> live = new IdentityHashMap<>();
  private final List<Throwable> uncaught = new ArrayList<>();
  private final List<Thread> quiescenceWaiters = new ArrayList<>();

  private @Nullable SimNet net;
  private @Nullable CommonPool commonPool;
  private @Nullable SimTask current;
  private @Nullable SimTask preempted; // the last step's task, if it was made to yield
  private int nextId;
  private long steps;
  private boolean aborting;

  Simulator(SimulationSettings settings, long seed, Chooser chooser) {
    this.settings = settings;
    this.seed = seed;
    this.chooser = chooser;
    this.recording = !(chooser instanceof FifoChooser);
    this.carrier = Thread.currentThread();
    this.random = SeededRandom.of(seed, PURPOSE_USER);
    this.faults = new Faults(seed, settings.faults());
    this.hooks = new HookAnswers(this);
  }

  // ---- what the JDK's virtual threads and rewritten code ask, through Port and HookAnswers

  void submitted(Runnable continuation) {
    var caller = Thread.currentThread();
    // Read once: if the caller is a thread outside, such as the JDK's unblocker, it changes
    // meanwhile.
    var running = current;
    if (caller != carrier && (running == null || caller != running.thread)) {
      outside.add(continuation, caller, carrier);
      return;
    }
    var task = live.get(continuation);
    if (task == null) {
      ready.add(adopt(continuation));
    } else if (task == running) {
      task.resubmitted = true; // step() puts it back, when its state is known
    } else if (!task.queued) {
      ready.add(task);
    }
  }

  /// Lets another thread run first, if the strategy says so.
  void switchPoint() {
    var task = current;
    if (task == null || aborting || !recording || ready.isEmpty() || task.initializing > 0) {
      return;
    }
    boolean switches = chooser.preempts(task, ready);
    choices.add(switches ? 1 : 0);
    if (switches) {
      task.preempted = true;
      Thread.yield();
      task.preempted = false; // still set if the thread was pinned and could not yield
    }
  }

  /// Ends the running thread if the simulation is being torn down.
  void endIfAborting() {
    if (aborting) {
      throw new SimulationAborted();
    }
  }

  /// Fails at the very place, and again at the end in case the test swallows it.
  void goesOutside(SimulationFailure failure) {
    if (settings.hermetic() && !aborting) {
      addUncaught(failure);
      throw failure;
    }
  }

  // ---- what the rest of the test kit asks

  long steps() {
    return steps;
  }

  Trace trace() {
    return trace.snapshot();
  }

  @Nullable SimTask current() {
    return current;
  }

  /// Returns the threads that have not ended, in the order of their start.
  Collection<SimTask> liveTasks() {
    return live.values().stream().sorted((a, b) -> Integer.compare(a.id, b.id)).toList();
  }

  List<Throwable> uncaught() {
    return uncaught;
  }

  Thread.Builder.OfVirtual virtualThreads() {
    return JdkInternals.virtualThreads(port);
  }

  /// Returns the simulation's network; the first call creates it.
  SimNet net() {
    if (net == null) {
      net = SimNet.create(world);
    }
    return net;
  }

  /// Returns the host that the running thread is on.
  SimHost host() {
    var host = current == null ? null : current.host;
    return host == null ? net().host(DEFAULT_HOST) : host;
  }

  /// Returns what stands for the JDK's common pool.
  CommonPool commonPool() {
    var pool = commonPool;
    if (pool == null) {
      pool = new CommonPool(this);
      commonPool = pool;
    }
    return pool;
  }

  boolean hasBackground() {
    return live.values().stream().anyMatch(task -> task.background);
  }

  /// Returns what is known of a thread of this simulation that has not ended.
  Optional<SimTask> find(Thread thread) {
    return live.values().stream().filter(task -> task.thread == thread).findFirst();
  }

  void interruptBackground() {
    time.autojump(true);
    for (var task : liveTasks()) {
      if (task.background) {
        task.thread.interrupt();
      }
    }
  }

  /// Parks the calling simulated thread until no other can run at the present instant.
  void awaitQuiescence() {
    var thread = Thread.currentThread();
    boolean interrupted = false;
    quiescenceWaiters.add(thread);
    while (quiescenceWaiters.contains(thread)) {
      LockSupport.park(quiescenceWaiters);
      interrupted |= Thread.interrupted(); // with the flag up, a park would not wait
    }
    if (interrupted) {
      thread.interrupt();
    }
  }

  void addUncaught(Throwable failure) {
    if (!aborting && !(failure instanceof SimulationAborted) && !uncaught.contains(failure)) {
      uncaught.add(failure);
    }
  }

  // ---- the loop, on the carrier

  /// Runs one step, or lets time pass.
  ///
  /// @param timeMayPass whether the clock may go on when nothing is ready
  /// @return `false` if nothing can happen any more
  /// @throws SimulationAborted if the watcher has lost its patience
  boolean advance(boolean timeMayPass) {
    if (Carrier.isGivenUp()) {
      throw new SimulationAborted();
    }
    drainOutside();
    fireDue();
    if (ready.isEmpty()) {
      return idle(timeMayPass);
    }
    step(choose());
    return true;
  }

  /// Ends what can be ended of the threads left over and returns how many could not.
  ///
  /// Each gets an interrupt and, from [LockSupport], a [SimulationAborted]; both unwind its stack,
  /// so that its `finally` blocks run. What stays are threads in a deadlock of `synchronized`
  /// blocks and such as never stop on their own.
  int abort() {
    aborting = true;
    long limit = steps + 10_000;
    for (int round = 0; round < 100 && !live.isEmpty() && steps < limit; round++) {
      for (var task : liveTasks()) {
        task.thread.interrupt();
        LockSupport.unpark(task.thread);
      }
      while (!ready.isEmpty() && steps < limit) {
        step(ready.remove(0));
      }
    }
    port.shutdown();
    if (commonPool != null) {
      commonPool.shutdown();
    }
    return live.size();
  }

  private SimTask choose() {
    int count = ready.size();
    // Who was made to yield is not eligible for the very next step, or the switch would be none.
    if (preempted != null && count > 1 && ready.get(count - 1) == preempted) {
      count--;
    }
    preempted = null;
    if (count == 1 || !recording) {
      return ready.remove(0);
    }
    int choice = chooser.choose(ready, count);
    choices.add(choice);
    return ready.remove(choice);
  }

  private void step(SimTask task) {
    boolean wasBlocked = task.isBlockedOnMonitor();
    mount(task, wasBlocked);
    if (wasBlocked && task.isBlockedOnMonitor()) {
      monitors.add(task);
      return;
    }
    while (task.isHeldUpOutside(this) && awaitHandOver(task)) {
      mount(task, false);
    }
    finishStep(task);
    if (steps > settings.maxSteps() && !aborting) {
      throw new SimulationFailure(
          SimulationFailure.Kind.LIVELOCK,
          StuckReport.of(this)
              .write("livelock: more than " + settings.maxSteps() + " steps and no end"));
    }
  }

  private void mount(SimTask task, boolean blocked) {
    current = task;
    task.resubmitted = false;
    if (blocked) {
      JdkInternals.unblock(task.thread);
    }
    task.continuation.run();
    current = null;
  }

  private void finishStep(SimTask task) {
    steps++;
    trace.add(task, time.now());
    settle(task);
  }

  /// Waits in real time until a thread outside gives up a lock, such as the one of `System.out`,
  /// and returns whether it did. The task goes on as if the lock had been free: who else prints at
  /// the moment is nothing that a run may depend on.
  private boolean awaitHandOver(SimTask task) {
    boolean handedOver = task.resubmitted;
    long deadline = System.nanoTime() + LOCK_PATIENCE_NANOS;
    while (!handedOver && System.nanoTime() < deadline) {
      handedOver = outside.remove(task.continuation);
      if (!handedOver) {
        LockSupport.parkNanos(this, OUTSIDE_POLL_NANOS);
      }
    }
    return handedOver;
  }

  /// Puts a task where its state after a step says.
  private void settle(SimTask task) {
    boolean again = false;
    switch (JdkInternals.state(task.thread)) {
      case JdkInternals.TERMINATED -> live.remove(task.continuation);
      case JdkInternals.YIELDED, JdkInternals.UNPARKED -> again = true;
      case JdkInternals.BLOCKED,
          JdkInternals.UNBLOCKED,
          JdkInternals.WAIT,
          JdkInternals.TIMED_WAIT -> {
        if (!monitors.isEmpty()) {
          monitors.wakeAll(ready);
        }
        monitors.add(task);
        return;
      }
      default -> task.notePark(!settings.hermetic());
    }
    if (!monitors.isEmpty()) {
      monitors.wakeAll(ready);
    }
    if (again && !task.queued) {
      if (task.preempted) {
        task.preempted = false;
        preempted = task;
      } else {
        chooser.yielded(task);
      }
      ready.add(task);
    }
  }

  /// Lets every blocked task try once, in order, until one gets through. Not choices: whether there
  /// is anything to choose depends on how fast the JVM's unblocker was.
  private boolean retryBlocked() {
    monitors.wakeAll(ready);
    boolean through = false;
    int tries = ready.size();
    for (int i = 0; i < tries && !through; i++) {
      var task = ready.remove(0);
      mount(task, true);
      if (task.isBlockedOnMonitor()) {
        monitors.add(task);
      } else {
        finishStep(task);
        through = true;
      }
    }
    return through || !ready.isEmpty();
  }

  private SimTask adopt(Runnable continuation) {
    var thread = JdkInternals.threadOf(continuation);
    var task = new SimTask(nextId++, thread, continuation, current);
    JdkInternals.seedRandom(thread, random.next());
    live.put(continuation, task);
    chooser.adopted(task);
    return task;
  }

  /// Nothing is ready: the JVM may know better about monitors, someone may wait for just this, or
  /// time passes.
  private boolean idle(boolean timeMayPass) {
    while (monitors.anyWokenByJvm()) {
      if (retryBlocked()) {
        return true;
      }
    }
    if (!quiescenceWaiters.isEmpty()) {
      LockSupport.unpark(quiescenceWaiters.removeFirst());
      return true;
    }
    if (!timeMayPass) {
      return false;
    }
    if (time.mayPass()) {
      if (!settings.hermetic() && isAnyoneInIo() && awaitOutside(OUTSIDE_POLL_NANOS)) {
        return true;
      }
      time.pass();
      fireDue();
      return true;
    }
    return awaitOutside(patience());
  }

  /// Returns how long nothing may happen inside before that is for ever, in nanoseconds.
  private long patience() {
    if (!settings.hermetic()) {
      return settings.timeout().toNanos();
    }
    boolean held = live.values().stream().anyMatch(task -> StuckReport.isHeldOutside(this, task));
    return held ? LOCK_PATIENCE_NANOS : GRACE_NANOS;
  }

  private void fireDue() {
    SimTimer due = time.pollDue();
    if (due == null) {
      return;
    }
    for (; due != null; due = time.pollDue()) {
      try {
        due.fire();
      } catch (RuntimeException | Error failure) {
        addUncaught(failure);
      }
    }
    monitors.wakeAll(ready);
  }

  private void drainOutside() {
    if (outside.isEmpty()) {
      return;
    }
    for (var wake = outside.poll(); wake != null; wake = outside.poll()) {
      var known = live.get(wake.continuation());
      var thread = JdkInternals.threadOf(wake.continuation());
      if (JdkInternals.state(thread) == JdkInternals.TERMINATED
          || (known != null && known.queued)) {
        continue; // over, or made ready twice: a look at a thread's stack does that
      }
      // A lock that the whole JVM shares is no way to tell anybody anything.
      boolean harmless = known != null && known.isAtLock();
      if (settings.hermetic() && !aborting && !harmless) {
        throw OutsideReport.wakeUp(wake.by(), known == null ? thread.getName() : known.toString());
      }
      if (known == null) {
        ready.add(adopt(wake.continuation()));
      } else if (!known.queued) {
        ready.add(known);
      }
    }
  }

  private boolean isAnyoneInIo() {
    return live.values().stream().anyMatch(task -> task.inIo);
  }

  /// Waits in real time until a thread outside wakes one inside, and returns whether one did.
  private boolean awaitOutside(long nanos) {
    long deadline = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = deadline - System.nanoTime()) {
      if (!outside.isEmpty()) {
        return true;
      }
      if (monitors.anyWokenByJvm()) {
        monitors.wakeAll(ready);
        return true;
      }
      LockSupport.parkNanos(this, Math.min(left, OUTSIDE_POLL_NANOS));
    }
    return false;
  }
}
