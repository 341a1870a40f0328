package dev.treadle.test;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// All threads of this JVM at one time, virtual ones included.
///
/// The JVM tells of virtual threads it did not start for us in one way only: it writes a dump to a
/// file. With `-Djdk.trackAllThreads=false` it lacks those started by no executor.
record ThreadDump(List<DumpedThread> threads) {

  private static final int OWN_LINES = 60;
  private static final int LINES = 15;
  private static final int STACKS = 50;
  private static final int NAMES = 5;

  // A name may hold anything, line breaks too; what follows it may not.
  private static final Pattern HEADER =
      Pattern.compile(
          "^#(\\d+) \"(.*?)\" (virtual )?(NEW|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|TERMINATED) \\S+$",
          Pattern.DOTALL | Pattern.MULTILINE);

  /// Takes a dump; it takes a few milliseconds.
  ///
  /// @throws UncheckedIOException if the dump cannot be written to the temporary folder
  static ThreadDump take() {
    // An interrupt would close the file under the JVM's hands.
    boolean interrupted = Thread.interrupted();
    try {
      var platform =
          Thread.getAllStackTraces().keySet().stream()
              .collect(Collectors.toMap(Thread::threadId, Function.identity()));
      return parse(text(), platform);
    } catch (IOException e) {
      throw new UncheckedIOException("the JVM could not write a thread dump: " + e, e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String text() throws IOException {
    var folder = Files.createTempDirectory("treadle-threads");
    var file = folder.resolve("threads.txt"); // must not exist: the JVM insists
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
      return Files.readString(file);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  /// Reads a dump in the JVM's plain format.
  ///
  /// @param platform the live platform threads by their id
  static ThreadDump parse(String dump, Map<Long, Thread> platform) {
    var threads = new ArrayList<DumpedThread>();
    var header = HEADER.matcher(dump);
    boolean found = header.find();
    while (found) {
      long id = Long.parseLong(header.group(1));
      var name = header.group(2);
      boolean virtual = header.group(3) != null;
      var state = header.group(4);
      int begin = header.end();
      found = header.find();
      var stack = dump.substring(begin, found ? header.start() : dump.length());
      threads.add(new DumpedThread(id, name, virtual, state, linesOf(stack), platform.get(id)));
    }
    return new ThreadDump(threads);
  }

  private static List<String> linesOf(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /// Returns the stacks of all threads for a person to read: one thread's first, those of others
  /// that stand at the same place told once, those of the JVM's own that are idle not at all.
  String write(Thread first, Thread leaveOut) {
    var text = new StringBuilder();
    var others = new LinkedHashMap<List<String>, List<DumpedThread>>();
    for (var thread : threads) {
      if (thread.id() == first.threadId()) {
        write(text, List.of(thread), OWN_LINES);
      } else if (thread.id() != leaveOut.threadId() && !Infrastructure.isThread(thread)) {
        others.computeIfAbsent(thread.frames(), _ -> new ArrayList<>()).add(thread);
      }
    }
    others.values().stream().limit(STACKS).forEach(alike -> write(text, alike, LINES));
    if (others.size() > STACKS) {
      text.append("  and threads at ").append(others.size() - STACKS).append(" more places\n");
    }
    return text.toString().stripTrailing();
  }

  private static void write(StringBuilder text, List<DumpedThread> alike, int lines) {
    var thread = alike.getFirst();
    text.append("  ").append(thread.label()).append(" is ").append(thread.state());
    if (alike.size() > 1) {
      text.append(", and so are ").append(alike.size() - 1).append(" more: ");
      text.append(
          alike.stream()
              .skip(1)
              .limit(NAMES)
              .map(DumpedThread::label)
              .collect(Collectors.joining(", ", "", alike.size() > NAMES + 1 ? ", ..." : "")));
    }
    text.append(thread.indentedStack(lines)).append('\n');
  }
}
