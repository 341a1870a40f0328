package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Work from those who have it to those who do it: asyncio's `Queue`, `LifoQueue` and
/// `PriorityQueue`.
///
/// Besides handing elements over it knows which of them are done, so that [#join()] waits for the
/// work and not only for an empty queue, and it can be shut down, so that workers end by
/// themselves. If you need neither, take a channel.
///
/// {@snippet class=dev.treadle.channel.WorkQueueSnippets region=workers lang=java}
///
/// **Cancellation.** A cancelled [#put(Object)] put nothing, a cancelled [#take()] took nothing,
/// and if it succeeded in the same moment it returns normally; the cancellation strikes at the next
/// wait. The methods that do not wait work in a cancelled task too.
///
/// **Order.** Elements leave a [#fifo()] queue in the order in which they came, a [#lifo()] queue
/// in the opposite order, a [#priority(Comparator)] queue as the comparator says, equal ones in the
/// order in which they came. Tasks that wait are served in order of arrival, but a task that is
/// running may pass them over: to wake somebody takes time, in which it can get much done. Those
/// who wait are passed over sixteen times, or for a millisecond if that is more; then newcomers
/// stand in line until the sixteen who have waited longest are served, or all if they are fewer. So
/// the tenth in line is passed over for about a millisecond at most, the hundredth for seven.
///
/// **Threads.** Any thread may use it, platform threads included. What happens before an element is
/// put is visible to whoever takes it, and what happens before [#done()] to whoever returns from
/// [#join()].
///
/// @param <T> the elements; `null` is none
public final class WorkQueue<T> implements Iterable<T> {

  /// How an attempt ended that did not end with an element taken.
  private enum Attempt {
    SUCCEEDED,
    MUST_WAIT,
    STALE,
    SHUT_DOWN
  }

  private final String name;
  private final int maxSize;
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  private final Stock<T> stock;

  private final Turns putters;
  private final Turns takers;
  private final Ledger ledger;
  private boolean isShutDown;

  private WorkQueue(String name, int maxSize, Stock<T> stock) {
    this.name = name;
    this.maxSize = maxSize;
    this.stock = stock;
    putters = new Turns(lock, "put into " + name, () -> isShutDown || stock.size() < maxSize);
    ledger = new Ledger(name, lock);
    takers = new Turns(lock, "take from " + name, () -> isShutDown || stock.size() > 0);
  }

  // --- Creating

  /// Creates a queue whose elements leave in the order in which they came, with no bound on their
  /// number.
  public static <T> WorkQueue<T> fifo() {
    return new WorkQueue<>("fifo queue", Integer.MAX_VALUE, new Row<>(false));
  }

  /// Creates a queue whose elements leave in the order in which they came.
  ///
  /// @param maxSize how many it holds before a put waits, at least 1
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> fifo(int maxSize) {
    return new WorkQueue<>("fifo queue", bound(maxSize), new Row<>(false));
  }

  /// Creates a queue whose elements leave in the order in which they came.
  ///
  /// @param name what task trees and messages call it
  /// @param maxSize how many it holds before a put waits, at least 1; `Integer.MAX_VALUE` for no
  ///   bound
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> fifo(String name, int maxSize) {
    return new WorkQueue<>(quoted("fifo queue", name), bound(maxSize), new Row<>(false));
  }

  /// Creates a queue whose newest element leaves first, with no bound on their number.
  public static <T> WorkQueue<T> lifo() {
    return new WorkQueue<>("lifo queue", Integer.MAX_VALUE, new Row<>(true));
  }

  /// Creates a queue whose newest element leaves first.
  ///
  /// @param maxSize how many it holds before a put waits, at least 1
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> lifo(int maxSize) {
    return new WorkQueue<>("lifo queue", bound(maxSize), new Row<>(true));
  }

  /// Creates a queue whose newest element leaves first.
  ///
  /// @param name what task trees and messages call it
  /// @param maxSize how many it holds before a put waits, at least 1; `Integer.MAX_VALUE` for no
  ///   bound
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> lifo(String name, int maxSize) {
    return new WorkQueue<>(quoted("lifo queue", name), bound(maxSize), new Row<>(true));
  }

