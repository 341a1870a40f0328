package dev.treadle.test;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tasks that could run now, longest ready first.
///
/// Removing the first is constant time, so that thousands of tasks that wake together cost no more
/// than a few.
final class ReadyQueue {

  private static final int INITIAL_CAPACITY = 16;

  private @Nullable SimTask[] tasks = new @Nullable SimTask[INITIAL_CAPACITY];
  private int first;
  private int end;

  int size() {
    return end - first;
  }

  boolean isEmpty() {
    return first == end;
  }

  SimTask get(int index) {
    var task = tasks[first + index];
    if (task == null) {
      throw new IndexOutOfBoundsException("index %d of %d".formatted(index, size()));
    }
    return task;
  }

  void add(SimTask task) {
    if (end == tasks.length) {
      makeRoom();
    }
    tasks[end++] = task;
    task.queued = true;
  }

  SimTask remove(int index) {
    var task = get(index);
    task.queued = false;
    int at = first + index;
    if (index == 0) {
      tasks[first++] = null;
    } else {
      System.arraycopy(tasks, at + 1, tasks, at, end - at - 1);
      tasks[--end] = null;
    }
    if (first == end) {
      first = 0;
      end = 0;
    }
    return task;
  }

  private void makeRoom() {
    int size = size();
    // Only half of the space is in use: move down rather than grow.
    var target =
        first > tasks.length / 2 ? tasks : new @Nullable SimTask[Math.max(tasks.length * 2, size)];
    System.arraycopy(tasks, first, target, 0, size);
    if (target == tasks) {
      Arrays.fill(tasks, size, end, null);
    }
    tasks = target;
    first = 0;
    end = size;
  }
}
