package dev.treadle.sync;

import dev.treadle.monitor.Held;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who has a mutex, and who waits for it.
///
/// The word that decides is the holder's token: taking is an exchange of `null` for it, and giving
/// back the other way round, which therefore happens once however often the token is closed.
class MutexLine extends Line implements Held {

  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(MutexLine.class, "owner", MutexToken.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable String name;
  private volatile @Nullable MutexToken owner;

  MutexLine(@Nullable String name, boolean strict) {
    super(strict);
    this.name = name;
  }

  final @Nullable MutexToken owner() {
    return owner;
  }

  /// Takes it unless somebody has it or is to be served first.
  final boolean tryTake(MutexToken token) {
    return mode != STRICT && OWNER.compareAndSet(this, null, token);
  }

  /// Gives it back; returns `false` if it was not held with this token.
  boolean release(MutexToken token) {
    if (!OWNER.compareAndSet(this, token, null)) {
      return false;
    }
    int now = mode;
    if (now == ASLEEP || now == STRICT) {
      serve();
    }
    return true;
  }

  final boolean handOver(MutexToken from, MutexToken to) {
    return OWNER.compareAndSet(this, from, to);
  }

  /// The holder has ended: those who wait would do so for ever.
  final void ownerEnded(MutexToken token) {
    if (owner == token) {
      dissolve(token.reproach());
    }
  }

  @Override
  boolean tryTake(Place place) {
    return OWNER.compareAndSet(this, null, (MutexToken) place.request);
  }

  @Override
  boolean isThere(Place place) {
    return owner == null;
  }

  @Override
  void putBack(Place place) {
    OWNER.compareAndSet(this, (MutexToken) place.request, null);
  }

  @Override
  @Nullable String broken(Place place) {
    var token = owner;
    // It may have been given back between the two looks.
    return token != null && token.isOrphaned() && owner == token ? token.reproach() : null;
  }

  @Override
  public Collection<Thread> holders() {
    var token = owner;
    return token == null ? List.of() : List.of(token.thread());
  }

  @Override
  public String toString() {
    return name == null ? "a mutex" : "mutex '" + name + "'";
  }
}
