package dev.treadle;

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

  /// What the thread takes with it when it starts, and nobody keeps.
  private @Nullable Body<? extends T, ?> body;

  private @Nullable Context context;

  /// While it runs, who awaits it: nobody (`null`), one ([Waiter]) or many ([Awaiters]); then the
  /// [Outcome].
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
    if (Flight.isOn()) {
      Flight.record(this, this::live);
    } else {
      live();
    }
    if (simulated) {
      world().events().taskEnded(Thread.currentThread());
    }
  }

  private void live() {
    lookUp();
    end(outcomeOfBody());
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
    if (scope == this && cancellation.byDeadline && cancelledFrom(parent) == null) {
      return new Outcome.Failure<>(new TaskTimeoutException(describe(), thrown));
    }
    Lints.unheardIn(this, thrown);
    return new Outcome.Cancelled<>(cancellation.origin);
  }

  private void end(Outcome<T> outcome) {
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    endHoldings();
    try {
      group.ending(this, outcome);
    } finally {
      // Whatever went wrong above: those who wait for this task must not do so for ever.
      wakeAll(STATE.getAndSet(this, outcome));
      releaseThread();
      group.ended(this);
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
    var outcome = outcomeNow();
    if (outcome instanceof Outcome.Cancelled) {
      // What cancelled it may be about to cancel the caller: then that is the caller's news.
      Checks.checkScopes();
    }
    return outcome.value();
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
      if (before instanceof Outcome<?>) {
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
