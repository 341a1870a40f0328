package dev.treadle.resource;

import static dev.treadle.Treadle.moveOnAfter;

import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.Holdings;
import dev.treadle.Step;
import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;
import dev.treadle.monitor.Resources;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A few items of a kind that stay open and are lent, one task at a time each: connections.
///
/// {@snippet class=dev.treadle.resource.PoolSnippets region=acquire lang=java}
///
/// **Order.** Strictly that of arrival: an item that comes back goes to the first who waits, and
/// nobody who comes later can be faster.
///
/// **Opening** is done by threads of the pool's, when somebody waits and there is room, under a
/// bound. Whoever waits takes the first item that is there, opened for it or given back, and may be
/// cancelled at any time; the attempt goes on, and serves the next. If it fails and there are no
/// other items, the first who waits gets the exception; if there are, those who wait go on waiting
/// for one to come back, the failure is logged, and there is another attempt after a rest. What is
/// bound in the [dev.treadle.Context] where the pool is opened is bound there too.
///
/// **Closing** is done by threads of the pool's as well, and nobody but [#close()] waits for it. An
/// item keeps its place until it is closed, so that there are never more than
/// [PoolSettings#maxSize()], not even for a moment.
///
/// **Fitness.** An item is closed instead of lent again if its holder said
/// [discard()][Borrowed#discard()], if it does not look healthy when it comes back, if it was idle
/// or open for too long, or if it does not pass the check that comes before it is lent after it was
/// out of use; see [PoolSettings].
///
/// **A holder that ends** without giving back is a leak: it is logged as
/// [dev.treadle.monitor.Lint#LEAKED_RESOURCE] with the path of the task, and counted; the item is
/// closed, and its place is free again. In a simulation it fails the test. Of a thread that runs no
/// task the end is noticed by those who have to wait. A task that goes on and forgets an item is
/// among [#borrowers()].
///
/// Usable by any thread.
///
/// @param <T> the items
/// @see dev.treadle.sync.CapacityLimiter to bound how many tasks do something, without items
public final class Pool<T> implements AutoCloseable {

  private static final Duration WHATEVER_IT_TAKES = ChronoUnit.FOREVER.getDuration();

  private final Stock<T> stock;
  private final PoolSettings<T> settings;
  private final Duration closeTimeout;
  private final Resources.Tracked tracked;

  /// Who came last, for a guess who comes now.
  private @Nullable Holdings lastHolder;

  private Pool(Resource<T> resource, PoolSettings<T> settings) {
    this.settings = settings;
    this.closeTimeout = resource.closeTimeout();
    this.stock = new Stock<>(resource, settings);
    this.tracked = Resources.track(this, stock::toString);
  }

  /// Opens a pool of at most ten items, none of which is opened before it is needed.
  ///
  /// @param resource opens and closes the items
  /// @throws Cancelled if the calling task is cancelled
  public static <T> Pool<T> open(Resource<T> resource) {
    return open(resource, settings -> settings);
  }

  /// Opens a pool, and waits for as many items as it is to have at least.
  ///
  /// @param resource opens and closes the items
  /// @param settings changes what is said in [PoolSettings]
  /// @throws ResourceException if one of the first items could not be opened; those that were are
  ///   closed
  /// @throws Cancelled if the calling task is cancelled; likewise
  /// @throws IllegalArgumentException if the minimal size is above the maximal one
  public static <T> Pool<T> open(Resource<T> resource, UnaryOperator<PoolSettings<T>> settings) {
    var chosen = settings.apply(PoolSettings.defaults());
    if (chosen.minSize() > chosen.maxSize()) {
      throw new IllegalArgumentException(
          "minSize: expected at most maxSize, " + chosen.maxSize() + ", found " + chosen.minSize());
    }
    Waiter.checkCancelled();
    var pool = new Pool<>(resource, chosen);
    try {
      pool.stock.warmUp();
    } catch (Throwable thrown) {
      pool.closeNow();
      throw thrown;
    }
    return pool;
  }

  // --- Borrowing

  /// Waits for an item and borrows it.
  ///
  /// @return to be closed to give it back
  /// @throws Cancelled if the calling task is cancelled; it has borrowed nothing then
  /// @throws ResourceException if an item had to be opened for it and could not be
  /// @throws PoolClosedException if the pool is closed, or is while the caller waits
  /// @throws IllegalStateException if the caller has all items of the pool itself already
  public Borrowed<T> acquire() {
    boolean again = false;
    while (true) {
      var lease = new Lease<>(stock, enter());
      var request = stock.lend(lease, again);
      if (request != null) {
        await(request);
        return lease.taken();
      }
      if (!stock.needsCheck(lease.item(), lease.since) || passesCheck(lease)) {
        return lease.taken();
      }
      again = true;
    }
  }

  private @Nullable Holdings enter() {
    var last = lastHolder;
    var present = Holdings.enter(last);
    if (present != last) {
      lastHolder = present;
    }
    return present;
  }

  private void await(Request<T> request) {
    stock.lookForDeadHolders();
    Object news;
    try {
      news =
          FlightSwitch.isOn()
              ? FlightEvents.poolWait(stock.toString(), request::await)
              : request.await();
    } catch (Cancelled cancelled) {
      stock.leave(request);
      throw cancelled;
    }
    if (news instanceof Throwable failure) {
      throw new ResourceException(stock + " could not open an item", failure);
    }
    if (news == Request.CLOSED || request.lease.isOver()) {
      throw stock.tooLate();
    }
  }

