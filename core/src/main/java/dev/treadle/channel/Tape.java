package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// The last elements of a [Broadcast], which all its subscribers read; guarded by its lock.
///
/// Elements are numbered from zero on. Each slot counts who has still to read it: all subscribers,
/// so that an element goes as soon as the last one has it, and those that must not miss it, so that
/// it is known without asking them whether the slot can be used again.
final class Tape<T> {

  private final int replay;
  private final @Nullable Object[] slots;
  private final int[] readers;
  private final int[] holders;
  private long end;

  /// @param replay how many of the last elements are kept for those who come
  Tape(int capacity, int replay) {
    this.replay = replay;
    slots = new Object[capacity];
    readers = new int[capacity];
    holders = new int[capacity];
  }

  /// The number of the next element.
  long end() {
    return end;
  }

  /// The number of the oldest element that can still be read.
  long oldest() {
    return Math.max(0, end - slots.length);
  }

  /// Whether somebody holds the slot that the next element needs.
  boolean isHeld() {
    return holders[slot(end)] > 0;
  }

  /// Appends an element over the oldest, which nobody holds.
  void append(T element, int readers, int holders) {
    int slot = slot(end);
    slots[slot] = element;
    this.readers[slot] = readers;
    this.holders[slot] = holders;
    end++;
    dropIfRead(end - 1 - replay);
  }

  /// Returns an element that this reader has not read yet.
  @SuppressWarnings({"unchecked", "NullAway"}) // it is there as long as somebody has to read it
  T read(long number, boolean isHolder) {
    var element = (T) slots[slot(number)];
    release(number, isHolder);
    return element;
  }

  /// One reader less has to read this element.
  void release(long number, boolean isHolder) {
    int slot = slot(number);
    readers[slot]--;
    if (isHolder) {
      holders[slot]--;
    }
    if (number < end - replay) {
      dropIfRead(number);
    }
  }

  private void dropIfRead(long number) {
    if (number >= oldest() && readers[slot(number)] == 0) {
      slots[slot(number)] = null;
    }
  }

  /// Lets a new reader read what is kept for such. Returns the number of the first.
  long rewind(boolean isHolder) {
    long first = Math.max(0, end - replay);
    for (long number = first; number < end; number++) {
      readers[slot(number)]++;
      if (isHolder) {
        holders[slot(number)]++;
      }
    }
    return first;
  }

  private int slot(long number) {
    return (int) (number % slots.length);
  }

  /// How many elements it holds on to.
  int held() {
    int held = 0;
    for (var element : slots) {
      held += element == null ? 0 : 1;
    }
    return held;
  }
}
