package dev.treadle.test.agent;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What rewritten code calls in place of the JDK's clocks and randomness.
///
/// This class is a template: [HookClass] renames it to `java.lang.TreadleHook` and defines it
/// inside `java.base`, where the JDK's own classes can see it. From there it can see no class of
/// ours, so it talks to a simulation through [LongUnaryOperator] and [ObjIntConsumer], which the
/// simulation's scheduler implements: an operation goes in, its answer comes out.
public final class Hook {

  /// Operation: the virtual time in nanoseconds.
  public static final int NANO_TIME = 0;

  /// Operation: the virtual wall clock in nanoseconds since 1970.
  public static final int EPOCH_NANOS = 1;

  /// Operation: 64 random bits.
  public static final int RANDOM = 2;

  /// Operation: a place where another thread may run first.
  public static final int SWITCH_POINT = 3;

  /// Operation: the thread comes back from a park.
  public static final int UNPARKED = 4;

  /// Operation: the thread begins to initialise a class.
  public static final int INITIALIZING = 5;

  /// Operation: the thread has initialised a class, or failed to.
  public static final int INITIALIZED = 6;

  /// Operation: the id of a new thread.
  public static final int THREAD_ID = 7;

  /// Operation: a field or array access, a switch point only where the test asked for race points;
  /// this and all above it, less this, are the number of the class.
  public static final int RACE_POINT = 8;

  /// Operation on an object: the thread waits on this monitor, on none if it is `null`.
  public static final int WAITS_ON = 0;

  /// Operation on an object: the thread starts this platform thread.
  public static final int STARTS = 1;

  /// Operation on an object: the thread hands work to this pool of platform threads.
  public static final int HANDS_WORK_TO = 2;

  /// Operation on an object: the thread dies of this exception.
  public static final int DIES_OF = 3;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final long NANOS_PER_MILLI = 1_000_000L;

  private static final Class<?> VIRTUAL_THREAD;
  private static final VarHandle SCHEDULER;
  private static final Object DEFAULT_SCHEDULER;