  /// Whether an item that was out of use may be lent; if not, it is closed, whatever comes.
  private boolean passesCheck(Lease<T> lease) {
    boolean passes = false;
    try {
      passes = check(lease.item().value);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (Exception failure) {
      passes = false; // it says what `false` says
    } finally {
      if (!passes) {
        stock.giveBack(lease, false);
      }
    }
    return passes;
  }

  private boolean check(T value) throws Exception {
    var check = settings.check();
    return check == null
        || Treadle.timeout(check.timeout(), () -> (boolean) check.test().apply(value));
  }

  /// Borrows an item if that needs no waiting: one is there, and is not due for a check.
  ///
  /// @return to be closed to give it back; `null` if there is no such item
  /// @throws PoolClosedException if the pool is closed
  public @Nullable Borrowed<T> tryAcquire() {
    var lease = new Lease<>(stock, Holdings.current());
    return stock.tryLend(lease) ? lease.taken() : null;
  }

  /// Runs a block with a borrowed item and returns the block's value.
  ///
  /// @throws X what the block throws
  /// @throws Cancelled if the calling task is cancelled while it waits
  /// @throws ResourceException if an item had to be opened for it and could not be
  /// @throws PoolClosedException if the pool is closed, or is while the caller waits
  public <R extends @Nullable Object, X extends Exception> R use(
      Step<? super T, ? extends R, X> block) throws X {
    try (var item = acquire()) {
      return block.apply(item.value());
    }
  }

  /// Runs a block without a value with a borrowed item; see [#use(Step)].
  ///
  /// @throws X what the block throws
  public <X extends Exception> void run(Each<? super T, X> block) throws X {
    try (var item = acquire()) {
      block.accept(item.value());
    }
  }

  // --- The end

  /// Closes the pool: nothing is lent any more, and those who wait get a [PoolClosedException].
  /// Waits until all items are closed. Those that are lent have the time of
  /// [PoolSettings#closeGrace()] to come back; then they are taken away from their holders, which
  /// is logged. What is not closed after about four times its resource's close timeout
  /// ([Resource#withCloseTimeout(Duration)]), because it cannot even be cancelled, is left behind.
  ///
  /// It is shielded from cancellation, and does not throw; what cannot be closed is logged. Calling
  /// it again waits for the same.
  @Override
  public void close() {
    for (var lease : end(settings.closeGrace())) {
      stock.warn(" was closed while " + lease.holder() + " had an item, which was taken away");
    }
  }

  /// Closes the pool and takes away what is lent, without waiting for it to come back: its holders
  /// find their items closed. Otherwise as [#close()].
  public void closeNow() {
    end(Duration.ZERO);
  }

  private List<Lease<T>> end(Duration grace) {
    tracked.close();
    stock.close();
    return Treadle.shield(
        WHATEVER_IT_TAKES,
        () -> {
          if (moveOnAfter(grace, stock::awaitEmpty)) {
            return List.of();
          }
          var late = stock.force();
          if (!moveOnAfter(longEnough(), stock::awaitEmpty)) {
            stock.warn(" is closed, but for items that cannot be: " + statistics());
          }
          return late;
        });
  }

  /// Each part of an item has so long to be closed, and is cancelled then: this is for what cannot
  /// be cancelled.
  private Duration longEnough() {
    return Duration.ofSeconds(4 * Math.min(closeTimeout.toSeconds() + 1, Integer.MAX_VALUE));
  }

  // --- Looking

  /// Returns who has items, those who have them for longest not necessarily first.
  public List<Borrower> borrowers() {
    return stock.borrowers();
  }

  /// Returns how it stands at this moment.
  public Statistics statistics() {
    return stock.statistics();
  }

  /// Somebody who has an item.
  ///
  /// @param holder such as `task 'orders/fetch-3'`
  /// @param age for how long, give or take 20 ms
  public record Borrower(String holder, Duration age) {}

  /// How a pool stood for a moment.
  ///
  /// @param idle items that nobody has
  /// @param borrowed items that are lent
  /// @param opening items on their way to being open
  /// @param closing items on their way to being closed
  /// @param waiting how many wait for an item
  /// @param longestWait how long the first of them has waited; zero if nobody waits
  /// @param totals what it has done so far
  public record Statistics(
      int idle,
      int borrowed,
      int opening,
      int closing,
      int waiting,
      Duration longestWait,
      Totals totals) {}

  /// What a pool has done since it was opened.
  ///
  /// @param acquired how often an item was lent
  /// @param opened items that were opened
  /// @param closed items that were closed, also those for which that failed
  /// @param openFailures attempts to open that failed
  /// @param closeFailures items that could not be closed properly
  /// @param unfit items closed because they failed the check, did not look healthy, or were
  ///   discarded
  /// @param expired items closed because of their idle limit or lifetime
  /// @param leaked items whose holders ended without giving them back
  public record Totals(
      long acquired,
      long opened,
      long closed,
      long openFailures,
      long closeFailures,
      long unfit,
      long expired,
      long leaked) {}

  /// Returns what it is and how much of it is used, such as `pool 'db' (3 of 10 borrowed)`.
  @Override
  public String toString() {
    return stock + " (" + statistics().borrowed() + " of " + settings.maxSize() + " borrowed)";
  }
}
