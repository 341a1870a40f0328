package dev.treadle.sync;

import static dev.treadle.Treadle.shield;

import dev.treadle.Holdings;
import dev.treadle.Lender;
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

  private static final Duration WHATEVER_IT_TAKES = Duration.ofNanos(Long.MAX_VALUE);

  private final @Nullable String name;
  private volatile long state;

  /// The [Holdings] of the last task that had it, or the last [Thread] that is none. Written before
  /// its ticket; whose it is now says only a ticket that is the state.
  private @Nullable Object owner;

  @SuppressWarnings("UnusedVariable") // read through its handle
  private long ownerTicket;

  /// Which token stands for a newer ticket than its own, because its holder lent the mutex.
  private volatile @Nullable Lent lent;

  /// The ticket with which a task has ended, and which.
  private volatile long lostTicket;

  private volatile String lostBy = "";

  MutexLine(@Nullable String name, boolean strict) {
    super(strict);
    this.name = name;
  }

  private static boolean isHeld(long state) {
    return (state & 1) != 0;
  }

  boolean isHeld() {
    return isHeld(state);
  }

  /// Takes it unless somebody has it or is to be served first. Returns the ticket, or 0.
  long tryTake() {
    long before = state;
    return !isHeld(before) && mode != STRICT && STATE.compareAndSet(this, before, before + 1)
        ? before + 1
        : 0;
  }

  /// Who had it last, for a guess who comes now.
  @Nullable Holdings lastHolder() {
    return owner instanceof Holdings holdings ? holdings : null;
  }

  /// Notes who has it.
  ///
  /// @param holdings the caller's; `null` if it runs no task
  MutexToken taken(long ticket, @Nullable Holdings holdings) {
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

  /// Gives it back, if this ticket is the one, or stands for it.
  boolean release(long ticket) {
    return giveBack(ticket) || giveBack(now(ticket));
  }

  private boolean giveBack(long ticket) {
    if (!STATE.compareAndSet(this, ticket, ticket + 1)) {
      return false;
    }
    int now = mode;
    if (now == ASLEEP || now == STRICT) {
      serve();
    }
    return true;
  }

  /// Hands it from one holder to another. Returns the new ticket, or 0 if the old one is not valid.
  long handOver(long ticket) {
    long present = now(ticket);
    return STATE.compareAndSet(this, present, present + 2) ? present + 2 : 0;
  }

  // --- Lending

  /// A holder's token keeps its ticket while others have the mutex for a time.
  private record Lent(long ticket, long now) {}

  private long now(long ticket) {
    var known = lent;
    return known != null && known.ticket == ticket ? known.now : ticket;
  }

  /// The holder gives it back for a while. Returns the ticket to come back with.
  long lend(@Nullable Holdings holdings) {
    long present = state;
    var known = lent;
    long ticket = known != null && known.now == present ? known.ticket : present;
    giveBack(present);
    if (holdings != null) {
      var _ = holdings.gaveBack(this, 1);
    }
    return ticket;
  }

  /// The holder takes it back, waiting for it whoever is cancelled meanwhile.
  void takeBack(long ticket, @Nullable Holdings holdings) {
    long present = tryTake();
    if (present == 0) {
      present = shield(WHATEVER_IT_TAKES, () -> await(1)).ticket;
    }
    lent = new Lent(ticket, present);
    var _ = taken(present, holdings);
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
  @Nullable Object holder() {
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

  /// A task has ended that had it; unless another thread has given it back, or does so just now.
  /// Then somebody else may have it already.
  @Override
  public void abandoned(int amount, String by) {
    long now = state;
    if (holder() instanceof Holdings last && last.thread() == null && state == now) {
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
