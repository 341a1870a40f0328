package dev.treadle.resource;

import dev.treadle.Cancelled;
import dev.treadle.Lender;
import dev.treadle.Waiter;
import dev.treadle.monitor.Held;
import dev.treadle.resource.Books.Phase;
import dev.treadle.seam.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a pool has, who has it, and who waits for it.
///
/// An item changes hands under the lock, by whoever finds it with the lease that it expects; so it
/// is nowhere twice, and closed once. Nobody is woken, and nothing of the user's called, under the
/// lock.
///
/// An item is handed on by giving the lease of the first who waits the item, then waking that one.
/// If it has given up meanwhile, whoever tried hands the item to the next. It is never aside in
/// between, so that nobody who comes later can be faster.
///
/// A place is taken from before an item is opened until after it is closed: a server that allows
/// ten never sees eleven.
final class Stock<T> implements Lender, Held {

  final World world = World.current();
  private final boolean simulated = world.isSimulated();
  private final PoolSettings<T> settings;
  private final int checkAfter;
  private final Keeper<T> keeper;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock.
  private final Books<T> books;

  /// Some holder is or was a thread that runs no task, whose end nobody reports.
  private volatile boolean outsiders;

  Stock(Resource<T> resource, PoolSettings<T> settings) {
    this.settings = settings;
    var check = settings.check();
    this.checkAfter = check == null ? Integer.MAX_VALUE : Moments.units(check.after());
    this.keeper = new Keeper<>(this, resource, settings.openTimeout());
    this.books =
        new Books<>(settings, new Pause(world, this::goOn), new Sweeps(world, this::sweep));
  }

  private <R> R locked(Supplier<R> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }

  // --- Lending

  /// Lends an item that is aside, or puts the caller in line.
  ///
  /// @param again whether its turn had come already, and the item was of no use
  /// @return its place in the line; `null` if it has an item
  @Nullable Request<T> lend(Lease<T> lease, boolean again) {
    int now = Moments.now(world);
    Request<T> request;
    List<Opening<T>> due;
    lock.lock();
    try {
      requireOpen();
      if (books.lendAside(lease, now)) {
        return null;
      }
      request = join(lease, again);
      due = due();
    } finally {
      lock.unlock();
    }
    keeper.open(due);
    return request;
  }

  /// Lends an item that is aside, if there is one and it need not be checked.
  boolean tryLend(Lease<T> lease) {
    int now = Moments.now(world);
    lock.lock();
    try {
      requireOpen();
      var item = books.lastAside();
      return item != null && !needsCheck(item, now) && books.lendAside(lease, now);
    } finally {
      lock.unlock();
    }
  }

  boolean needsCheck(Item<T> item, int now) {
    return now - item.idleSince >= checkAfter;
  }

  private Request<T> join(Lease<T> lease, boolean again) {
    if (books.areAllOf(Thread.currentThread())) {
      throw new IllegalStateException(
          this
              + ": the caller has all "
              + settings.maxSize()
              + " items itself, and would wait for itself: give one back first, or raise maxSize");
    }
    var request = new Request<>(this, lease, world.nanoTime());
    if (again) {
      books.waiting.addFirst(request);
    } else {
      books.waiting.addLast(request);
    }
    return request;
  }

  private void requireOpen() {
    if (books.phase != Phase.OPEN) {
      throw closed();
    }
  }

  PoolClosedException closed() {
    return new PoolClosedException(this + " is closed, and lends nothing any more");
  }

  /// Somebody who waited has given up.
  void leave(Request<T> request) {
    var _ = locked(() -> books.waiting.remove(request));
  }

  /// Hands an item from one holder to another. Returns whether the first had it still.
  boolean handOver(Lease<T> from, Lease<T> to) {
    int now = Moments.now(world);
    return locked(() -> {
      var item = from.item();
      if (item.lease != from) {
        return false;
      }
      from.end("it was taken over");
      books.assign(item, to, now);
      return true;
    });
  }

  // --- Giving back

  /// Returns whether the item was lent to this lease still.
  boolean giveBack(Lease<T> lease, boolean fit) {
    return settle(lease.item(), lease, fit && isHealthy(lease.item().value));
  }

