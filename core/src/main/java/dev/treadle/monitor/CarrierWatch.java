package dev.treadle.monitor;

import dev.treadle.internal.LintState;
import dev.treadle.internal.LintState.Finding;
import dev.treadle.internal.Probe;
import dev.treadle.internal.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The thread behind [Lint#CARRIER_HOG].
///
/// It starts a virtual thread and sees whether it runs. As long as it does, nobody starves and
/// nothing else is looked at.
final class CarrierWatch {

  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final int LIMIT = 10;

  private static boolean running; // guarded by the class

  private final Hogs hogs = new Hogs(LIMIT);
  private final AtomicBoolean beaten = new AtomicBoolean(true);

  static {
    if (LintState.CARRIER_HOG.isOn()) {
      start();
    }
  }

  private CarrierWatch() {}

  /// Starts the thread, unless it runs. It ends when the lint is switched off.
  static synchronized void start() {
    if (!running) {
      running = true;
      Thread.ofPlatform().name("treadle-carrier-watch").daemon().start(new CarrierWatch()::watch);
    }
  }

  // Under the same lock: whoever switches the lint on just now either finds this thread going on or
  // starts another.
  private static synchronized boolean goesOn() {
    running = LintState.CARRIER_HOG.isOn();
    return running;
  }

  private void watch() {
    while (goesOn()) {
      look();
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PERIOD);
    } catch (InterruptedException e) {
      // Nobody has business interrupting this thread; it looks a little earlier.
    }
  }

  private void look() {
    if (beaten.compareAndSet(true, false)) {
      hogs.reset();
      Thread.startVirtualThread(() -> beaten.set(true));
    } else {
      var tasks = Probe.look();
      for (var hog : hogs.observe(mounted(tasks))) {
        tasks.stream().filter(task -> task.thread() == hog).forEach(task -> report(task, hog));
      }
    }
  }

  /// Of these tasks, those that are on a carrier now.
  static List<Hogs.Mounted> mounted(List<Sighting> tasks) {
    var mounted = new ArrayList<Hogs.Mounted>();
    for (var task : tasks) {
      var thread = task.thread();
      if (thread != null && thread.isVirtual()) {
        var carrier = carrier(thread.toString());
        if (!carrier.isEmpty()) {
          mounted.add(new Hogs.Mounted(thread, carrier));
        }
      }
    }
    return mounted;
  }

  /// Reads a virtual thread's carrier from its description,
  /// `VirtualThread[#1,name]/runnable@carrier`: the only place where the JDK tells.
  static String carrier(String thread) {
    int state = thread.lastIndexOf("]/");
    int at = thread.indexOf('@', state);
    return state < 0 || at < 0 ? "" : thread.substring(at + 1);
  }

  /// Says what is to be said of a hog, unless it has ended meanwhile.
  static void report(Sighting task, Thread hog) {
    var stack = hog.getStackTrace();
    if (stack.length > 0) {
      var _ = LintState.CARRIER_HOG.report(finding(task.path(), stack));
    }
  }

  private static Finding finding(String path, StackTraceElement[] stack) {
    return new Finding(
        path + " " + stack[0].getMethodName(),
        "task '"
            + path
            + "' has kept its carrier for "
            + PERIOD.multipliedBy(LIMIT)
            + " without a wait or a checkpoint(), and others could not run; it is at "
            + stack[0],
        stack);
  }
}
