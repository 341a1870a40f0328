package dev.treadle.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A bounded buffer without locks, for many threads at both sides.
///
/// This is Dmitry Vyukov's bounded queue. Positions count up for ever, and each slot says for which
/// position it is ready: for `p` when it is empty and the element number `p` may be put in, for
/// `p + 1` when that element is in. To be let through, a thread moves `tail` or `head` on by one;
/// whoever did that has the slot for itself. So one exchange a side is all that is fought about.
///
/// Closing sets the sign of `tail`: the exchange of every sender that comes too late fails, so that
/// an element is either in before the end or not at all.
final class Ring<T> implements Buffer<T> {

  /// As many slots: it is more than one even for one element, or "empty" and "full" of a slot would
  /// be the same.
  private static final int LEAST = 2;

  /// The largest power of two there is.
  static final int MOST = 1 << 30;

  private static final long CLOSED = Long.MIN_VALUE;

  private static final VarHandle POSITION = MethodHandles.arrayElementVarHandle(long[].class);

  /// Where the positions are: each alone on its pair of cache lines, because everybody writes them.
  private static final int HEAD = 16;

  private static final int TAIL = 32;
  private static final int POSITIONS = 48;

  private static final class Slot {
    volatile long readyFor;

    /// Belongs to whoever got the slot's position.
    @Nullable Object element;

    Slot(long readyFor) {
      this.readyFor = readyFor;
    }
  }

  private final int capacity;

  /// Whether there are more slots than elements allowed.
  private final boolean spare;

  private final int mask;
  private final Slot[] slots;
  private final long[] positions = new long[POSITIONS];

  Ring(int capacity) {
    int size = LEAST;
    while (size < capacity) {
      size <<= 1;
    }
    this.capacity = capacity;
    this.spare = size != capacity;
    this.mask = size - 1;
    this.slots = new Slot[size];
    for (int i = 0; i < size; i++) {
      slots[i] = new Slot(i);
    }
  }

  private long head() {
    return (long) POSITION.getVolatile(positions, HEAD);
  }

  private long tail() {
    return (long) POSITION.getVolatile(positions, TAIL);
  }

  @Override
  public Offered offer(T element) {
    while (true) {
      long tail = tail();
      if (tail < 0) {
        return Offered.CLOSED;
      }
      var slot = slots[(int) tail & mask];
      long lead = slot.readyFor - tail;
      if (lead < 0 || (spare && tail - head() >= capacity)) {
        return Offered.FULL;
      }
      if (lead == 0 && POSITION.compareAndSet(positions, TAIL, tail, tail + 1)) {
        slot.element = element;
        slot.readyFor = tail + 1;
        return Offered.IN;
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // what was put in
  public @Nullable T poll() {
    while (true) {
      long head = head();
      var slot = slots[(int) head & mask];
      long lead = slot.readyFor - (head + 1);
      if (lead < 0) {
        return null;
      }
      if (lead == 0 && POSITION.compareAndSet(positions, HEAD, head, head + 1)) {
        var element = (T) slot.element;
        slot.element = null;
        slot.readyFor = head + slots.length;
        return element;
      }
    }
  }

  @Override
  public boolean hasRoom() {
    long tail = put();
    return slots[(int) tail & mask].readyFor >= tail && (!spare || tail - head() < capacity);
  }

  @Override
  public boolean hasElement() {
    long head = head();
    return slots[(int) head & mask].readyFor > head;
  }

  @Override
  public void close() {
    POSITION.getAndBitwiseOr(positions, TAIL, CLOSED);
  }

  @Override
  public boolean isDrained() {
    long tail = tail();
    return tail < 0 && (tail & ~CLOSED) == head();
  }

  @Override
  public long put() {
    return tail() & ~CLOSED;
  }

  @Override
  public long taken() {
    return head();
  }
}
