package dev.treadle.test;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// All that the simulation takes from inside the JDK; nothing else in the test kit touches it. See
/// ADR 1.
///
/// Works on JDK 25. What a JDK lacks is named in the message of the exception that every test then
/// fails with.
final class JdkInternals {

  // States of java.lang.VirtualThread (JDK 25), the bit for "suspended" masked out.
  static final int UNPARKED = 9;
  static final int YIELDED = 11;
  static final int BLOCKED = 13;
  static final int UNBLOCKED = 14;
  static final int WAIT = 16;
  static final int TIMED_WAIT = 18;
  static final int TERMINATED = 99;
  private static final int STATE_MASK = 0xff;

  private static final Class<?> VIRTUAL_THREAD =
      require("class java.lang.VirtualThread", () -> Class.forName("java.lang.VirtualThread"));
  private static final Lookup LOOKUP =
      require(
          "access to java.lang",
          () -> MethodHandles.privateLookupIn(VIRTUAL_THREAD, MethodHandles.lookup()));
  private static final MethodHandle NEW_BUILDER =
      require("VirtualThreadBuilder(Executor)", JdkInternals::newBuilder);
  private static final VarHandle STATE = field("state", int.class);
  private static final VarHandle SCHEDULER = field("scheduler", Executor.class);
  private static final VarHandle TERMINATION = field("termination", CountDownLatch.class);
  private static final VarHandle LATCH_SYNC =
      require("CountDownLatch.sync", JdkInternals::latchSync);
  private static final MethodHandle UNBLOCK =
      require(
          "VirtualThread.unblock()",
          () ->
              LOOKUP
                  .findVirtual(VIRTUAL_THREAD, "unblock", MethodType.methodType(void.class))
                  .asType(MethodType.methodType(void.class, Thread.class)));
  private static final MethodHandle THREAD_OF =
      require("the thread behind a continuation", JdkInternals::threadOfContinuation);
  private static final VarHandle RANDOM_SEED = randomField("threadLocalRandomSeed", long.class);
  private static final VarHandle RANDOM_PROBE = randomField("threadLocalRandomProbe", int.class);
  private static final VarHandle RANDOM_SECONDARY =
      randomField("threadLocalRandomSecondarySeed", int.class);
  private static final VarHandle OWNER =
      require(
          "AbstractOwnableSynchronizer.exclusiveOwnerThread",
          () ->
              MethodHandles.privateLookupIn(
                      AbstractOwnableSynchronizer.class, MethodHandles.lookup())
                  .findVarHandle(
                      AbstractOwnableSynchronizer.class, "exclusiveOwnerThread", Thread.class));

  private JdkInternals() {}

  /// Knows the threads of this JVM, virtual ones included; apart, since few simulations ask.
  private static final class Containers {
    static final Class<?> CONTAINER =
        require(
            "class jdk.internal.vm.ThreadContainer",
            () -> Class.forName("jdk.internal.vm.ThreadContainer"));
    static final MethodHandle ROOT =
        require(
            "ThreadContainers.root()",
            () ->
                lookup()
                    .findStatic(
                        Class.forName("jdk.internal.vm.ThreadContainers"),
                        "root",
                        MethodType.methodType(CONTAINER))
                    .asType(MethodType.methodType(Object.class)));
    static final MethodHandle CHILDREN = streamOf("children");
    static final MethodHandle THREADS = streamOf("threads");

    private static MethodHandle streamOf(String method) {
      return require(
          "ThreadContainer." + method + "()",
          () ->
              lookup()
                  .findVirtual(CONTAINER, method, MethodType.methodType(Stream.class))
                  .asType(MethodType.methodType(Stream.class, Object.class)));
    }

    private static Lookup lookup() throws IllegalAccessException {
      return MethodHandles.privateLookupIn(CONTAINER, MethodHandles.lookup());
    }
  }

