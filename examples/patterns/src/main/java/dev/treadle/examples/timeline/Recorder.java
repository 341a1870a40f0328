package dev.treadle.examples.timeline;

import dev.treadle.Action;
import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Watches the tasks of a program through hooks that everybody has: a [dev.treadle.ContextBridge]
/// says when, in the program's own time, which in a simulation is virtual; a flight recording says
/// who it was and how it ended.
public final class Recorder {

  private final List<Run> runs = new ArrayList<>(); // guarded by itself

  private Recorder() {}

  /// Runs a program and returns what its tasks did. One at a time in a JVM.
  ///
  /// @param title what the program is called
  /// @throws X what the program throws
  /// @throws IOException if the flight recording cannot be read
  /// @throws InterruptedException if the calling thread is interrupted while the last threads end
  public static <X extends Exception> Timeline record(String title, Action<X> program)
      throws X, IOException, InterruptedException {
    var recorder = new Recorder();
    try (var flight = TaskFlight.begin()) {
      TaskTimes.tell(recorder);
      try {
        program.run();
      } finally {
        TaskTimes.tell(null);
      }
      recorder.joinTasks();
      return new Timeline(title, recorder.spans(flight.landings()));
    }
  }

  /// Notes that somebody starts a task.
  Run start(Thread starter) {
    synchronized (runs) {
      var run = new Run(starter);
      runs.add(run);
      return run;
    }
  }

  /// Awaits the threads of tasks: their ends are recorded after their groups have heard of them.
  private void joinTasks() throws InterruptedException {
    List<Thread> threads;
    synchronized (runs) {
      threads = runs.stream().map(run -> run.thread).filter(Objects::nonNull).toList();
    }
    for (var thread : threads) {
      if (thread.isVirtual()) {
        thread.join();
      }
    }
  }

  private List<Span> spans(Map<Long, TaskFlight.Landing> landings) {
    synchronized (runs) {
      long start = runs.stream().filter(Run::isSeen).mapToLong(run -> run.from).min().orElse(0);
      var paths = new HashMap<Long, String>();
      var spans = new ArrayList<Span>();
      for (var run : hostsFirst()) {
        if (run.isSeen()) {
          var path = run.path(landings, paths);
          paths.put(Objects.requireNonNull(run.thread).threadId(), path);
          spans.add(
              new Span(
                  path,
                  Duration.ofNanos(run.from - start),
                  Duration.ofNanos(run.to - start),
                  run.ending(landings)));
        }
      }
      return spans;
    }
  }

  /// Puts bodies on pools' threads behind the tasks that handed them over.
  private List<Run> hostsFirst() {
    var places = new HashMap<Thread, Integer>();
    for (var run : runs) {
      if (run.isTask()) {
        places.put(run.thread, places.size());
      }
    }
    return runs.stream()
        .sorted(
            Comparator.comparingInt(run ->
                Objects.requireNonNullElse(
                    places.get(run.isTask() ? run.thread : run.starter), Integer.MAX_VALUE)))
        .toList();
  }

  /// One task, or one body on a pool's thread. Written by its thread, read when all have ended.
  final class Run {

    private final Thread starter;
    private @Nullable Thread thread;
    private long from;
    private long to;

    private Run(Thread starter) {
      this.starter = starter;
    }

    void begin(Thread here) {
      synchronized (runs) {
        thread = here;
        from = World.current().nanoTime();
        to = from;
      }
    }

    void end() {
      synchronized (runs) {
        to = World.current().nanoTime();
      }
    }

    /// A body that was offloaded to where it was already is part of its task.
    private boolean isSeen() {
      return thread != null && thread != starter;
    }

    private boolean isTask() {
      return thread != null && thread.isVirtual();
    }

    private String path(Map<Long, TaskFlight.Landing> landings, Map<Long, String> paths) {
      var running = Objects.requireNonNull(thread);
      var landing = landing(landings);
      if (landing.isPresent()) {
        return landing.get().path();
      }
      return running.isVirtual()
          ? running.getName()
          : paths.getOrDefault(starter.threadId(), "") + " in " + running.getName();
    }

    private Ending ending(Map<Long, TaskFlight.Landing> landings) {
      return landing(landings)
          .map(landing -> Ending.of(landing.outcome()))
          .orElseGet(Ending.Ended::new);
    }

    private Optional<TaskFlight.Landing> landing(Map<Long, TaskFlight.Landing> landings) {
      var running = Objects.requireNonNull(thread);
      return Optional.ofNullable(landings.get(running.threadId()));
    }
  }
}
