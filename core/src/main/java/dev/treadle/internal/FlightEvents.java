package dev.treadle.internal;

import java.util.function.Supplier;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/// What a flight recording tells of tasks.
@SuppressWarnings("UnusedVariable") // the flight recorder reads the fields of events
public final class FlightEvents {

  private FlightEvents() {}

  /// A task begins. Returns what its end is to be told with.
  public static Object taskStarted(Supplier<String> path) {
    var start = new TaskStart();
    if (start.shouldCommit()) {
      start.path = path.get();
      start.commit();
    }
    var end = new TaskEnd();
    end.begin();
    return end;
  }

  /// A task has ended.
  ///
  /// @param started what its start returned
  public static void taskEnded(Object started, Supplier<String> path, Supplier<String> outcome) {
    var end = (TaskEnd) started;
    end.end();
    if (end.shouldCommit()) {
      end.path = path.get();
      end.outcome = outcome.get();
      end.commit();
    }
  }

  /// A block or a task was cancelled.
  public static void cancellation(String scope, String reason, String site) {
    var event = new Cancellation();
    if (event.shouldCommit()) {
      event.scope = scope;
      event.reason = reason;
      event.site = site;
      event.commit();
    }
  }

  /// A deadline has passed.
  public static void timeout(String scope) {
    var event = new Timeout();
    if (event.shouldCommit()) {
      event.scope = scope;
      event.commit();
    }
  }

  /// A task went on after it was told to stop.
  public static void swallowed(String path, String thrownAt, String waitsAt) {
    var event = new SwallowedCancellation();
    if (event.shouldCommit()) {
      event.path = path;
      event.thrownAt = thrownAt;
      event.waitsAt = waitsAt;
      event.commit();
    }
  }

  /// A task did not notice that it was interrupted.
  public static void ignoredInterrupt(String path, String site) {
    var event = new IgnoredInterrupt();
    if (event.shouldCommit()) {
      event.path = path;
      event.site = site;
      event.commit();
    }
  }

  /// Waits for an item of a pool.
  public static <T> T poolWait(String pool, Supplier<T> wait) {
    var event = new PoolWait();
    event.begin();
    try {
      return wait.get();
    } finally {
      event.end();
      if (event.shouldCommit()) {
        event.pool = pool;
        event.commit();
      }
    }
  }

  /// An attempt has failed.
  public static void attemptFailed(int attempt, Exception failure, String verdict) {
    var event = new AttemptFailed();
    if (event.shouldCommit()) {
      event.attempt = attempt;
      event.failure = failure.toString();
      event.verdict = verdict;
      event.commit();
    }
  }

  /// A block has failed, and another is run instead.
  ///
  /// @param fallback its name; empty if it has none
  public static void fellBack(String fallback, Exception failure) {
    var event = new FellBack();
    if (event.shouldCommit()) {
      event.fallback = fallback;
      event.failure = failure.toString();
      event.commit();
    }
  }

  /// A circuit breaker stands in another way than before.
  public static void circuitChanged(String breaker, String from, String to, String reason) {
    var event = new CircuitChanged();
    if (event.shouldCommit()) {
      event.breaker = breaker;
      event.from = from;
      event.to = to;
      event.reason = reason;
      event.commit();
    }
  }

  @Name("dev.treadle.TaskStart")
  @Label("Task Start")
  @Category("Treadle")
  @Description("A task begins to run")
  @Enabled(false)
  @StackTrace(false)
  private static final class TaskStart extends Event {
    @Label("Path")
    String path = "";
  }

  @Name("dev.treadle.TaskEnd")
  @Label("Task End")
  @Category("Treadle")
  @Description("A task has ended; lasts as long as the task did")
  @Enabled(false)
  @Threshold("10 ms")
  @StackTrace(false)
  private static final class TaskEnd extends Event {
    @Label("Path")
    String path = "";

    @Label("Outcome")
    @Description("success, cancelled, or the class of what the task threw")
    String outcome = "";
  }

  @Name("dev.treadle.Cancellation")
  @Label("Cancellation")
  @Category("Treadle")
  @Description("A task, a group or a block was cancelled")
  private static final class Cancellation extends Event {
    @Label("Scope")
    String scope = "";

    @Label("Reason")
    String reason = "";

    @Label("Site")
    String site = "";
  }

  @Name("dev.treadle.Timeout")
  @Label("Timeout")
  @Category("Treadle")
  @Description("A block was cancelled because its deadline had passed")
  @StackTrace(false)
  private static final class Timeout extends Event {
    @Label("Scope")
    String scope = "";
  }

  @Name("dev.treadle.SwallowedCancellation")
  @Label("Swallowed Cancellation")
  @Category("Treadle")
  @Description("A task was told that it is cancelled, and waits again")
  private static final class SwallowedCancellation extends Event {
    @Label("Path")
    String path = "";

    @Label("Thrown At")
    String thrownAt = "";

    @Label("Waits At")
    String waitsAt = "";
  }

  @Name("dev.treadle.IgnoredInterrupt")
  @Label("Ignored Interrupt")
  @Category("Treadle")
  @Description("A task was interrupted a while ago and goes on")
  @StackTrace(false)
  private static final class IgnoredInterrupt extends Event {
    @Label("Path")
    String path = "";

    @Label("Site")
    String site = "";
  }

  @Name("dev.treadle.PoolWait")
  @Label("Pool Wait")
  @Category("Treadle")
  @Description("A task waited for an item of a pool, whether it got one or not")
  @Threshold("10 ms")
  private static final class PoolWait extends Event {
    @Label("Pool")
    String pool = "";
  }

  @Name("dev.treadle.AttemptFailed")
  @Label("Attempt Failed")
  @Category("Treadle")
  @Description("An attempt of a retry has failed")
  private static final class AttemptFailed extends Event {
    @Label("Attempt")
    int attempt;

    @Label("Failure")
    String failure = "";

    @Label("Verdict")
    @Description("RETRY, or why there is no other attempt")
    String verdict = "";
  }

  @Name("dev.treadle.FellBack")
  @Label("Fell Back")
  @Category("Treadle")
  @Description("A block has failed, and its fallback is run instead")
  private static final class FellBack extends Event {
    @Label("Fallback")
    @Description("Its name; empty if it has none")
    String fallback = "";

    @Label("Failure")
    String failure = "";
  }

  @Name("dev.treadle.CircuitChanged")
  @Label("Circuit Changed")
  @Category("Treadle")
  @Description("A circuit breaker opened, closed, or lets calls through for a trial")
  private static final class CircuitChanged extends Event {
    @Label("Breaker")
    String breaker = "";

    @Label("From")
    String from = "";

    @Label("To")
    String to = "";

    @Label("Reason")
    String reason = "";
  }
}
