package dev.treadle.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operators that put elements together into lists, in the thread of whoever asks.
final class Grouping {

  /// Room that a list has from the beginning: a great size may be meant as none.
  private static final int AT_FIRST = 64;

  private Grouping() {}

  static <T> List<T> room(int size) {
    return new ArrayList<>(Math.min(size, AT_FIRST));
  }

  static final class Batching<T> extends Link<T, List<T>> {

    private final int size;
    private List<T> batch;

    /// Comes behind the elements that came before it.
    private @Nullable Exception failure;

    Batching(Pull<T> before, int size) {
      super(before);
      this.size = size;
      this.batch = room(size);
    }

    @Override
    @Nullable List<T> next() throws Exception {
      // Kept in the field: an asker whose wait is cancelled finds what there was.
      while (failure == null && batch.size() < size) {
        var element = nextOrNone();
        if (element == null) {
          break;
        }
        batch.add(element);
      }
      if (batch.isEmpty()) {
        throwFailure();
        return null;
      }
      var full = batch;
      batch = room(size);
      return Collections.unmodifiableList(full);
    }

    private @Nullable T nextOrNone() {
      try {
        return before.next();
      } catch (Exception thrown) {
        failure = thrown;
        return null;
      }
    }

    private void throwFailure() throws Exception {
      if (failure != null) {
        throw failure;
      }
    }
  }

  static final class Windowing<T> extends Link<T, List<T>> {

    private final int size;
    private final int step;
    private final Deque<T> window = new ArrayDeque<>();

    /// How many elements to leave out before the next window.
    private int left;

    Windowing(Pull<T> before, int size, int step) {
      super(before);
      this.size = size;
      this.step = step;
    }

    @Override
    @Nullable List<T> next() throws Exception {
      while (left > 0 || window.size() < size) {
        var element = before.next();
        if (element == null) {
          return null;
        }
        if (left > 0) {
          left--;
        } else {
          window.addLast(element);
        }
      }
      var full = List.copyOf(window);
      for (int i = 0; i < Math.min(size, step); i++) {
        window.removeFirst();
      }
      left = Math.max(0, step - size);
      return full;
    }
  }
}