  /// Creates a queue whose least element leaves first, with no bound on their number.
  ///
  /// @param comparator says which leaves first, as in [#priority(String, int, Comparator)]
  public static <T> WorkQueue<T> priority(Comparator<? super T> comparator) {
    return new WorkQueue<>("priority queue", Integer.MAX_VALUE, sorted(comparator));
  }

  /// Creates a queue whose least element leaves first.
  ///
  /// @param maxSize how many it holds before a put waits, at least 1
  /// @param comparator says which leaves first, as in [#priority(String, int, Comparator)]
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> priority(int maxSize, Comparator<? super T> comparator) {
    return new WorkQueue<>("priority queue", bound(maxSize), sorted(comparator));
  }

  /// Creates a queue whose least element leaves first; equal ones leave in the order in which they
  /// came.
  ///
  /// The comparator is called by those who put and take, without any lock, so it may be called by
  /// several threads at once, and again for the same element if another thread was quicker. What it
  /// throws comes out of the put or take that called it, and the queue is as it was before. If what
  /// it says about an element changes while that is in the queue, the order is undefined, but
  /// nothing is lost.
  ///
  /// @param name what task trees and messages call it
  /// @param maxSize how many it holds before a put waits, at least 1; `Integer.MAX_VALUE` for no
  ///   bound
  /// @param comparator says which leaves first
  /// @throws IllegalArgumentException if `maxSize` is less than 1
  public static <T> WorkQueue<T> priority(
      String name, int maxSize, Comparator<? super T> comparator) {
    return new WorkQueue<>(quoted("priority queue", name), bound(maxSize), sorted(comparator));
  }

  private static <T> Stock<T> sorted(Comparator<? super T> comparator) {
    return new Sorted<>(Objects.requireNonNull(comparator, "comparator"));
  }

  private static String quoted(String kind, String name) {
    return kind + " '" + Objects.requireNonNull(name, "name") + "'";
  }

  private static int bound(int maxSize) {
    if (maxSize < 1) {
      throw new IllegalArgumentException(
          "maxSize: expected at least 1, found " + maxSize + "; leave it out for no bound");
    }
    return maxSize;
  }

  // --- Putting

  /// Puts an element, waiting for room.
  ///
  /// @throws QueueShutdownException if the queue is shut down, before or while this waits; nothing
  ///   was put
  /// @throws Cancelled if the calling task is cancelled; nothing was put
  public void put(T element) {
    Objects.requireNonNull(element, "element");
    Waiter.checkCancelled();
    if (attemptPut(element, null)) {
      return;
    }
    var turn = putters.turn();
    while (!attemptPut(element, turn)) {
      putters.await(turn);
    }
  }

  /// Puts an element if there is room. Never waits.
  ///
  /// @return whether it was put; not if the queue is full, or if the room is promised to tasks that
  ///   have been passed over for too long
  /// @throws QueueShutdownException if the queue is shut down; nothing was put
  public boolean tryPut(T element) {
    return attemptPut(Objects.requireNonNull(element, "element"), null);
  }

  /// Puts the element, or else gets in line if it has a turn.
  private boolean attemptPut(T element, @Nullable Turn turn) {
    while (true) {
      var plan = planAdd(element, turn);
      switch (attemptAdd(plan, turn)) {
        case SUCCEEDED -> {
          return true;
        }
        case MUST_WAIT -> {
          return false;
        }
        case SHUT_DOWN -> throw shutDown("this element was not put");
        case STALE -> {}
      }
    }
  }

  private Object planAdd(T element, @Nullable Turn turn) {
    try {
      return stock.planAdd(element);
    } catch (Throwable thrown) {
      turnAway(putters, turn);
      throw thrown;
    }
  }

