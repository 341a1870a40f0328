package dev.treadle.flow;

import dev.treadle.Step;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Operators that let some of the elements through, in the thread of whoever asks.
final class Choosing {

  private Choosing() {}

  static final class Filtering<T> extends Link<T, T> {

    private final Step<? super T, Boolean, ?> chosen;

    Filtering(Pull<T> before, Step<? super T, Boolean, ?> chosen) {
      super(before);
      this.chosen = chosen;
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      while (element != null && !chosen.apply(element)) {
        element = before.next();
      }
      return element;
    }
  }

  static final class Distinct<T> extends Link<T, T> {

    private final Set<T> seen = new HashSet<>();

    Distinct(Pull<T> before) {
      super(before);
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      while (element != null && !seen.add(element)) {
        element = before.next();
      }
      return element;
    }
  }

  static final class Taking<T> extends Link<T, T> {

    private long left;

    Taking(Pull<T> before, long most) {
      super(before);
      this.left = most;
    }

    @Override
    @Nullable T next() throws Exception {
      if (left == 0) {
        return null;
      }
      var element = before.next();
      left = element == null ? 0 : left - 1;
      return element;
    }
  }

  static final class TakingWhile<T> extends Link<T, T> {

    private final Step<? super T, Boolean, ?> wanted;
    private boolean over;

    TakingWhile(Pull<T> before, Step<? super T, Boolean, ?> wanted) {
      super(before);
      this.wanted = wanted;
    }

    @Override
    @Nullable T next() throws Exception {
      if (over) {
        return null;
      }
      var element = before.next();
      over = element == null || !wanted.apply(element);
      return over ? null : element;
    }
  }

  static final class Dropping<T> extends Link<T, T> {

    private long left;

    Dropping(Pull<T> before, long first) {
      super(before);
      this.left = first;
    }

    @Override
    @Nullable T next() throws Exception {
      for (; left > 0; left--) {
        if (before.next() == null) {
          return null;
        }
      }
      return before.next();
    }
  }

  static final class DroppingWhile<T> extends Link<T, T> {

    private final Step<? super T, Boolean, ?> unwanted;
    private boolean over;

    DroppingWhile(Pull<T> before, Step<? super T, Boolean, ?> unwanted) {
      super(before);
      this.unwanted = unwanted;
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      while (!over && element != null && unwanted.apply(element)) {
        element = before.next();
      }
      over = true;
      return element;
    }
  }
}
