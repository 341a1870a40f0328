package dev.treadle;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A node of the tree along which cancellation travels: a block, a group or a whole strand.
///
/// Scopes point to the scope around them. The way down leads through strands and groups: a scope's
/// strand knows the groups that are open on it, a group knows its children.
///
/// A cancellation is made known first (`phase`), then delivered downwards. Whoever comes into being
/// inside is registered first and then looks upwards. So one of the two sees the other.
abstract class Scope implements CancelScope {

  /// In `phase`: the block has been left.
  private static final Object CLOSED = "closed";

  private static final VarHandle PHASE;
  private static final VarHandle DEADLINE;
  private static final VarHandle STOPPING;

  static {
    try {
      var lookup = MethodHandles.lookup();
      PHASE = lookup.findVarHandle(Scope.class, "phase", Object.class);
      DEADLINE = lookup.findVarHandle(Scope.class, "deadline", long.class);
      STOPPING = lookup.findVarHandle(Scope.class, "stopping", Cancelled.Origin.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final @Nullable Scope parent;

  /// `null` while armed, a [Cancellation], or [#CLOSED].
  private volatile @Nullable Object phase;

  /// Written by whoever moves the deadline, then read by the strand's alarm.
  private volatile long deadline;

  private volatile Cancelled.@Nullable Origin stopping;

  Scope(@Nullable Scope parent) {
    this.parent = parent;
    initialDeadline(Durations.NEVER);
  }

  /// The strand whose thread runs in this scope.
  abstract Strand strand();

  /// The scope around it, where there is one.
  final Scope outside() {
    return Objects.requireNonNull(parent);
  }

  /// What its code gets to see as the scope it is in.
  CancelScope asSeen() {
    return this;
  }

  /// What a report calls it.
  String describe() {
    return "a block of " + strand().path();
  }

  // --- Cancelling

  @Override
  public void cancel(String reason) {
    Objects.requireNonNull(reason, "reason");
    if (isArmed()) {
      cancel(new Cancellation(Sites.origin(reason, describe()), false));
    }
  }

  /// Returns whether it was this one that cancelled the scope.
  boolean cancel(Cancellation cancellation) {
    if (!PHASE.compareAndSet(this, null, cancellation)) {
      return false;
    }
    if (Flight.isOn()) {
      Flight.cancelled(this, cancellation);
    }
    Propagation.cancel(this);
    cancellation.delivered(strand().threadOrNull());
    return true;
  }

  final boolean isArmed() {
    return phase == null;
  }

  /// Its own cancellation, whatever happens around it.
  final @Nullable Cancellation cancellation() {
    return phase instanceof Cancellation cancellation ? cancellation : null;
  }

  /// The scope that cancels what runs in `innermost`: itself or one around it, up to a shield.
  static @Nullable Scope cancelledFrom(@Nullable Scope innermost) {
    for (var scope = innermost; scope != null; scope = scope.parent) {
      if (scope.phase instanceof Cancellation) {
        return scope;
      }
      if (scope instanceof Shield) {
        return null;
      }
    }
    return null;
  }

  @Override
  public boolean isCancelled() {
    return cancelledFrom(this) != null;
  }

  /// Ends the block; returns its cancellation if there is one, all of whose effects are over then.
  final @Nullable Cancellation seal() {
    if (PHASE.compareAndSet(this, null, CLOSED)) {
      return null;
    }
    var cancellation = cancellation();
    if (cancellation != null) {
      cancellation.awaitDelivery();
    }
    return cancellation;
  }

  /// Whether other strands may run inside, beyond the groups open on its own.
  boolean hasChildren() {
    return false;
  }

  /// Whether this scope lies in `outer` (or is it) with no shield between, on one strand.
  final boolean isExposedTo(Scope outer) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope == outer) {
        return true;
      }
      if (scope instanceof Shield || scope instanceof Strand) {
        return false;
      }
    }
    return false;
  }

  // --- Deadlines

  /// Its own deadline, unless it was cancelled or left.
  final long pendingDeadline() {
    return isArmed() ? deadline : Durations.NEVER;
  }

  /// Sets the first deadline of a scope that nobody else knows yet: a volatile write would cost a
  /// fence.
  final void initialDeadline(long nanos) {
    DEADLINE.set(this, nanos);
  }

  /// Sets the deadline unless there is an earlier one.
  final void deadlineNoLaterThan(long nanos) {
    long present = deadline;
    while (present > nanos) {
      if (DEADLINE.compareAndSet(this, present, nanos)) {
        strand().alarm().noLaterThan(nanos);
        return;
      }
      present = deadline;
    }
  }

  @Override
  public void deadline(Deadline moved) {
    long nanos = Objects.requireNonNull(moved, "deadline").nanos();
    deadline = nanos;
    if (nanos > strand().world().nanoTime()) {
      strand().alarm().noLaterThan(nanos);
    } else if (isArmed()) {
      expired();
    }
  }

  @Override
  public Deadline deadline() {
    long earliest = Durations.NEVER;
    long grace = 0;
    for (Scope scope = this; scope != null; scope = scope.parent) {
      if (scope.deadline != Durations.NEVER) {
        earliest = Math.min(earliest, Durations.saturatedSum(scope.deadline, grace));
      }
      grace = Durations.saturatedSum(grace, scope.graceNanos());
    }
    return earliest == Durations.NEVER ? Deadline.never() : new Deadline(earliest);
  }

  /// How much later a cancellation from outside takes effect in here.
  long graceNanos() {
    return 0;
  }

  /// Its own deadline has passed.
  void expired() {
    var request = stopping;
    if (request != null) {
      cancel(new Cancellation(request, false));
    } else {
      cancel(
          new Cancellation(new Cancelled.Origin("deadline passed", describe(), "its timer"), true));
    }
  }

  // --- Stopping softly

  @Override
  public StopSignal stopping() {
    return new ScopeStopSignal(this);
  }

  public void cancel(String reason, Duration grace) {
    long nanos = Durations.notNegative("grace", grace);
    Objects.requireNonNull(reason, "reason");
    if (!isArmed() || !STOPPING.compareAndSet(this, null, Sites.origin(reason, describe()))) {
      return;
    }
    Propagation.stop(this);
    long force = Durations.saturatedSum(strand().world().nanoTime(), nanos);
    if (force > strand().world().nanoTime()) {
      deadlineNoLaterThan(force);
    } else {
      expired();
    }
  }

  /// The request to stop that reaches `innermost`, from any scope around it.
  static Cancelled.@Nullable Origin stopRequestFrom(@Nullable Scope innermost) {
    for (var scope = innermost; scope != null; scope = scope.parent) {
      var request = scope.stopping;
      if (request != null) {
        return request;
      }
    }
    return null;
  }

  final Cancelled.@Nullable Origin stopRequest() {
    return stopping;
  }
}