  static {
    try {
      VIRTUAL_THREAD = Class.forName("java.lang.VirtualThread", false, null);
      var lookup = MethodHandles.privateLookupIn(VIRTUAL_THREAD, MethodHandles.lookup());
      SCHEDULER =
          lookup.findVarHandle(VIRTUAL_THREAD, "scheduler", Executor.class).withInvokeBehavior();
      DEFAULT_SCHEDULER =
          lookup
              .findStaticVarHandle(VIRTUAL_THREAD, "DEFAULT_SCHEDULER", ForkJoinPool.class)
              .withInvokeBehavior()
              .get();
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private Hook() {}

  /// Stands for [System#nanoTime()].
  public static long nanoTime() {
    var simulation = simulation();
    return simulation == null ? System.nanoTime() : simulation.applyAsLong(NANO_TIME);
  }

  /// Stands for [System#currentTimeMillis()].
  public static long currentTimeMillis() {
    var simulation = simulation();
    return simulation == null
        ? System.currentTimeMillis()
        : Math.floorDiv(simulation.applyAsLong(EPOCH_NANOS), NANOS_PER_MILLI);
  }

  /// Stands for the clock behind [Instant#now()]; `null` outside a simulation.
  public static @Nullable Instant currentInstant() {
    var simulation = simulation();
    if (simulation == null) {
      return null;
    }
    long nanos = simulation.applyAsLong(EPOCH_NANOS);
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /// Stands for [UUID#randomUUID()]; `null` outside a simulation.
  public static @Nullable UUID randomUUID() {
    var simulation = simulation();
    if (simulation == null) {
      return null;
    }
    long high = (simulation.applyAsLong(RANDOM) & ~0xF000L) | 0x4000L; // version 4
    long low = (simulation.applyAsLong(RANDOM) & ~(3L << 62)) | (2L << 62); // IETF variant
    return new UUID(high, low);
  }

  /// Returns whether the calling thread is simulated.
  public static boolean isSimulated() {
    return simulation() != null;
  }

  /// Stands for [Math#random()] inside a simulation.
  public static double random() {
    return (randomBits() >>> 11) * 0x1.0p-53;
  }

  /// Stands for what makes two unseeded [java.util.Random] differ, inside a simulation.
  public static long seedUniquifier() {
    return randomBits();
  }

  /// Lets a simulation switch threads before a concurrency call of user code.
  public static void switchPoint() {
    var simulation = simulation();
    if (simulation != null) {
      var _ = simulation.applyAsLong(SWITCH_POINT);
    }
  }

  /// Lets a simulation switch threads before a call of a collection, if it is one that threads
  /// share.
  public static void collectionCall(@Nullable Object collection) {
    var simulation = simulation();
    if (simulation != null && HookTypes.isShared(collection)) {
      var _ = simulation.applyAsLong(SWITCH_POINT);
    }
  }

  /// Lets a simulation switch threads before a field or array access of user code.
  ///
  /// @param type the number of the class, as `RacePoints` counts
  public static void racePoint(int type) {
    var simulation = simulation();
    if (simulation != null) {
      var _ = simulation.applyAsLong(RACE_POINT + type);
    }
  }

  /// Stands for the counter that makes two unseeded generators differ.
  public static long nextSeed(AtomicLong counter, long step) {
    var simulation = simulation();
    return simulation == null ? counter.getAndAdd(step) : simulation.applyAsLong(RANDOM);
  }

  /// Stands for the thread id that decides what is drawn: ids are counted for the whole JVM.
  public static long randomThreadId(Thread thread) {
    return simulation() == null ? thread.threadId() : 1;
  }

  /// Stands for the id of a new thread: unlike the JVM's, a simulation's ends in the same 32 bits
  /// in every run.
  public static long newThreadId(long id) {
    var simulation = simulation();
    return simulation == null ? id : simulation.applyAsLong(THREAD_ID);
  }

  /// Stands for the thread id that a virtual thread has for its hash, of which 32 bits are taken.
  ///
  /// A simulation's first thread is made outside it and has an id of the JVM's.
  public static long hashedThreadId(Thread thread) {
    long id = thread.threadId();
    return id >>> 32 == 0 && SCHEDULER.get(thread) instanceof LongUnaryOperator ? 0 : id;
  }

  /// Stands for the generator that all callers of [java.util.Collections#shuffle(java.util.List)]
  /// share; `null`, for "make a new one", inside a simulation.
  public static @Nullable Random sharedRandom(@Nullable Random shared) {
    return simulation() == null ? shared : null;
  }

  /// Lets the thread that a spinning loop waits for run.
  public static void spinWait() {
    if (simulation() != null) {
      Thread.yield();
    }
  }

  /// Stands for [Object#wait()].
  public static void awaitNotify(Object monitor) throws InterruptedException {
    awaitNotify(monitor, 0, 0);
  }

  /// Stands for [Object#wait(long)].
  public static void awaitNotify(Object monitor, long millis) throws InterruptedException {
    awaitNotify(monitor, millis, 0);
  }

  /// Stands for [Object#wait(long, int)]; tells the simulation which monitor it is, because the JVM
  /// forgets that once it has compiled the frame.
  @SuppressWarnings("WaitNotInLoop") // the caller has the loop
  public static void awaitNotify(Object monitor, long millis, int nanos)
      throws InterruptedException {
    if (simulation() == null) {
      monitor.wait(millis, nanos);
      return;
    }
    tell(WAITS_ON, monitor);
    try {
      monitor.wait(millis, nanos);
    } finally {
      tell(WAITS_ON, null);
    }
  }

  /// Switches off switch points while a class is initialised, which happens in one run only.
  public static void initializing() {
    var simulation = simulation();
    if (simulation != null) {
      var _ = simulation.applyAsLong(INITIALIZING);
    }
  }

  /// Switches them on again.
  public static void initialized() {
    var simulation = simulation();
    if (simulation != null) {
      var _ = simulation.applyAsLong(INITIALIZED);
    }
  }

  /// Lets a simulation that is being torn down end a thread which has just come back from a park.
  public static void unparked() {
    var simulation = simulation();
    if (simulation != null) {
      var _ = simulation.applyAsLong(UNPARKED);
    }
  }

  /// Asks a simulation whether its thread may start a platform thread.
  ///
  /// Threads that the JDK starts for itself are nobody's business: `InnocuousThread`, such as
  /// cleaners and the process reaper, and the carriers of virtual threads outside.
  public static void starts(Thread thread) {
    if (simulation() == null) {
      return;
    }
    Class<?> type = thread.getClass();
    while (type != Thread.class && !type.getName().startsWith("jdk.internal.misc.")) {
      type = type.getSuperclass();
    }
    if (type == Thread.class) {
      tell(STARTS, thread);
    }
  }

  /// Asks a simulation whether its thread may hand work to a pool's platform threads.
  ///
  /// To wake a virtual thread outside is no such work.
  public static void handsWorkTo(ForkJoinPool pool) {
    if (simulation() != null && pool != DEFAULT_SCHEDULER && !(pool instanceof Supplier<?>)) {
      tell(HANDS_WORK_TO, pool);
    }
  }

  /// Tells a simulation what its thread dies of, and returns whether it was one's; a thread with a
  /// handler of its own is the user's business.
  public static boolean diesOf(Thread thread, Throwable failure) {
    if (simulation() == null || !(thread.getUncaughtExceptionHandler() instanceof ThreadGroup)) {
      return false;
    }
    tell(DIES_OF, failure);
    return true;
  }

  /// Stands for the JDK's common pool, which simulated threads must not hand their work to.
  @SuppressWarnings("unchecked") // a simulation's scheduler gives the pool that belongs to it
  public static ForkJoinPool commonPool(ForkJoinPool common) {
    return simulation() instanceof Supplier<?> simulation
        ? ((Supplier<ForkJoinPool>) simulation).get()
        : common;
  }

  /// Hands a delayed task to a simulation's pool, and returns whether the pool was one.
  ///
  /// @param task a `ScheduledFuture` and `Runnable`, of a type that only the JDK can name
  public static boolean isDelayed(ForkJoinPool pool, ForkJoinTask<?> task) {
    if (!(pool instanceof Supplier<?>)) {
      return false;
    }
    long nanos = ((Delayed) (Object) task).getDelay(TimeUnit.NANOSECONDS);
    var _ = pool.schedule((Runnable) (Object) task, nanos, TimeUnit.NANOSECONDS);
    return true;
  }

  @SuppressWarnings("unchecked") // a simulation's scheduler takes any object
  private static void tell(int operation, @Nullable Object what) {
    if (simulation() instanceof ObjIntConsumer<?> simulation) {
      ((ObjIntConsumer<@Nullable Object>) simulation).accept(what, operation);
    }
  }

  private static long randomBits() {
    var simulation = simulation();
    return simulation == null ? 0 : simulation.applyAsLong(RANDOM);
  }

  private static @Nullable LongUnaryOperator simulation() {
    var thread = Thread.currentThread();
    if (!VIRTUAL_THREAD.isInstance(thread)) {
      return null;
    }
    return (Executor) SCHEDULER.get(thread) instanceof LongUnaryOperator simulation
        ? simulation
        : null;
  }
}