  /// Returns a builder of virtual threads that run where the executor says.
  static Thread.Builder.OfVirtual virtualThreads(Executor scheduler) {
    try {
      return (Thread.Builder.OfVirtual) NEW_BUILDER.invokeExact(scheduler);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int state(Thread thread) {
    return (int) STATE.getVolatile(thread) & STATE_MASK;
  }

  /// Returns the scheduler of a thread, or `null` if it is a platform thread.
  static @Nullable Executor scheduler(Thread thread) {
    return thread.isVirtual() ? (Executor) SCHEDULER.get(thread) : null;
  }

  /// Returns the virtual thread that a task handed to a scheduler continues.
  static Thread threadOf(Runnable continuation) {
    try {
      return (Thread) THREAD_OF.invoke(continuation);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Returns the virtual threads of this JVM that have not ended, as far as it keeps track of them.
  static List<Thread> virtualThreads() {
    try {
      var found = new ArrayList<Thread>();
      addVirtualThreads(Containers.ROOT.invoke(), found);
      return found;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static void addVirtualThreads(Object container, List<Thread> found) throws Throwable {
    var threads = (Stream<?>) Containers.THREADS.invoke(container);
    threads.map(Thread.class::cast).filter(Thread::isVirtual).forEach(found::add);
    for (var child : ((Stream<?>) Containers.CHILDREN.invoke(container)).toList()) {
      addVirtualThreads(child, found);
    }
  }

  /// Makes a thread that is blocked on a monitor try again.
  static void unblock(Thread thread) {
    try {
      UNBLOCK.invokeExact(thread);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /// Gives a thread's [java.util.concurrent.ThreadLocalRandom] its seed.
  static void seedRandom(Thread thread, long seed) {
    RANDOM_SEED.set(thread, seed);
    RANDOM_PROBE.set(thread, (int) (seed >>> 32) | 1); // zero would mean "not seeded yet"
    RANDOM_SECONDARY.set(thread, (int) seed | 1);
  }

  /// Returns the thread that holds a lock, if the lock knows it.
  static @Nullable Thread owner(AbstractOwnableSynchronizer lock) {
    return (Thread) OWNER.getVolatile(lock);
  }

  /// Returns whether a lock is what other threads wait at for the end of a thread.
  static boolean isEndOf(Thread thread, Object lock) {
    var latch = thread.isVirtual() ? TERMINATION.getVolatile(thread) : null;
    return latch != null && LATCH_SYNC.get(latch) == lock;
  }

  /// Runs a look-up and turns its failure into a message that says what to do.
  static <T> T require(String what, Lookups<T> lookup) {
    try {
      return lookup.find();
    } catch (ReflectiveOperationException | RuntimeException missing) {
      throw new UnsupportedOperationException(
          "the simulation needs %s, which this JDK (%s) does not give: %s; run the tests on JDK 25, or use @TreadleTest(realTime = true)"
              .formatted(what, Runtime.version(), missing),
          missing);
    }
  }

  /// A reflective look-up.
  interface Lookups<T> {
    T find() throws ReflectiveOperationException;
  }

  private static VarHandle field(String name, Class<?> type) {
    return require(
        "field VirtualThread." + name, () -> LOOKUP.findVarHandle(VIRTUAL_THREAD, name, type));
  }

  private static VarHandle randomField(String name, Class<?> type) {
    return require(
        "field Thread." + name,
        () ->
            MethodHandles.privateLookupIn(Thread.class, MethodHandles.lookup())
                .findVarHandle(Thread.class, name, type));
  }

  private static VarHandle latchSync() throws ReflectiveOperationException {
    var sync = Class.forName("java.util.concurrent.CountDownLatch$Sync");
    return MethodHandles.privateLookupIn(CountDownLatch.class, MethodHandles.lookup())
        .findVarHandle(CountDownLatch.class, "sync", sync);
  }

  private static MethodHandle newBuilder() throws ReflectiveOperationException {
    var builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder");
    return MethodHandles.privateLookupIn(builder, MethodHandles.lookup())
        .findConstructor(builder, MethodType.methodType(void.class, Executor.class))
        .asType(MethodType.methodType(Thread.Builder.OfVirtual.class, Executor.class));
  }

  /// A virtual thread hands `this::runContinuation` to its scheduler; the lambda's only field is
  /// the thread.
  private static MethodHandle threadOfContinuation() throws ReflectiveOperationException {
    var continuation =
        LOOKUP
            .findVarHandle(VIRTUAL_THREAD, "runContinuation", Runnable.class)
            .get(Thread.ofVirtual().unstarted(() -> {}));
    var field = continuation.getClass().getDeclaredFields()[0];
    field.setAccessible(true);
    return MethodHandles.lookup()
        .unreflectGetter(field)
        .asType(MethodType.methodType(Thread.class, Object.class));
  }

  private static IllegalStateException unexpected(Throwable e) {
    return new IllegalStateException("a JDK internal failed: " + e, e);
  }
}
