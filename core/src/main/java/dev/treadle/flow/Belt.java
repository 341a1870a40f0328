package dev.treadle.flow;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A lane with room for several elements, between one task that makes them and one that asks.
///
/// Because there is one at each side, none exchanges anything with others: each counts what went
/// past it, and looks at the other's count when its own knowledge of it is used up. To wait, one
/// says at which count it wants to be woken, and looks once more; the other counts first and then
/// looks whether somebody wants to be woken. So one of them sees the other. An element can be taken
/// as soon as it is put; nothing is held back.
final class Belt<T> extends Lane<T> {

  static final int MOST = 1 << 30;

  private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

  // Where the counts are: those of each side on a pair of cache lines of their own.

  /// What was taken: for everybody to see.
  private static final int TAKEN = 16;

  /// Up to which count there are elements, as far as the asker knows.
  private static final int THERE = 17;

  /// What was put: for everybody to see.
  private static final int PUT = 32;

  /// Up to which count there is room, as far as the maker knows.
  private static final int ROOM = 33;

  private static final int WORDS = 48;

  private static final long NEVER = Long.MAX_VALUE;

  /// So many parts make the lane's room, of which the maker may not have been told of one.
  private static final int SPARE_PART = 16;

  private final int capacity;
  private final int mask;

  /// A power of two less one: after as many elements the maker is told of room, or when the asker
  /// waits. A wide lane can spare a little room, and to tell takes a fence.
  private final int tellEvery;

  private final @Nullable Object[] slots;
  private final long[] words = new long[WORDS];

  private volatile @Nullable Waiter<@Nullable Void> maker;
  private volatile @Nullable Waiter<@Nullable Void> asker;

  /// How much must be put for the asker to be told. Written by the asker.
  private volatile long wanted = NEVER;

  private volatile boolean ended;

  /// The count at which the maker is to look at the clock, and what it saw there. The asker sets
  /// the one, the maker the other.
  private volatile long timedAt = NEVER;

  private volatile long timeThere;
  private volatile long timed = NEVER;

  /// When the asker began with its next many. Its own.
  private long began;

  Belt(String name, int capacity) {
    super(name);
    int size = 1;
    while (size < capacity) {
      size <<= 1;
    }
    this.capacity = capacity;
    this.mask = size - 1;
    this.tellEvery = Math.max(1, Integer.highestOneBit(capacity / SPARE_PART)) - 1;
    this.slots = new Object[size];
  }

  private long count(int which) {
    return (long) WORD.getVolatile(words, which);
  }

  // --- The maker

  @Override
  boolean put(T element) {
    long put = words[PUT];
    if (put >= words[ROOM] && !awaitRoom(put)) {
      return false;
    }
    slots[(int) put & mask] = element;
    WORD.setVolatile(words, PUT, put + 1);
    if (put + 1 >= wanted) {
      tellAsker(put);
    }
    return true;
  }

  private boolean awaitRoom(long put) {
    Waiter.checkCancelled();
    while (!isLeft()) {
      long room = count(TAKEN) + capacity;
      if (put < room) {
        words[ROOM] = room;
        return true;
      }
      var waiter = new Waiter<@Nullable Void>("room after " + this);
      maker = waiter;
      try {
        if (!isLeft() && put >= count(TAKEN) + capacity) {
          waiter.await();
        }
      } finally {
        maker = null;
      }
    }
    return false;
  }

  private void tellAsker(long put) {
    if (put == timedAt) {
      timeThere = World.current().nanoTime();
      timed = put;
    }
    wake(asker);
  }

  private static void wake(@Nullable Waiter<@Nullable Void> waiter) {
    // Whoever was woken gets going when there is a processor for it. Until then everybody would try
    // again, and to fail costs more than to look.
    if (waiter != null && !waiter.isOver()) {
      waiter.wake(null);
    }
  }

  @Override
  void end() {
    ended = true;
    wake(asker);
  }

  @Override
  void endWith(Throwable thrown) {
    end();
  }

  // --- The asker

  @Override
  @Nullable T take() {
    long taken = words[TAKEN];
    if (taken >= words[THERE] && !awaitCount(taken + 1, NEVER)) {
      return atEnd();
    }
    var element = element(taken);
    WORD.setRelease(words, TAKEN, taken + 1);
    if ((taken + 1 & tellEvery) == 0) {
      tellMaker();
    }
    return element;
  }

  /// Its room was counted first, so of the two who count and look one sees the other.
  private void tellMaker() {
    VarHandle.fullFence();
    wake(maker);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // what was put
  private T element(long taken) {
    int slot = (int) taken & mask;
    var element = (T) slots[slot];
    slots[slot] = null;
    return element;
  }

  private @Nullable T atEnd() {
    var thrown = failureOrNull();
    if (thrown != null) {
      throw failure(thrown);
    }
    return null;
  }

  /// Waits until so much was put.
  ///
  /// @param until when to stop waiting
  /// @return `false` if the end or the time came first
  private boolean awaitCount(long count, long until) {
    tellMaker();
    Waiter.checkCancelled();
    while (true) {
      boolean over = ended; // before it is found empty
      long put = count(PUT);
      words[THERE] = put;
      if (put >= count) {
        return true;
      }
      if (over || (until != NEVER && World.current().nanoTime() >= until)) {
        return false;
      }
      awaitTold(count, until);
    }
  }

  private void awaitTold(long count, long until) {
    var waiter = new Waiter<@Nullable Void>("an element of " + this);
    asker = waiter;
    wanted = count;
    var world = World.current();
    var timer =
        until == NEVER ? null : world.schedule(until - world.nanoTime(), () -> waiter.wake(null));
    try {
      if (count(PUT) < count && !ended) {
        waiter.await();
      }
    } finally {
      wanted = NEVER;
      asker = null;
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  @Override
  void drop() {
    wake(maker);
  }

  // --- Many at once

  /// From now on the next element is the first of many: the maker says when it was put.
  void beginMany() {
    long taken = words[TAKEN];
    began = World.current().nanoTime();
    timedAt = taken;
    wanted = taken + 1;
  }

  /// Waits for an element, and then for others until there are so many or a time is over. That is
  /// counted from when the first of them was put, or from [#beginMany()] if it had been put before.
  ///
  /// @param most not more than there is room for
  /// @return how many there are; 0 at the end
  int awaitMany(int most, long waitNanos) {
    long taken = words[TAKEN];
    if (!awaitCount(taken + 1, NEVER)) {
      var _ = atEnd();
      return 0;
    }
    long since = timed == taken ? timeThere : began;
    long until = since + waitNanos;
    var _ = awaitCount(taken + most, until < since ? NEVER : until);
    return (int) Math.min(most, words[THERE] - taken);
  }

  /// Takes so many elements, which are there.
  void takeMany(int many, List<? super T> into) {
    long taken = words[TAKEN];
    for (long end = taken + many; taken < end; taken++) {
      into.add(element(taken));
    }
    WORD.setVolatile(words, TAKEN, taken);
    wake(maker);
  }
}