  private boolean isHealthy(T value) {
    var health = settings.health();
    try {
      return health == null || health.test(value);
    } catch (RuntimeException | Error failure) {
      return false; // to give back never throws, and who cannot say that it is healthy is not
    }
  }

  /// Decides what becomes of an item that nobody needs any more: it is handed to the first who
  /// waits, put aside, or closed.
  ///
  /// @param from whose it was; `null` if it has just been opened
  /// @return whether it was so
  private boolean settle(Item<T> item, @Nullable Lease<T> from, boolean fit) {
    int now = Moments.now(world);
    var holder = from;
    while (true) {
      Request<T> next = null;
      boolean kept;
      lock.lock();
      try {
        if (item.lease != holder) {
          return holder != from;
        }
        if (holder != null) {
          holder.end("it was given back");
        }
        kept = books.phase == Phase.OPEN && books.isFit(item, fit, now);
        if (kept) {
          next = books.handOn(item, now);
        } else {
          books.retire(item);
        }
      } finally {
        lock.unlock();
      }
      if (!kept) {
        keeper.close(item);
      }
      if (next == null || next.wake(Request.READY)) {
        return true;
      }
      holder = next.lease;
    }
  }

  /// Called when an item has been closed, for better or worse.
  void closed(boolean failed) {
    List<Opening<T>> due;
    List<Waiter<Object>> drained;
    lock.lock();
    try {
      books.closed(failed);
      due = due();
      drained = books.takeDrains();
    } finally {
      lock.unlock();
    }
    keeper.open(due);
    wake(drained);
  }

  // --- Opening

  private List<Opening<T>> due() {
    int count = books.due();
    if (count <= 0) {
      return List.of();
    }
    var due = new ArrayList<Opening<T>>(count);
    for (int i = 0; i < count; i++) {
      due.add(keeper.opening());
    }
    books.openings.addAll(due);
    return due;
  }

  private void openDue() {
    keeper.open(locked(this::due));
  }

  void opened(Opening<T> opening, Opened<T> opened) {
    int now = Moments.now(world);
    Item<T> item;
    Waiter<Object> warm;
    lock.lock();
    try {
      books.openings.remove(opening);
      books.pause.cancel();
      item = books.add(opened, now, world);
      warm = books.isWarm() ? books.warming : null;
    } finally {
      lock.unlock();
    }
    var _ = settle(item, null, true);
    if (warm != null) {
      warm.wake(Request.READY);
    }
    openDue();
  }

  /// An attempt has failed.
  void notOpened(Opening<T> opening, Throwable failure) {
    Waiter<Object> told = null;
    boolean matters;
    List<Opening<T>> due;
    List<Waiter<Object>> drained;
    lock.lock();
    try {
      books.openings.remove(opening);
      matters = books.phase == Phase.OPEN;
      if (matters) {
        told = failed();
      }
      due = due();
      drained = books.takeDrains();
    } finally {
      lock.unlock();
    }
    if (told != null) {
      told.wake(failure);
    } else if (matters) {
      keeper.openFailed(failure);
    }
    keeper.open(due);
    wake(drained);
  }

  /// Returns whom to tell. If there is an item that will come back, nobody: those who wait get that
  /// one, and the attempts rest. If there is none, the first who waits, and the next attempt is for
  /// the next.
  private @Nullable Waiter<Object> failed() {
    books.counts.openFailures++;
    if (books.warming == null && books.isWithoutItems() && !books.waiting.isEmpty()) {
      return books.waiting.removeFirst();
    }
    books.pause.begin();
    return books.warming;
  }

  /// Called by the timer that ends a rest.
  private void goOn() {
    keeper.open(
        locked(() -> {
          books.pause.ended();
          return due();
        }));
  }

  /// Opens as many items as there are to be at least, and waits for them.
  ///
  /// @throws ResourceException if one could not be opened
  void warmUp() {
    if (settings.minSize() == 0) {
      return;
    }
    var warm = new Waiter<Object>(this);
    keeper.open(
        locked(() -> {
          books.warming = warm;
          return due();
        }));
    var news = warm.await();
    if (news instanceof Throwable failure) {
      throw new ResourceException(this + " could not open an item", failure);
    }
    var _ = locked(() -> books.warming = null);
  }

  // --- Limits

