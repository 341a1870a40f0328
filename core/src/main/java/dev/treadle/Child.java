package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A task: the strand of a thread that a group started, and the handle to its outcome.
///
/// Everything a task needs is in this one object, because there may be a million of them.
final class Child<T extends @Nullable Object> extends Strand implements Task<T>, Runnable {

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Child.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final GroupScope group;
  private final @Nullable String name;

  /// Its place among its siblings; set before others can find it.
  private int number;

  /// What the thread takes with it when it starts, and nobody keeps.
  private @Nullable Body<? extends T, ?> body;

  private @Nullable Context context;

  /// While it runs, those who await it, newest first ([Awaiting]) or `null`; then the [Outcome].
  private volatile @Nullable Object state;

  Child(Scope parent, GroupScope group, Launch<T> launch) {
    super(parent, group.strand().world());
    this.group = group;
    this.name = launch.name();
    this.body = launch.body();
    this.context = launch.context();
  }

  // --- Running

  /// Makes the thread: a canceller may want to interrupt it as soon as this child is linked.
  void prepare() {
    var builder = world().virtualThreads().uncaughtExceptionHandler(this);
    if (name != null) {
      builder.name(path());
    }
    thread(builder.unstarted(this));
  }

  @Override
  public void run() {
    var values = context;
    context = null;
    if (values == null) {
      execute();
    } else {
      values.run(() -> execute());
    }
  }

  private void execute() {
    boolean simulated = world().isSimulated();
    if (simulated) {
      world().events().taskStarted(thread(), this::path);
    }
    lookUp();
    end(outcomeOfBody());
    if (simulated) {
      world().events().taskEnded(Thread.currentThread());
    }
  }

  private Outcome<T> outcomeOfBody() {
    var work = Objects.requireNonNull(body);
    body = null;
    try {
      T value = work.run();
      OpenGroups.requireNoneIn(this);
      return new Outcome.Success<>(value);
    } catch (Throwable thrown) {
      OpenGroups.closeAllIn(this, thrown);
      return outcomeOf(thrown);
    }
  }

  private Outcome<T> outcomeOf(Throwable thrown) {
    var scope = cancelledFrom(this);
    if (scope == null || !Blocks.saysCancelled(thrown)) {
      return new Outcome.Failure<>(thrown);
    }
    var cancellation = Objects.requireNonNull(scope.cancellation());
    if (scope == this && cancellation.byDeadline) {
      return new Outcome.Failure<>(new TaskTimeoutException(describe(), thrown));
    }
    return new Outcome.Cancelled<>(cancellation.origin);
  }

  private void end(Outcome<T> outcome) {
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    group.ending(this, outcome);
    var waiting = (Awaiting) STATE.getAndSet(this, outcome);
    for (; waiting != null; waiting = waiting.next) {
      waiting.waiter.wake(this);
    }
    releaseThread();
    group.ended(this);
  }

  /// The JVM could not start the thread.
  void neverStarted(Throwable reason) {
    end(new Outcome.Cancelled<>(Sites.origin("not started: " + reason, describe())));
  }

  // --- The handle

  @Override
  public T await() {
    Waiter.checkCancelled();
    if (!isDone()) {
      awaitEnd();
    }
    return outcomeNow().value();
  }

  /// Waits for the end, however it is.
  void awaitEnd() {
    var waiter = new Waiter<Task<?>>(this);
    if (tell(waiter)) {
      try {
        waiter.await();
      } catch (Cancelled cancelled) {
        forgetGone();
        throw cancelled;
      }
    }
  }

  /// Waits for the end of a task that was cancelled, whoever else is.
  void joinEnd() {
    var waiter = new Waiter<Task<?>>(this);
    if (tell(waiter)) {
      waiter.join();
    }
  }

  /// Sees to it that the waiter is woken at the end. Returns `false` if that has come already.
  boolean tell(Waiter<Task<?>> waiter) {
    while (true) {
      var before = state;
      if (before instanceof Outcome<?>) {
        return false;
      }
      var top = (Awaiting) before;
      while (top != null && top.waiter.isOver()) {
        top = top.next;
      }
      if (STATE.compareAndSet(this, before, new Awaiting(waiter, top))) {
        return true;
      }
    }
  }

  // What is gone at the top goes with the next push.
  void forgetGone() {
    if (state instanceof Awaiting top) {
      for (var kept = top; kept != null; kept = kept.next) {
        var next = kept.next;
        while (next != null && next.waiter.isOver()) {
          next = next.next;
        }
        kept.next = next;
      }
    }
  }

  @SuppressWarnings("unchecked")
  Outcome<T> outcomeNow() {
    return (Outcome<T>) Objects.requireNonNull(state);
  }

  @Override
  public boolean isDone() {
    return state instanceof Outcome<?>;
  }

  @Override
  public Optional<Outcome<T>> outcome() {
    return isDone() ? Optional.of(outcomeNow()) : Optional.empty();
  }

  @Override
  public void cancel(String reason) {
    if (!isDone()) {
      super.cancel(reason);
    }
  }

  int number() {
    return number;
  }

  void number(int number) {
    this.number = number;
  }

  @Override
  public String path() {
    if (name != null) {
      return group.path() + "/" + name;
    }
    return group.path() + (parent == group ? "/" : "/daemon-") + number;
  }

  @Override
  public String toString() {
    return "task '" + path() + "' (" + (isDone() ? outcomeNow() : "running") + ")";
  }

  /// Somebody who waits for a task's end.
  private static final class Awaiting {

    private final Waiter<Task<?>> waiter;
    private volatile @Nullable Awaiting next;

    Awaiting(Waiter<Task<?>> waiter, @Nullable Awaiting next) {
      this.waiter = waiter;
      this.next = next;
    }
  }
}
