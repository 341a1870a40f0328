package dev.treadle.test;

import java.util.Set;
import java.util.regex.Pattern;

/// Tells threads and descriptors that belong to the JVM and the machinery that runs tests from
/// those of a test: the former come at times of their own and stay.
///
/// Rules only, no list of what is there today, since most of it starts lazily: at the first socket,
/// the first timer, the first class out of some jar.
final class Infrastructure {

  private static final Set<String> JVM_GROUPS =
      Set.of("system", "InnocuousThreadGroup", "CarrierThreads");

  private static final Pattern TOOLS =
      Pattern.compile("(treadle-|junit-|surefire-forkedjvm-).*", Pattern.DOTALL);

  private static final Pattern DESCRIPTORS =
      Pattern.compile(
          String.join(
              "|",
              ".*\\.(jar|class|jmod|jsa|exec|jfr)", // class path, JaCoCo, Flight Recorder
              ".*\\.so(\\.\\d+)*",
              ".*/lib/modules",
              "/dev/u?random",
              "/(proc|sys)/.*", // the JVM's look at its container, and our own at the descriptors
              "socket:\\[\\d+] \\(unix, .*/\\.java_pid\\d+(\\.tmp)?\\)")); // where tools attach

  private Infrastructure() {}

  /// Returns whether a thread is the JVM's or a tool's. Workers of the common pool are, while idle.
  static boolean isThread(DumpedThread thread) {
    if (thread.virtual()) {
      return thread.isIn("sun.nio.ch.Poller.subPollerLoop")
          || thread.isIn("sun.nio.ch.Poller.pollerLoop");
    }
    if (thread.name().startsWith("ForkJoinPool.commonPool-")) {
      return thread.isIn("ForkJoinPool.awaitWork") || thread.isIn("DelayScheduler.loop");
    }
    return TOOLS.matcher(thread.name()).matches() || isOfJvm(thread);
  }

  private static boolean isOfJvm(DumpedThread thread) {
    var platform = thread.platform();
    // Without a group it has ended since.
    var group = platform == null ? null : platform.getThreadGroup();
    return group != null && JVM_GROUPS.contains(group.getName());
  }

  /// Returns whether what a descriptor points to is the JVM's or a tool's.
  static boolean isDescriptor(String target) {
    var deleted = " (deleted)";
    var path =
        target.endsWith(deleted) ? target.substring(0, target.length() - deleted.length()) : target;
    return DESCRIPTORS.matcher(path).matches();
  }
}