  /// Called by the timer.
  private void sweep() {
    int now = Moments.now(world);
    List<Item<T>> retired =
        locked(() -> {
          books.sweeps.begun();
          return books.phase == Phase.OPEN ? books.sweep(now) : List.of();
        });
    retired.forEach(keeper::close);
  }

  // --- Holders that end

  @Override
  public void abandoned(int amount, String by) {
    var ending = Thread.currentThread();
    takeAway(lease -> lease.thread == ending && lease.isOfTask());
  }

  /// Looks for holders that are threads which run no task, and have ended: nobody tells that.
  void lookForDeadHolders() {
    if (outsiders) {
      takeAway(lease -> !lease.isOfTask() && !lease.thread.isAlive());
    }
  }

  private void takeAway(Predicate<Lease<T>> hasEnded) {
    int now = Moments.now(world);
    var leaked =
        locked(() -> {
          var leases = books.retireLent(hasEnded);
          leases.forEach(lease -> lease.end(lease.holder() + " ended without giving it back"));
          books.counts.leaked += leases.size();
          return leases;
        });
    for (var lease : leaked) {
      keeper.leaked(lease, Duration.ofNanos(Moments.nanos(now - lease.since)));
      keeper.close(lease.item());
    }
  }

  // --- The end

  /// Lends nothing any more, sends away those who wait, and closes what is aside.
  void close() {
    List<Request<T>> sentAway;
    List<Opening<T>> underWay;
    List<Item<T>> aside;
    lock.lock();
    try {
      if (books.phase != Phase.OPEN) {
        return;
      }
      books.phase = Phase.CLOSING;
      books.sweeps.stop();
      books.pause.cancel();
      sentAway = List.copyOf(books.waiting);
      books.waiting.clear();
      underWay = List.copyOf(books.openings);
      aside = books.retireAside();
    } finally {
      lock.unlock();
    }
    sentAway.forEach(request -> request.wake(Request.CLOSED));
    underWay.forEach(Opening::cancel);
    aside.forEach(keeper::close);
  }

  /// Takes away what is lent, and closes it.
  ///
  /// @return those who had it
  List<Lease<T>> force() {
    var taken =
        locked(() -> {
          books.phase = Phase.FORCED;
          var leases = books.retireLent(_ -> true);
          leases.forEach(lease -> lease.end("the pool was closed by force"));
          return leases;
        });
    for (var lease : taken) {
      lease.gaveBack();
      keeper.close(lease.item());
    }
    return taken;
  }

  /// Waits until nothing is open any more. Of a pool that is closed.
  void awaitEmpty() {
    var drain = new Waiter<Object>(this);
    if (!locked(() -> books.addDrain(drain))) {
      return;
    }
    try {
      drain.await();
    } catch (Cancelled cancelled) {
      lock.lock();
      try {
        books.removeDrain(drain);
      } finally {
        lock.unlock();
      }
      throw cancelled;
    }
  }

  private static void wake(List<Waiter<Object>> drained) {
    drained.forEach(drain -> drain.wake(Request.READY));
  }

  void warn(String what) {
    keeper.warn(this + what);
  }

  // --- Looking

  /// A lease has come to its holder. In a simulation, one that is open at the end fails the test.
  void taken(Lease<T> lease) {
    if (!lease.isOfTask()) {
      outsiders = true;
    }
    if (simulated) {
      world.events().resourceOpened(lease, () -> lease + ", borrowed by " + lease.holder());
    }
  }

  void over(Lease<T> lease) {
    if (simulated) {
      world.events().resourceClosed(lease);
    }
  }

  List<Pool.Borrower> borrowers() {
    int now = Moments.now(world);
    return locked(books::leases).stream()
        .map(lease ->
            new Pool.Borrower(lease.holder(), Duration.ofNanos(Moments.nanos(now - lease.since))))
        .toList();
  }

  Pool.Statistics statistics() {
    long now = world.nanoTime();
    return locked(() -> books.statistics(now));
  }

  /// If there is one item only, its holder must act before anybody else can have it.
  @Override
  public Collection<Thread> holders() {
    return settings.maxSize() > 1
        ? List.of()
        : locked(books::leases).stream().map(lease -> lease.thread).toList();
  }

  @Override
  public String toString() {
    return settings.name() == null ? "a pool" : "pool '" + settings.name() + "'";
  }
}
