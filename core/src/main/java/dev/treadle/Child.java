package dev.treadle;

import dev.treadle.seam.World;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
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

  /// Where its siblings are, while it has not ended.
  private @Nullable ChildrenRow row;

  /// What the thread takes with it when it starts, and nobody keeps.
  private @Nullable Body<? extends T, ?> body;

  /// While it runs, who awaits it: nobody (`null`), one ([Waiter]) or many ([Awaiters]). Then its
  /// value, or the [Outcome] where there is none or the value could be mistaken.
  private volatile @Nullable Object state;

  Child(Scope parent, GroupScope group, Launch<T> launch) {
    super(parent, group.world);
    this.group = group;
    this.name = launch.name();
    this.body = launch.work();
  }

  @Override
  World world() {
    return group.world;
  }

  // --- Running

  /// Makes the thread: a canceller may want to interrupt it as soon as this child is linked.
  void prepare() {
    var builder = name == null ? group.threads() : world().virtualThreads().name(path());
    thread(builder.uncaughtExceptionHandler(this).unstarted(this));
  }

  // The body is called from here and not from a method further down: in the stack of a task that
  // waits, and there may be a million, each frame takes fifty bytes and more.
  @Override
  public void run() {
    var started = started();
    Object end;
    try {
      T value = takeBody().run();
      OpenGroups.requireNoneIn(this);
      end = isPlain(value) ? value : new Outcome.Success<>(value);
    } catch (Throwable thrown) {
      OpenGroups.closeAllIn(this, thrown);
      end = outcomeOf(thrown);
    }
    end(end);
    ended(started);
  }

  /// Returns what [#ended] wants.
  private @Nullable Object started() {
    if (world().isSimulated()) {
      world().events().taskStarted(thread(), this::path);
    }
    var started = Flight.started(this);
    lookUp();
    return started;
  }

  private Body<? extends T, ?> takeBody() {
    var taken = Objects.requireNonNull(body);
    body = null;
    return taken;
  }

  private void ended(@Nullable Object started) {
    if (started != null) {
      Flight.ended(started, this);
    }
    if (world().isSimulated()) {
      world().events().taskEnded(Thread.currentThread());
    }
  }

  /// Whether a value can stand for itself in [#state]: most tasks then end without another object.
  private static boolean isPlain(@Nullable Object value) {
    return isEnd(value) && !(value instanceof Outcome);
  }

  private static boolean isEnd(@Nullable Object state) {
    return state != null && !(state instanceof Waiter) && !(state instanceof Awaiters);
  }

  private Outcome<T> outcomeOf(Throwable thrown) {
    var scope = cancelledFrom(this);
    if (scope == null || !Blocks.saysCancelled(thrown)) {
      return new Outcome.Failure<>(thrown);
    }
    RuinedClasses.lookFor(this, thrown);
    var cancellation = Objects.requireNonNull(scope.cancellation());
    if (scope == this && cancellation.byDeadline && cancelledFrom(parent) == null) {
      return new Outcome.Failure<>(new TaskTimeoutException(describe(), thrown));
    }
    Lints.unheardIn(this, thrown);
    return new Outcome.Cancelled<>(cancellation.origin);
  }

  private void end(Object end) {
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    endHoldings();
    Object awaiting = null;
    try {
      if (end instanceof Outcome<?> outcome) {
        group.ending(this, outcome);
      }
    } finally {
      // Whatever went wrong above: those who wait for this task must not do so for ever.
      awaiting = STATE.getAndSet(this, end);
      releaseThread();
      // Counted off before anybody is woken: an owner that awaits its last task waits only once.
      leaveRow();
      group.ended(this);
      wakeAll(awaiting);
    }
  }

  int number() {
    return number;
  }

  void placed(ChildrenRow row, int number) {
    this.row = row;
    this.number = number;
  }

  /// Whoever keeps the handle need not keep the siblings.
  void leaveRow() {
    var left = row;
    row = null;
    if (left != null) {
      left.leave(number);
    }
  }

  // No switch: every task comes here, and the first would wait for a call site to be linked.
  private void wakeAll(@Nullable Object awaiting) {
    if (awaiting instanceof Waiter<?> one) {
      wake(one);
    } else if (awaiting instanceof Awaiters many) {
      many.close().forEach(this::wake);
    }
  }

  @SuppressWarnings("unchecked") // none but tasks' waiters are told
  private void wake(Waiter<?> waiter) {
    ((Waiter<Task<?>>) waiter).wake(this);
  }

  /// The JVM could not start the thread.
  void neverStarted(Throwable reason) {
    end(new Outcome.Cancelled<>(Sites.origin("not started: " + reason, describe())));
  }

  // --- The handle

  @Override
  public T await() {
    Waiter.checkCancelled();
    awaitEnd();
    if (state instanceof Outcome.Cancelled) {
      // What cancelled it may be about to cancel the caller: then that is the caller's news.
      Checks.checkScopes();
    }
    return valueNow();
  }

  /// The value of a task that has ended.
  ///
  /// @throws TaskFailedException if it has none
  @SuppressWarnings("unchecked")
  T valueNow() {
    var end = Objects.requireNonNull(state);
    return end instanceof Outcome<?> outcome ? (T) outcome.value() : (T) end;
  }

  /// Waits for the end, however it is.
  void awaitEnd() {
    if (isDone()) {
      return;
    }
    if (Strand.currentOrNull() == this) {
      throw new IllegalStateException(
          describe() + " awaits its own end: expected another task to await it");
    }
    var waiter = new Waiter<Task<?>>(this);
    if (tell(waiter)) {
      try {
        waiter.await();
      } catch (Cancelled cancelled) {
        forget(waiter);
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
      if (isEnd(before)) {
        return false;
      }
      if (before instanceof Awaiters many) {
        if (many.add(waiter)) {
          return true;
        }
      } else if (STATE.compareAndSet(this, before, together(before, waiter))) {
        return true;
      }
    }
  }

  @SuppressWarnings("unchecked") // none but tasks' waiters are told
  private static Object together(@Nullable Object before, Waiter<Task<?>> waiter) {
    if (before == null) {
      return waiter;
    }
    var many = new Awaiters();
    many.add((Waiter<Task<?>>) before);
    many.add(waiter);
    return many;
  }

  /// Takes out a waiter that was told and is over.
  void forget(Waiter<Task<?>> waiter) {
    if (state == waiter && STATE.compareAndSet(this, waiter, null)) {
      return;
    }
    if (state instanceof Awaiters many) {
      many.forgetOne();
    }
  }

  @SuppressWarnings("unchecked")
  Outcome<T> outcomeNow() {
    var end = Objects.requireNonNull(state);
    return end instanceof Outcome<?> outcome
        ? (Outcome<T>) outcome
        : new Outcome.Success<>((T) end);
  }

  @Override
  public boolean isDone() {
    return isEnd(state);
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

  @Override
  public String path() {
    // A loop, because tasks in tasks may be deeper than a stack.
    var parts = new ArrayDeque<String>();
    Strand strand = this;
    for (; strand instanceof Child<?> child; strand = child.group.strand()) {
      parts.addFirst(child.part());
      if (child.group.name() != null) {
        parts.addFirst(child.group.name());
      }
    }
    if (!strand.path().isEmpty()) {
      parts.addFirst(strand.path());
    }
    return String.join("/", parts);
  }

  private String part() {
    if (name != null) {
      return name;
    }
    return parent == group ? Integer.toString(number) : "daemon-" + number;
  }

  @Override
  public String toString() {
    return "task '" + path() + "' (" + (isDone() ? outcomeNow() : "running") + ")";
  }
}
