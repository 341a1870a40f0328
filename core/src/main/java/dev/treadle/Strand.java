package dev.treadle;

import dev.treadle.seam.World;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One thread's part of the tree: a task, or a block of ours on a thread that is none.
///
/// It is the outermost scope of everything its thread does, and the place where cancellers and the
/// thread meet ([WakeWord]). Except for the wake word, only the thread itself writes to it.
///
/// A task's thread finds its strand as its own uncaught-exception handler: a `ScopedValue` would
/// cost each task frames, bindings and a cache (ADR 4).
abstract class Strand extends Scope implements Thread.UncaughtExceptionHandler {

  private static final VarHandle WORD;
  private static final VarHandle ALARM;
  private static final VarHandle INNERMOST;

  /// The strands of threads that we did not start.
  private static final ScopedValue<Strand> BORROWED = ScopedValue.newInstance();

  static {
    try {
      var lookup = MethodHandles.lookup();
      WORD = lookup.findVarHandle(Strand.class, "word", int.class);
      INNERMOST = lookup.findVarHandle(Strand.class, "innermost", Scope.class);
      ALARM = lookup.findVarHandle(Strand.class, "alarm", Alarm.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// How many times of these it only yields, less one; a power of two less one.
  private static final int YIELDS = 63;

  /// In each `2^FAIR_SHIFT` nanoseconds, about 4 ms, a thread that gives way parks once at least.
  private static final int FAIR_SHIFT = 22;

  /// When it came into being ([Ages]).
  final int born;

  private int turns;

  /// In which of those times it parked.
  private int fairTurn;

  private volatile int word; // RUN
  private @Nullable Thread thread;
  private @Nullable Holdings holdings;
  private volatile Scope innermost;
  private volatile @Nullable GroupScope groups;
  private volatile @Nullable Alarm alarm;
  private volatile @Nullable Waiter<@Nullable Void> stopWaiter;

  @SuppressWarnings("NullAway") // innermost is written by its handle
  Strand(@Nullable Scope parent, World world) {
    super(parent);
    this.born = Ages.now(world);
    // Nobody else knows it yet: volatile writes would cost a fence each.
    INNERMOST.set(this, this);
  }

  // --- Finding the strand

  static @Nullable Strand currentOrNull() {
    var thread = Thread.currentThread();
    if (thread.getUncaughtExceptionHandler() instanceof Strand strand && strand.thread == thread) {
      return strand;
    }
    if (BORROWED.isBound()) {
      var strand = BORROWED.get();
      // Other libraries hand scoped values on to threads of their own.
      return strand.thread == thread ? strand : null;
    }
    return null;
  }

  /// Where this strand is bound while it borrows a thread.
  static ScopedValue<Strand> borrowed() {
    return BORROWED;
  }

  @Override
  final Strand strand() {
    return this;
  }

  /// The world its thread lives in.
  abstract World world();

  /// Its thread, while it has not ended.
  final Thread thread() {
    return Objects.requireNonNull(thread);
  }

  final @Nullable Thread threadOrNull() {
    return thread;
  }

  /// The task is over: whoever keeps its handle need not keep a thread and its stack.
  final void releaseThread() {
    thread = null;
  }

  final void thread(Thread thread) {
    this.thread = thread;
  }

  /// The strand that waits while this one does its work; itself if nobody does.
  Strand worksFor() {
    return this;
  }

  /// Its place in the tree, such as `orders/fetch-3`.
  abstract String path();

  @Override
  String describe() {
    return "task '" + path() + "'";
  }

  /// A thread of ours catches everything; this is for handlers that were copied to another thread.
  @Override
  public final void uncaughtException(Thread thread, Throwable failure) {
    var handler = Thread.getDefaultUncaughtExceptionHandler();
    if (handler != null) {
      handler.uncaughtException(thread, failure);
    } else {
      thread.getThreadGroup().uncaughtException(thread, failure);
    }
  }

  // --- Scopes and groups of this thread

  final Scope innermost() {
    return innermost;
  }

  final void enter(Scope scope) {
    innermost = scope;
  }

  final @Nullable GroupScope groups() {
    return groups;
  }

  final void opened(GroupScope group) {
    group.nextOpen = groups;
    groups = group;
  }

  final void closed(GroupScope group) {
    if (groups == group) {
      groups = group.nextOpen;
      return;
    }
    for (var above = groups; above != null; above = above.nextOpen) {
      if (above.nextOpen == group) {
        above.nextOpen = group.nextOpen;
      }
    }
  }

  /// What its thread has and must give back.
  final Holdings holdings() {
    if (holdings == null) {
      holdings = new Holdings(this, isTask());
    }
    return holdings;
  }

  /// Whether its end is the end of what its thread does for us.
  boolean isTask() {
    return true;
  }

  final void endHoldings() {
    if (holdings != null) {
      holdings.end();
      holdings = null;
    }
  }

  final Alarm alarm() {
    var present = alarm;
    if (present != null) {
      return present;
    }
    // Anybody may move a deadline, and all must end up with the same one.
    var made = new Alarm(this);
    return ALARM.compareAndSet(this, null, made) ? made : Objects.requireNonNull(alarm);
  }

  final @Nullable Alarm alarmOrNull() {
    return alarm;
  }

  // --- The canceller's side of the wake word

  /// Makes waits inside `target`, a scope of this strand, throw; unless a shield is between.
  final void fire(Scope target) {
    while (true) {
      // Read before the scopes: a thread that crosses a shield after this makes the exchange fail.
      int before = word;
      Shield shield = null;
      for (var scope = innermost; scope != target; scope = Objects.requireNonNull(scope.parent)) {
        if (scope instanceof Shield outermost) {
          shield = outermost;
        }
        if (scope == this) {
          return; // the target was left
        }
      }
      if (shield != null) {
        shield.cancellationArrived();
        return;
      }
      int after = WakeWord.fired(before);
      if (after == before || WORD.compareAndSet(this, before, after)) {
        if (after != before) {
          wake(after);
        }
        return;
      }
    }
  }

  private void wake(int fired) {
    if (WakeWord.state(fired) == WakeWord.HIT) {
      LockSupport.unpark(thread);
    } else if (thread == Thread.currentThread()) {
      // It cannot hold us up: we are in no call of the JDK.
      Interrupters.of(world()).interruptNow(this);
    } else {
      Interrupters.of(world()).interrupt(this);
    }
  }

  /// Called by whoever made the word `FIRING`, on a thread that may be held up: nobody else changes
  /// the word until then. Returns what it is now.
  final int interruptNow() {
    var target = thread;
    if (target != null) {
      target.interrupt();
    }
    int sent = WakeWord.sent(word);
    WORD.setVolatile(this, sent);
    LockSupport.unpark(target);
    return sent;
  }

  /// Whether the interrupt that made this word still waits to be noticed; if so it is now the
  /// caller's to interrupt again.
  final boolean claimRepeat(int sent) {
    var target = thread;
    return target != null
        && target.isAlive()
        && WORD.compareAndSet(this, sent, WakeWord.in(sent, WakeWord.FIRING));
  }

  // --- The thread's side of the wake word

  private int state() {
    return WakeWord.state(word);
  }

  private boolean exchange(int before, int after) {
    return before == after || WORD.compareAndSet(this, before, after);
  }

  /// Returns the word once no interrupt is on its way. Parks, because whoever fires may need this
  /// carrier. An interrupt that came meanwhile is in the flag still.
  private int settledWord() {
    int seen = word;
    if (WakeWord.state(seen) != WakeWord.FIRING) {
      return seen;
    }
    boolean interrupted = false;
    while (WakeWord.state(seen) == WakeWord.FIRING) {
      interrupted |= Thread.interrupted();
      LockSupport.park(this);
      seen = word;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return seen;
  }

  /// Enters a wait. Returns `WAIT` if the strand is in it now; else it is cancelled and must throw:
  /// `SENT` if this is the first it hears of it, `THROWN` if it was told before.
  final int enterWait() {
    while (true) {
      int before = settledWord();
      if (WakeWord.state(before) == WakeWord.THROWN) {
        return WakeWord.THROWN;
      }
      int after = WakeWord.entering(before);
      if (!WORD.compareAndSet(this, before, after)) {
        continue;
      }
      boolean interrupted = Thread.interrupted();
      if (WakeWord.state(after) == WakeWord.THROWN) {
        return WakeWord.SENT;
      }
      if (interrupted) {
        interruptedFromOutside();
      }
      return WakeWord.WAIT;
    }
  }

  /// Whether this strand would throw if it entered a wait now. Never waits.
  final boolean isStruck() {
    int state = state();
    return state == WakeWord.FIRING || state == WakeWord.SENT || state == WakeWord.THROWN;
  }

  /// Whether this strand is inside a wait of ours, not of the JDK's.
  final boolean isInWait() {
    int state = state();
    return state == WakeWord.WAIT || state == WakeWord.HIT;
  }

  /// Whether the wait that this strand is in was cancelled.
  final boolean isHit() {
    return state() == WakeWord.HIT;
  }

  /// Leaves a wait with what it waited for.
  final void leaveWait() {
    leaveWait(Told.NOTHING);
  }

  private void leaveWait(Told told) {
    while (true) {
      int before = word;
      int after = WakeWord.leaving(before);
      if (exchange(before, after)) {
        if (WakeWord.state(after) == WakeWord.SENT && before != after) {
          strikeLater(after, told);
        }
        return;
      }
    }
  }

  /// Leaves a wait without it, or was not let in; the caller throws the result.
  final Cancelled thrown() {
    toThrown();
    var cancelled = cancelled();
    Lints.struck(this, cancelled);
    return cancelled;
  }

  /// What to throw at the entry of a wait.
  ///
  /// @param entered what [#enterWait()] returned
  final Cancelled cancelled(int entered) {
    var cancelled = cancelled();
    if (entered == WakeWord.THROWN) {
      Lints.struckAgain(this, cancelled);
    } else {
      Lints.struck(this, cancelled);
    }
    return cancelled;
  }

  /// What to throw for the scope that cancels the running code.
  final Cancelled cancelled() {
    var scope = cancelledFrom(innermost);
    var cancellation = scope == null ? null : scope.cancellation();
    return cancellation != null
        ? new Cancelled(cancellation.origin)
        : new Cancelled(new Cancelled.Origin("cancelled", describe(), "a scope that was left"));
  }

  /// Begins to wait for children. Returns what the code around was told of its cancellation.
  final Told enterJoin() {
    while (true) {
      int before = settledWord();
      var told = told(before);
      if (exchange(before, WakeWord.joining(before))) {
        return told;
      }
    }
  }

  /// What the code was told until now; takes an interrupt in passing back.
  private static Told told(int word) {
    return switch (WakeWord.state(word)) {
      case WakeWord.THROWN -> Told.CANCELLED;
      case WakeWord.SENT -> Thread.interrupted() ? Told.NOTHING : Told.INTERRUPTED;
      default -> Told.NOTHING;
    };
  }

  /// Parks inside a join.
  final void parkInJoin(Object blocker) {
    LockSupport.park(blocker);
    if (Thread.interrupted()) {
      interruptedFromOutside(); // an interrupt of ours was noticed before the join began
    }
  }

  /// Ends a join; a cancellation that came meanwhile strikes at the next wait.
  final void leaveJoin(Told before) {
    leaveWait(before);
  }

  /// Somebody interrupted the thread who is not one of us: that cancels the whole strand, or loops
  /// around a timeout would eat it.
  void interruptedFromOutside() {
    noteForeignInterrupt();
    cancel(
        new Cancellation(
            new Cancelled.Origin("interrupted", describe(), "Thread.interrupt()"), false));
  }

  /// A thread that is not ours gets its flag back at the end.
  void noteForeignInterrupt() {}

  private void interruptSelf(int sent) {
    strikeLater(sent, Told.NOTHING);
  }

  // What was said by an `InterruptedException` is not said again at once: its cleanup may be under
  // way, and would lose its channel.
  private void strikeLater(int sent, Told told) {
    if (told == Told.NOTHING) {
      thread().interrupt();
    }
    Interrupters.of(world()).repeatLater(this, sent);
  }

  /// Looks upwards after coming into being, or after leaving a scope: whoever cancelled before that
  /// may have found nobody here.
  final void lookUp() {
    if (cancelledFrom(innermost) != null) {
      int before = word;
      int sent = WakeWord.sent(before);
      if (WakeWord.state(before) == WakeWord.RUN && WORD.compareAndSet(this, before, sent)) {
        interruptSelf(sent);
      }
    }
  }

  /// The code unwinds with a [Cancelled]: it was told.
  final void toThrown() {
    while (true) {
      int before = settledWord();
      if (exchange(before, WakeWord.in(before, WakeWord.THROWN))) {
        if (WakeWord.state(before) == WakeWord.SENT) {
          Thread.interrupted();
        }
        return;
      }
    }
  }

  /// The code goes on although the scopes around it are cancelled: the next wait will say so.
  final void toSent() {
    toSent(Told.NOTHING);
  }

  final void toSent(Told told) {
    while (true) {
      int before = settledWord();
      int sent = WakeWord.sent(before);
      if (WORD.compareAndSet(this, before, sent)) {
        strikeLater(sent, told);
        return;
      }
    }
  }

  /// The cancellation ended with its scope.
  final void toRun() {
    while (true) {
      int before = settledWord();
      if (WakeWord.state(before) == WakeWord.SENT) {
        // Not after the exchange: from then on the flag may be another cancellation's.
        Thread.interrupted();
      }
      if (exchange(before, WakeWord.in(before, WakeWord.RUN))) {
        break;
      }
    }
    lookUp();
  }

  /// Enters or leaves a shield; returns what the code on this side of it was told.
  final Told crossShield() {
    while (true) {
      int before = settledWord();
      var told = told(before);
      if (WORD.compareAndSet(this, before, WakeWord.crossing(before))) {
        return told;
      }
    }
  }

  /// The thread goes on to other work: no interrupt of ours may reach it from now on.
  final void endWord() {
    while (true) {
      int before = settledWord();
      if (exchange(before, WakeWord.in(before, WakeWord.ENDED))) {
        if (WakeWord.state(before) == WakeWord.SENT) {
          Thread.interrupted();
        }
        return;
      }
    }
  }

  // --- Fairness

  /// Gives other threads a turn. Yielding alone starves timers and new threads, so that every so
  /// often it parks for a moment, which is fair and costs more. Who computes for long in between
  /// always parks.
  final void giveWay() {
    if ((++turns & YIELDS) == 0 || isFairTurnDue()) {
      LockSupport.parkNanos(1);
    } else {
      Thread.yield();
    }
  }

  // A simulation starves nobody, and its clock is not to move without need.
  private boolean isFairTurnDue() {
    if (world().isSimulated()) {
      return false;
    }
    int now = (int) (world().nanoTime() >> FAIR_SHIFT);
    if (now == fairTurn) {
      return false;
    }
    fairTurn = now;
    return true;
  }

  /// Counts a wait that is about to begin, and lets others run first if it is time for that.
  final void enterValve() {
    Valve.enter(this, ++turns);
  }

  // --- Stopping softly

  final void stopWaiter(@Nullable Waiter<@Nullable Void> waiter) {
    stopWaiter = waiter;
  }

  /// Called by whoever requests a stop, after the request can be seen.
  final void stopRequested() {
    var waiter = stopWaiter;
    if (waiter != null) {
      waiter.wake(null);
    }
  }
}
