package dev.treadle.flow;

import dev.treadle.Waiter;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A lane on which elements get a place in a row and are taken in the order of their places.
/// Whoever makes one may ask for its place before it is made, and so keep an order, or when it is
/// made. A failure is met at once, not behind what came before it.
final class Sequence<T> extends Lane<T> {

  /// In the last place: there is no more.
  private static final Object END = new Object();

  /// A place: empty, with somebody who waits for it, or with its element.
  static final class Place<T> extends AtomicReference<@Nullable Object> {
    private static final long serialVersionUID = 1L;

    /// Set before this place is filled.
    @SuppressWarnings("serial") // places go nowhere
    private @Nullable Place<T> next;
  }

  private static final class Awaiting extends Waiter<@Nullable Void> {
    Awaiting(Object lane) {
      super("an element of " + lane);
    }
  }

  private final long most;

  /// The place that is given next.
  private final AtomicReference<Place<T>> last = new AtomicReference<>(new Place<>());

  /// How many elements were begun. The makers', one at a time.
  private long begun;

  private volatile @Nullable Waiter<@Nullable Void> maker;

  /// The place that is taken next. The asker's.
  private Place<T> first = last.get();

  private volatile long taken;
  private volatile @Nullable Awaiting asker;

  /// @param most how many places there may be, of elements that were not taken
  Sequence(String name, long most) {
    super(name);
    this.most = most;
  }

  // --- Those who make

  /// Waits until another element may be begun, and counts it once it is. One at a time is here.
  void awaitRoom() {
    while (begun - taken >= most && !isLeft()) {
      var waiter = new Waiter<@Nullable Void>("room after " + this);
      maker = waiter;
      try {
        if (begun - taken >= most && !isLeft()) {
          waiter.await();
        }
      } finally {
        maker = null;
      }
    }
  }

  /// An element is begun. One at a time is here.
  void begin() {
    begun++;
  }

  /// Gives a place, which will be filled.
  Place<T> place() {
    var next = new Place<T>();
    var place = last.getAndSet(next);
    place.next = next;
    return place;
  }

  /// Fills a place.
  ///
  /// @return `false` if nobody will take it
  boolean fill(Place<T> place, Object element) {
    if (place.getAndSet(element) instanceof Awaiting waiting) {
      waiting.wake(null);
    }
    return !isLeft();
  }

  @Override
  boolean put(T element) {
    awaitRoom();
    begin();
    return fill(place(), element);
  }

  @Override
  void end() {
    var _ = fill(last.get(), END);
  }

  @Override
  void endWith(Throwable thrown) {
    var waiting = asker;
    if (waiting != null) {
      waiting.wake(null);
    }
  }

  // --- Who asks

  @Override
  @Nullable T take() {
    Waiter.checkCancelled();
    var place = first;
    var found = awaitFilled(place);
    if (found == END) {
      return null;
    }
    first = Objects.requireNonNull(place.next);
    long before = taken;
    taken = before + 1; // nobody else writes it
    var waiting = maker;
    if (waiting != null) {
      waiting.wake(null);
    }
    return element(found);
  }

  @SuppressWarnings("unchecked") // what a place was filled with
  private T element(Object found) {
    return (T) found;
  }

  private Object awaitFilled(Place<T> place) {
    while (true) {
      var thrown = failureOrNull();
      if (thrown != null) {
        throw failure(thrown);
      }
      var found = place.get();
      if (found != null && !(found instanceof Awaiting)) {
        return found;
      }
      var waiter = new Awaiting(this);
      asker = waiter;
      if (place.compareAndSet(found, waiter) && failureOrNull() == null) {
        waiter.await();
      }
    }
  }

  @Override
  void drop() {
    var waiting = maker;
    if (waiting != null) {
      waiting.wake(null);
    }
  }
}
