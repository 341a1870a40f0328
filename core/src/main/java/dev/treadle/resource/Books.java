package dev.treadle.resource;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A pool's account of its items: which are aside, which are lent and to whom, which are on their
/// way, and who waits. Guarded by the lock of its [Stock]; wakes nobody and calls nobody.
///
/// An item is put aside only if nobody waits, and somebody waits only if none is aside.
final class Books<T> {

  enum Phase {
    OPEN,
    /// Nothing is lent any more.
    CLOSING,
    /// What was lent has been taken away.
    FORCED
  }

  final Counts counts = new Counts();
  final LinkedHashSet<Request<T>> waiting = new LinkedHashSet<>();
  final Set<Opening<T>> openings = new LinkedHashSet<>();

  /// Where attempts to open rest after one has failed, if others than they can serve those who
  /// wait.
  final Pause pause;

  final Sweeps sweeps;
  Phase phase = Phase.OPEN;

  /// Waits for as many items as there are to be at least.
  @Nullable Waiter<Object> warming;

  private final int minSize;
  private final int maxSize;
  private final int lifetime;
  private final int idleLimit;

  /// Those that came back last are at the end and lent first, so that others may come to their idle
  /// limit.
  private final ArrayDeque<Item<T>> idle = new ArrayDeque<>();

  /// All that are aside or lent.
  private final Set<Item<T>> items = new LinkedHashSet<>();

  private int closing;
  private final List<Waiter<Object>> drains = new ArrayList<>();

  Books(PoolSettings<?> settings, Pause pause, Sweeps sweeps) {
    this.minSize = settings.minSize();
    this.maxSize = settings.maxSize();
    this.lifetime = Moments.units(settings.lifetime());
    this.idleLimit = Moments.units(settings.idleLimit());
    this.pause = pause;
    this.sweeps = sweeps;
  }

  // --- Lending

  @Nullable Item<T> lastAside() {
    return idle.peekLast();
  }

  /// Lends the item that came back last. Returns whether there is one.
  boolean lendAside(Lease<T> lease, int now) {
    var item = idle.pollLast();
    if (item == null) {
      return false;
    }
    assign(item, lease, now);
    counts.acquired++;
    return true;
  }

  void assign(Item<T> item, Lease<T> lease, int now) {
    item.lease = lease;
    lease.item = item;
    lease.since = now;
  }

  /// Gives an item to the first who waits, who is to be woken; puts it aside if nobody does.
  @Nullable Request<T> handOn(Item<T> item, int now) {
    if (waiting.isEmpty()) {
      item.lease = null;
      item.idleSince = now;
      idle.addLast(item);
      sweepBy(item, now);
      return null;
    }
    var next = waiting.removeFirst();
    assign(item, next.lease, now);
    counts.acquired++;
    return next;
  }

  /// Whether it would be for ever that a thread waits for an item, because it has all of them.
  boolean areAllOf(Thread thread) {
    return openings.isEmpty()
        && items.size() == maxSize
        && items.stream().allMatch(item -> item.lease != null && item.lease.thread == thread);
  }

  // --- Coming and going

  /// Everything that takes a place.
  int size() {
    return items.size() + openings.size() + closing;
  }

  boolean isWarm() {
    return items.size() >= minSize;
  }

  boolean isWithoutItems() {
    return items.isEmpty();
  }

  /// How many attempts are to be made now: for those who wait and for the minimum, as far as there
  /// is room. After a failure they rest while there is an item that can come back.
  int due() {
    int wanted = Math.max(waiting.size() - openings.size(), minSize - size());
    boolean resting = pause.isOn() && (waiting.isEmpty() || !items.isEmpty());
    return phase != Phase.OPEN || resting ? 0 : Math.min(wanted, maxSize - size());
  }

  /// An item was opened. It is nobody's yet.
  Item<T> add(Opened<T> opened, int now, World world) {
    var life = lifetime - world.random().nextInt(lifetime / 10 + 1);
    var item = new Item<>(opened, now, now + life);
    items.add(item);
    counts.opened++;
    return item;
  }

  /// An item is to be closed. It keeps its place until it is.
  void retire(Item<T> item) {
    item.lease = null;
    items.remove(item);
    closing++;
  }

  /// An item was closed, for better or worse.
  void closed(boolean failed) {
    closing--;
    counts.closed++;
    if (failed) {
      counts.closeFailures++;
    }
  }

  /// Waits to be told that nothing is open any more. Returns whether there is anything.
  boolean addDrain(Waiter<Object> drain) {
    return size() > 0 && drains.add(drain);
  }

  void removeDrain(Waiter<Object> drain) {
    drains.remove(drain);
  }

  /// Those who are to be told now.
  List<Waiter<Object>> takeDrains() {
    if (phase == Phase.OPEN || drains.isEmpty() || size() > 0) {
      return List.of();
    }
    var all = List.copyOf(drains);
    drains.clear();
    return all;
  }

  /// Retires all that are aside.
  List<Item<T>> retireAside() {
    var aside = List.copyOf(idle);
    idle.clear();
    aside.forEach(this::retire);
    return aside;
  }

  /// Retires all that are lent and meet a condition; returns those who had them.
  List<Lease<T>> retireLent(Predicate<Lease<T>> condition) {
    var leases = leases().stream().filter(condition).toList();
    leases.forEach(lease -> retire(lease.item()));
    return leases;
  }

  List<Lease<T>> leases() {
    return items.stream().map(item -> item.lease).filter(Objects::nonNull).toList();
  }

  // --- Limits

  /// Whether an item that comes back may be lent again.
  boolean isFit(Item<T> item, boolean healthy, int now) {
    if (!healthy) {
      counts.unfit++;
    } else if (isExpired(item, now)) {
      counts.expired++;
    } else {
      return true;
    }
    return false;
  }

  private boolean isExpired(Item<T> item, int now) {
    return lifetime < Moments.LONGEST && now - item.expires >= 0;
  }

  private boolean isIdleForLong(Item<T> item, int now) {
    return hasIdleLimit() && now - item.idleSince >= idleLimit;
  }

  private boolean hasIdleLimit() {
    return idleLimit < Moments.LONGEST && items.size() > minSize;
  }

  /// Retires those aside whose time is over.
  List<Item<T>> sweep(int now) {
    var retired = new ArrayList<Item<T>>();
    for (var item : List.copyOf(idle)) {
      if (isExpired(item, now) || isIdleForLong(item, now)) {
        idle.remove(item);
        retire(item);
        retired.add(item);
        counts.expired++;
      }
    }
    idle.forEach(item -> sweepBy(item, now));
    return retired;
  }

  /// Sees to a sweep when this item's lifetime ends, or the one that is aside for longest comes to
  /// its limit.
  private void sweepBy(Item<T> item, int now) {
    int soonest = lifetime < Moments.LONGEST ? item.expires - now : Moments.LONGEST;
    if (hasIdleLimit()) {
      soonest = Math.min(soonest, idle.getFirst().idleSince + idleLimit - now);
    }
    if (soonest < Moments.LONGEST) {
      sweeps.by(now + Math.max(1, soonest), now);
    }
  }

  // --- Looking

  Pool.Statistics statistics(long now) {
    var longest =
        waiting.isEmpty()
            ? Duration.ZERO
            : Duration.ofNanos(Math.max(0, now - waiting.getFirst().since));
    int lent = leases().size();
    int opening = openings.size() + items.size() - idle.size() - lent;
    return new Pool.Statistics(
        idle.size(), lent, opening, closing, waiting.size(), longest, counts.totals());
  }
}
