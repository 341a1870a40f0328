package dev.treadle.test.net;

import dev.treadle.seam.Network;
import dev.treadle.seam.TaskEvents;
import dev.treadle.seam.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A world whose time passes only when the test says so.
///
/// Its events run on the thread that drives it. Safe for use by many threads.
final class ManualWorld implements World {

  private final Random random;
  private final Recorder recorder = new Recorder();
  private final PriorityQueue<Event> queue = new PriorityQueue<>(Event.ORDER);
  private long nanos = Long.MAX_VALUE - 1_000_000;
  private long scheduled;

  ManualWorld(long seed) {
    random = new Random(seed);
  }

  /// Runs everything due within a time from now, and lets that time pass.
  void advance(Duration time) {
    long end;
    synchronized (this) {
      end = nanos + time.toNanos();
    }
    while (stepUntil(end)) {}
    synchronized (this) {
      nanos = end;
    }
  }

  /// Runs everything due now.
  void settle() {
    advance(Duration.ZERO);
  }

  /// Lets time pass to the next event and runs it; returns whether there was one.
  boolean step() {
    return stepUntil(nanoTime() + Long.MAX_VALUE / 2);
  }

  private boolean stepUntil(long end) {
    Event event;
    synchronized (this) {
      if (queue.isEmpty() || queue.peek().dueNanos - end > 0) {
        return false;
      }
      event = queue.remove();
      if (event.dueNanos - nanos > 0) {
        nanos = event.dueNanos;
      }
    }
    event.action.run();
    return true;
  }

  /// Returns the descriptions of what is open, in the order of opening.
  List<String> open() {
    return recorder.open();
  }

  /// Returns how many events are scheduled.
  synchronized int pending() {
    return queue.size();
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public synchronized long nanoTime() {
    return nanos;
  }

  @Override
  public Instant now() {
    return Instant.EPOCH;
  }

  @Override
  public synchronized Timer schedule(long delayNanos, Runnable action) {
    var event = new Event(nanos + Math.max(0, delayNanos), scheduled++, action);
    queue.add(event);
    return () -> cancel(event);
  }

  private synchronized boolean cancel(Event event) {
    return queue.remove(event);
  }

  @Override
  public Thread.Builder.OfVirtual virtualThreads() {
    return Thread.ofVirtual();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public TaskEvents events() {
    return recorder;
  }

  @Override
  public Network network() {
    throw new IllegalStateException("no network: ask a SimHost for it");
  }

  @Override
  public boolean fires(String faultPoint) {
    return false;
  }

  private record Event(long dueNanos, long number, Runnable action) {
    static final Comparator<Event> ORDER =
        (one, other) ->
            one.dueNanos == other.dueNanos
                ? Long.compare(one.number, other.number)
                : Long.compare(one.dueNanos - other.dueNanos, 0);
  }

  private static final class Recorder implements TaskEvents {

    private final Map<Object, Supplier<String>> open =
        Collections.synchronizedMap(new LinkedHashMap<>());

    @Override
    public void taskStarted(Thread thread, Supplier<String> path) {}

    @Override
    public void taskEnded(Thread thread) {}

    @Override
    public void resourceOpened(Object resource, Supplier<String> description) {
      open.put(resource, description);
    }

    @Override
    public void resourceClosed(Object resource) {
      open.remove(resource);
    }

    List<String> open() {
      synchronized (open) {
        var descriptions = new ArrayList<String>();
        open.values().forEach(description -> descriptions.add(description.get()));
        return descriptions;
      }
    }
  }
}
