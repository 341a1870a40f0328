package dev.treadle.sync;

import dev.treadle.Holdings;
import dev.treadle.Lender;
import dev.treadle.Treadle;
import dev.treadle.monitor.Held;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who has a mutex, and who waits for it.
///
/// The word that decides is a count of changes hands: odd while somebody has it. What it is then is
/// the holder's ticket. To give back is to exchange the ticket for the next number, which therefore
/// happens once however often it is tried, and by whomever.
class MutexLine extends Line implements Held, Lender {

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private static final VarHandle STATE;
  private static final VarHandle OWNER_TICKET;

  static {
    try {
      var lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(MutexLine.class, "state", long.class);
      OWNER_TICKET = lookup.findVarHandle(MutexLine.class, "ownerTicket", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final @Nullable String name;
  private volatile long state;

  /// The [Holdings] of the last task that had it, or the last [Thread] that is none. Written before
  /// its ticket; whose it is now says only a ticket that is the state.
  private @Nullable Object owner;

  private long ownerTicket;

  /// The ticket with which a task has ended, and which.
  private volatile long lostTicket;

  private volatile String lostBy = "";

  /// A ticket whose holder had lent the mutex out, and the older one in its token. The first is
  /// written last, and they count only while it is the state.
  private volatile long renewed;

  private volatile long tokenTicket;

  MutexLine(@Nullable String name, boolean strict) {
    super(strict);
    this.name = name;
  }

  private static boolean isHeld(long state) {
    return (state & 1) != 0;
  }

  final boolean isHeld() {
    return isHeld(state);
  }

  /// Takes it unless somebody has it or is to be served first. Returns the ticket, or 0.
  final long tryTake() {
    long before = state;
    return !isHeld(before) && mode != STRICT && STATE.compareAndSet(this, before, before + 1)
        ? before + 1
        : 0;
  }

  /// Who had it last, for a guess who comes now.
  final @Nullable Holdings lastHolder() {
    return owner instanceof Holdings holdings ? holdings : null;
  }

  /// Notes who has it.
  ///
  /// @param holdings the caller's; `null` if it runs no task
  final MutexToken taken(long ticket, @Nullable Holdings holdings) {
    Object me = holdings == null || !holdings.isOfTask() ? Thread.currentThread() : holdings;
    if (owner != me) {
      owner = me;
    }
    OWNER_TICKET.setRelease(this, ticket);
    if (holdings != null) {
      holdings.took(this, 1);
    }
    return new MutexToken(this, ticket, holdings);
  }

  /// Gives it back, if this ticket is the one.
  boolean release(long ticket) {
    if (!STATE.compareAndSet(this, ticket, ticket + 1)) {
      long now = newTicket(ticket);
      if (now == ticket || !STATE.compareAndSet(this, now, now + 1)) {
        return false;
      }
    }
    int now = mode;
    if (now == ASLEEP || now == STRICT) {
      serve();
    }
    return true;
  }

  /// Hands it from one holder to another. Returns the new ticket, or 0 if the old one is not valid.
  final long handOver(long ticket) {
    long now = newTicket(ticket);
    return STATE.compareAndSet(this, now, now + 2) ? now + 2 : 0;
  }

  // --- Lending it out

  /// Gives it back for a while; only for who has it. Returns the ticket in its token, for taking it
  /// back.
  final long lend() {
    long now = state;
    long inToken = renewed == now ? tokenTicket : now;
    var holdings = Holdings.current();
    if (release(now) && holdings != null) {
      var _ = holdings.gaveBack(this, 1);
    }
    return inToken;
  }

  /// Takes it back, waiting for it whoever is cancelled meanwhile. Tickets are never used twice, or
  /// a token closed twice might give back what somebody else has; so the one in the token is noted
  /// as standing for the new one.
  final void takeBack(long inToken) {
    long ticket = tryTake();
    if (ticket == 0) {
      ticket = Treadle.<Long, RuntimeException>shield(FOREVER, () -> await(1).ticket);
    }
    var _ = taken(ticket, Holdings.current());
    tokenTicket = inToken;
    renewed = ticket;
  }

  /// The ticket that a ticket stands for: itself, unless its holder has lent it out and taken back.
  private long newTicket(long ticket) {
    long now = state;
    return now != ticket && isHeld(now) && renewed == now && tokenTicket == ticket ? now : ticket;
  }

  @Override
  boolean tryTake(Place place) {
    long before = state;
    if (isHeld(before) || !STATE.compareAndSet(this, before, before + 1)) {
      return false;
    }
    place.ticket = before + 1;
    return true;
  }

  @Override
  boolean isThere(Place place) {
    return !isHeld();
  }

  @Override
  void putBack(Place place) {
    STATE.compareAndSet(this, place.ticket, place.ticket + 1);
  }

  // --- Holders

  /// Who has it: [Holdings], a [Thread], or `null` if nobody has it or has said so yet.
  final @Nullable Object holder() {
    long now = state;
    // In this order: if the ticket is the present one, so is the owner, or one that came later.
    return isHeld(now) && (long) OWNER_TICKET.getAcquire(this) == now ? owner : null;
  }

  static @Nullable Thread threadOf(@Nullable Object holder) {
    return holder instanceof Holdings holdings ? holdings.thread() : (Thread) holder;
  }

  static String nameOf(Object holder) {
    return holder instanceof Holdings holdings
        ? holdings.describe()
        : "thread '" + ((Thread) holder).getName() + "'";
  }

  /// The holding task has ended, unless another thread gives back just now.
  @Override
  public void abandoned(int amount, String by) {
    long now = state;
    if (isHeld(now) && ownerTicket == now) {
      lostBy = by;
      lostTicket = now;
      dissolve(reproach(by));
    }
  }

  @Override
  @Nullable String broken() {
    long now = state;
    if (isHeld(now) && lostTicket == now) {
      return reproach(lostBy);
    }
    var holder = holder();
    return holder instanceof Thread thread && !thread.isAlive() && state == now
        ? reproach(nameOf(holder))
        : null;
  }

  private String reproach(String by) {
    return this
        + " was held by "
        + by
        + ", which ended without releasing it; use try (var _ = mutex.acquire())";
  }

  @Override
  public Collection<Thread> holders() {
    var thread = threadOf(holder());
    return thread == null ? List.of() : List.of(thread);
  }

  @Override
  public String toString() {
    return name == null ? "a mutex" : "mutex '" + name + "'";
  }
}