  private Attempt attemptAdd(Object plan, @Nullable Turn turn) {
    Attempt ended;
    Turn nextPutter;
    Turn nextTaker;
    lock.lock();
    try {
      ended = add(plan, turn);
      nextPutter = putters.next();
      nextTaker = takers.next();
    } finally {
      lock.unlock();
    }
    putters.wake(nextPutter);
    takers.wake(nextTaker);
    return ended;
  }

  private Attempt add(Object plan, @Nullable Turn turn) {
    if (isShutDown) {
      putters.went(turn);
      return Attempt.SHUT_DOWN;
    }
    if (stock.size() < maxSize && putters.lets(turn)) {
      if (!stock.add(plan)) {
        return Attempt.STALE;
      }
      ledger.put();
      putters.went(turn);
      return Attempt.SUCCEEDED;
    }
    if (turn != null) {
      putters.enter(turn);
    }
    return Attempt.MUST_WAIT;
  }

  // --- Taking

  /// Takes the next element, waiting for one.
  ///
  /// @throws QueueShutdownException if the queue is shut down and empty, before or while this waits
  /// @throws Cancelled if the calling task is cancelled; nothing was taken
  public T take() {
    var element = takeUnlessOver();
    if (element == null) {
      throw shutDown("nothing is left to take");
    }
    return element;
  }

  /// Takes the next element if there is one. Never waits.
  ///
  /// @return the element; `null` if the queue is empty, or if what it holds is promised to tasks
  ///   that have been passed over for too long
  /// @throws QueueShutdownException if the queue is shut down and empty
  public @Nullable T tryTake() {
    var ended = attemptTake(null);
    if (ended == Attempt.SHUT_DOWN) {
      throw shutDown("nothing is left to take");
    }
    return ended == Attempt.MUST_WAIT ? null : element(ended);
  }

  /// Returns the elements that there will be, until the queue is shut down and empty: each step
  /// takes one, waiting for it, and throws what [#take()] throws but for the end.
  ///
  /// {@snippet class=dev.treadle.channel.WorkQueueSnippets region=iterate lang=java}
  ///
  /// As many tasks may iterate as you like, each with an iterator of its own; each element goes to
  /// one of them. It is `hasNext()` that takes an element, so whoever called it should go on to
  /// `next()`, as a `for` loop does.
  @Override
  public Iterator<T> iterator() {
    return new Elements<>(this::takeUnlessOver);
  }

  /// Returns `null` if the queue is shut down and empty.
  private @Nullable T takeUnlessOver() {
    Waiter.checkCancelled();
    var ended = attemptTake(null);
    if (ended == Attempt.MUST_WAIT) {
      var turn = takers.turn();
      for (ended = attemptTake(turn); ended == Attempt.MUST_WAIT; ended = attemptTake(turn)) {
        takers.await(turn);
      }
    }
    return ended == Attempt.SHUT_DOWN ? null : element(ended);
  }

  @SuppressWarnings("unchecked") // the attempt ended with an element
  private T element(Object ended) {
    return (T) ended;
  }

  /// Takes an element, or else gets in line if it has a turn. Returns the element or an [Attempt].
  private Object attemptTake(@Nullable Turn turn) {
    while (true) {
      var plan = planRemove(turn);
      var ended = attemptRemove(plan, turn);
      if (ended != Attempt.STALE) {
        return ended;
      }
    }
  }

  private Object planRemove(@Nullable Turn turn) {
    try {
      return stock.planRemove();
    } catch (Throwable thrown) {
      turnAway(takers, turn);
      throw thrown;
    }
  }

  private Object attemptRemove(Object plan, @Nullable Turn turn) {
    Object ended;
    Turn nextPutter;
    Turn nextTaker;
    lock.lock();
    try {
      ended = remove(plan, turn);
      nextPutter = putters.next();
      nextTaker = takers.next();
    } finally {
      lock.unlock();
    }
    putters.wake(nextPutter);
    takers.wake(nextTaker);
    return ended;
  }

