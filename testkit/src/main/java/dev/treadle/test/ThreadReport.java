package dev.treadle.test;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a thread waits for and which monitors it holds, at one instant.
///
/// JDK 25 collects this for its own thread dumps in `jdk.internal.vm.ThreadSnapshot`; no public API
/// tells it of virtual threads. Without that class a report lacks the monitors and has all the
/// rest.
///
/// @param blocker the lock or monitor waited for, or `null` if not known
/// @param held the monitors held
record ThreadReport(
    List<StackTraceElement> stack,
    Thread.State state,
    @Nullable Object blocker,
    List<Object> held) {

  private static final @Nullable Snapshots SNAPSHOTS = snapshots();

  /// Reports on a task, which may know better than the JVM which monitor it waits on.
  static ThreadReport of(SimTask task) {
    var report = of(task.thread);
    var monitor = task.monitor;
    return monitor == null || report.state == Thread.State.BLOCKED
        ? report
        : new ThreadReport(
            report.stack,
            report.state,
            monitor,
            report.held.stream().filter(held -> held != monitor).toList());
  }

  static ThreadReport of(Thread thread) {
    var snapshot = SNAPSHOTS == null ? null : SNAPSHOTS.of(thread);
    return snapshot == null
        ? new ThreadReport(
            List.of(thread.getStackTrace()),
            thread.getState(),
            LockSupport.getBlocker(thread),
            List.of())
        : snapshot;
  }

  private static @Nullable Snapshots snapshots() {
    try {
      return new Snapshots();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  private static final class Snapshots {

    private final MethodHandle of;
    private final MethodHandle stackTrace;
    private final MethodHandle threadState;
    private final MethodHandle parkBlocker;
    private final MethodHandle blockedOn;
    private final MethodHandle waitingOn;
    private final MethodHandle ownedMonitorsAt;

    Snapshots() throws ReflectiveOperationException {
      var type = Class.forName("jdk.internal.vm.ThreadSnapshot");
      var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      of =
          lookup
              .findStatic(type, "of", MethodType.methodType(type, Thread.class))
              .asType(MethodType.methodType(Object.class, Thread.class));
      stackTrace = getter(lookup, type, "stackTrace", StackTraceElement[].class);
      threadState = getter(lookup, type, "threadState", Thread.State.class);
      parkBlocker = getter(lookup, type, "parkBlocker", Object.class);
      blockedOn = getter(lookup, type, "blockedOn", Object.class);
      waitingOn = getter(lookup, type, "waitingOn", Object.class);
      ownedMonitorsAt =
          lookup.findVirtual(
              type, "ownedMonitorsAt", MethodType.methodType(Stream.class, int.class));
    }

    private static MethodHandle getter(
        MethodHandles.Lookup lookup, Class<?> type, String name, Class<?> result)
        throws ReflectiveOperationException {
      return lookup
          .findVirtual(type, name, MethodType.methodType(result))
          .asType(MethodType.methodType(result, Object.class));
    }

    @Nullable ThreadReport of(Thread thread) {
      try {
        var snapshot = (Object) of.invokeExact(thread);
        if (snapshot == null) {
          return null;
        }
        var state = (Thread.State) threadState.invokeExact(snapshot);
        var stack = (StackTraceElement[]) stackTrace.invokeExact(snapshot);
        var blocker = blocker(snapshot, state);
        return new ThreadReport(
            List.of(stack), state, blocker, held(snapshot, stack.length, blocker));
      } catch (Throwable e) {
        return null; // a report with less in it is better than none
      }
    }

    private @Nullable Object blocker(Object snapshot, Thread.State state) throws Throwable {
      return switch (state) {
        case BLOCKED -> (Object) blockedOn.invokeExact(snapshot);
        case WAITING, TIMED_WAITING -> {
          var parked = (Object) parkBlocker.invokeExact(snapshot);
          yield parked != null ? parked : (Object) waitingOn.invokeExact(snapshot);
        }
        default -> null;
      };
    }

    /// The JVM counts the monitor that a thread waits on among those that its frames hold.
    private List<Object> held(Object snapshot, int depth, @Nullable Object blocker)
        throws Throwable {
      var held = new ArrayList<Object>();
      for (int frame = 0; frame < depth; frame++) {
        var monitors = (Stream<?>) ownedMonitorsAt.invoke(snapshot, frame);
        monitors.filter(monitor -> monitor != null && monitor != blocker).forEach(held::add);
      }
      return held;
    }
  }
}
