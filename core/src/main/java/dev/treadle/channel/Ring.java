package dev.treadle.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A bounded buffer without locks, for many threads at both sides.
///
/// This is Dmitry Vyukov's bounded queue. Positions count up for ever, and each slot says for which
/// position it is ready: for `p` when it is empty and the element number `p` may be put in, for `p
/// + 1` when that element is in. To be let through, a thread moves `tail` or `head` on by one;
///   whoever did that has the slot for itself. So one exchange a side is all that is fought about.
///
/// The rest of what must be agreed on rides on the same two words, in their lowest bits, so that it
/// costs the fast path nothing:
///
/// - `CLOSED` in `tail`: the exchange of a sender that comes too late fails. An element is in
///   before the end or not at all.
/// - `AWAITED` in `tail`: somebody waits for an element. It is set only while head and tail are at
///   the same position, so whoever puts in the next element sees it when it moves `tail`. `AWAITED`
///   in `head` is the same for room.
///
/// So there is no need to look for waiters *after* an element is in, which would take a full fence:
/// a quarter of the time of the whole thing, and another one at the other side.
final class Ring<T> implements Buffer<T> {

  /// The largest power of two there is.
  static final int MOST = 1 << 30;

  /// As many slots: it is more than one even for one element, or "empty" and "full" of a slot would
  /// be the same.
  private static final int LEAST = 2;

  private static final int CLOSED = 1;
  private static final int AWAITED = 2;

  /// How far a position is shifted to make place for these bits.
  private static final int SHIFT = 2;

  private static final long ONE = 1 << SHIFT;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle READY_FOR;

  /// Where the words are: each alone on its pair of cache lines, because everybody writes them.
  private static final int HEAD = 16;

  private static final int TAIL = 32;
  private static final int WORDS = 48;

  static {
    try {
      READY_FOR = MethodHandles.lookup().findVarHandle(Slot.class, "readyFor", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Slot {
    volatile long readyFor;

    /// Belongs to whoever moved on from the position the slot was ready for.
    @Nullable Object element;

    Slot(long readyFor) {
      this.readyFor = readyFor;
    }
  }

  private final int capacity;
  private final BufferedChannel<T> channel;

  /// Whether there are more slots than elements allowed.
  private final boolean spare;

  private final int mask;
  private final Slot[] slots;
  private final long[] words = new long[WORDS];

  Ring(int capacity, BufferedChannel<T> channel) {
    int size = LEAST;
    while (size < capacity) {
      size <<= 1;
    }
    this.capacity = capacity;
    this.channel = channel;
    this.spare = size != capacity;
    this.mask = size - 1;
    this.slots = new Slot[size];
    for (int i = 0; i < size; i++) {
      slots[i] = new Slot(i);
    }
  }

  private long word(int which) {
    return (long) WORD.getVolatile(words, which);
  }

  private boolean exchange(int which, long before, long after) {
    return WORD.compareAndSet(words, which, before, after);
  }

  private static long position(long word) {
    return word >> SHIFT;
  }

  // --- In and out

  @Override
  public Offered offer(T element) {
    while (true) {
      long tail = word(TAIL);
      if ((tail & CLOSED) != 0) {
        return Offered.CLOSED;
      }
      long position = position(tail);
      var slot = slots[(int) position & mask];
      long lead = slot.readyFor - position;
      if (lead < 0 || (spare && position - position(word(HEAD)) >= capacity)) {
        return Offered.FULL;
      }
      if (lead == 0 && exchange(TAIL, tail, tail + ONE)) {
        slot.element = element;
        READY_FOR.setRelease(slot, position + 1);
        if ((tail & AWAITED) != 0) {
          channel.careForReceivers();
        }
        return Offered.IN;
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // what was put in
  public @Nullable T poll() {
    while (true) {
      long head = word(HEAD);
      long position = position(head);
      var slot = slots[(int) position & mask];
      long lead = slot.readyFor - (position + 1);
      if (lead < 0) {
        return null;
      }
      if (lead == 0 && exchange(HEAD, head, head + ONE)) {
        var element = (T) slot.element;
        slot.element = null;
        READY_FOR.setRelease(slot, position + slots.length);
        if ((head & AWAITED) != 0) {
          channel.careForSenders();
        }
        return element;
      }
    }
  }

  // --- Waiting

  @Override
  public boolean awaitElement() {
    while (true) {
      long tail = word(TAIL);
      // While tail stays, head cannot move past it: it is empty until the exchange.
      if ((tail & CLOSED) != 0 || position(word(HEAD)) != position(tail)) {
        return false;
      }
      if (exchange(TAIL, tail, tail | AWAITED)) {
        return true;
      }
    }
  }

  @Override
  public void unawaitElement() {
    WORD.getAndBitwiseAnd(words, TAIL, ~(long) AWAITED);
  }

  @Override
  public boolean awaitRoom() {
    while (true) {
      long head = word(HEAD);
      // While head stays, tail cannot go back: it is full until the exchange.
      long tail = word(TAIL);
      if ((tail & CLOSED) != 0 || position(tail) - position(head) < capacity) {
        return false;
      }
      if (exchange(HEAD, head, head | AWAITED)) {
        return true;
      }
    }
  }

  @Override
  public void unawaitRoom() {
    WORD.getAndBitwiseAnd(words, HEAD, ~(long) AWAITED);
  }

  // --- The end

  @Override
  public void close() {
    WORD.getAndBitwiseOr(words, TAIL, (long) CLOSED);
  }

  @Override
  public boolean isDrained() {
    long tail = word(TAIL);
    return (tail & CLOSED) != 0 && position(tail) == position(word(HEAD));
  }

  @Override
  public long put() {
    return position(word(TAIL));
  }

  @Override
  public long taken() {
    return position(word(HEAD));
  }
}