  private Object remove(Object plan, @Nullable Turn turn) {
    if (stock.size() > 0) {
      if (takers.lets(turn)) {
        var element = stock.remove(plan);
        if (element == null) {
          return Attempt.STALE;
        }
        ledger.taken();
        takers.went(turn);
        return element;
      }
    } else if (isShutDown) {
      takers.went(turn);
      return Attempt.SHUT_DOWN;
    }
    if (turn != null) {
      takers.enter(turn);
    }
    return Attempt.MUST_WAIT;
  }

  private static void turnAway(Turns line, @Nullable Turn turn) {
    if (turn != null) {
      line.turnAway(turn);
    }
  }

  // --- What becomes of the work

  /// Says that an element that was taken is done. To be called once for each; call it in a
  /// `finally` block. Never waits.
  ///
  /// @throws IllegalStateException if everything that was taken is done already
  public void done() {
    ledger.done();
  }

  /// Waits until everything that has been put is done: taken, and [#done()] said. Returns at once
  /// if it is so.
  ///
  /// What [#shutdown(boolean)] drops counts as done.
  ///
  /// @throws Cancelled if the calling task is cancelled
  public void join() {
    ledger.join();
  }

  // --- Shutting down

  /// Ends the queue: nothing can be put any more, what is in it can still be taken. Tasks that wait
  /// to put get a [QueueShutdownException], those that take get it when nothing is left, and
  /// iterations end. Never waits; the second time it does nothing.
  public void shutdown() {
    shutdown(false);
  }

  /// Ends the queue, as [#shutdown()] does, and with `true` drops what is in it. What was dropped
  /// counts as done; what was taken before must still be done for [#join()] to return.
  ///
  /// @param immediate whether to drop the elements, also after a [#shutdown()] that did not
  public void shutdown(boolean immediate) {
    List<Waiter<Boolean>> joined;
    Turn nextPutter;
    Turn nextTaker;
    lock.lock();
    try {
      isShutDown = true;
      if (immediate) {
        ledger.dropped(stock.size());
        stock.clear();
      }
      joined = ledger.joined();
      nextPutter = putters.next();
      nextTaker = takers.next();
    } finally {
      lock.unlock();
    }
    putters.wake(nextPutter);
    takers.wake(nextTaker);
    joined.forEach(joiner -> joiner.wake(true));
  }

  private QueueShutdownException shutDown(String consequence) {
    return new QueueShutdownException(name + " is shut down: " + consequence);
  }

  // --- Looking at it

  /// Returns how many elements are in it now.
  public int size() {
    lock.lock();
    try {
      return stock.size();
    } finally {
      lock.unlock();
    }
  }

  /// Returns whether nothing is in it now.
  public boolean isEmpty() {
    return size() == 0;
  }

  /// Returns whether it holds as many elements as it may now.
  public boolean isFull() {
    return size() == maxSize;
  }

  /// Returns how many elements it may hold; `Integer.MAX_VALUE` if there is no bound.
  public int maxSize() {
    return maxSize;
  }

  /// Returns whether it was shut down.
  public boolean isShutdown() {
    lock.lock();
    try {
      return isShutDown;
    } finally {
      lock.unlock();
    }
  }

  /// Returns what it has done so far and who waits, all of the same moment.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(
          stock.size(),
          putters.size(),
          takers.size(),
          ledger.joiners(),
          ledger.unfinished(),
          ledger.allPut(),
          ledger.allTaken(),
          ledger.allDropped());
    } finally {
      lock.unlock();
    }
  }

  /// Returns what kind of queue it is and its name, such as `fifo queue 'jobs'`.
  @Override
  public String toString() {
    return name;
  }

  /// A queue at one moment.
  ///
  /// @param size how many elements are in it
  /// @param waitingPutters how many tasks wait for room
  /// @param waitingTakers how many tasks wait for an element
  /// @param waitingJoiners how many tasks wait for everything to be done
  /// @param unfinished how many elements were put and are not done
  /// @param put how many elements were put in all
  /// @param taken how many elements were taken in all
  /// @param dropped how many elements a shutdown has dropped
  public record Statistics(
      int size,
      int waitingPutters,
      int waitingTakers,
      int waitingJoiners,
      long unfinished,
      long put,
      long taken,
      long dropped) {}
}
