package dev.treadle.flow;

import dev.treadle.Each;
import dev.treadle.Step;
import java.util.Iterator;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Operators that make something of each element, or look at it, in the thread of whoever asks.
final class Mapping {

  private Mapping() {}

  static final class OneToOne<A, T> extends Link<A, T> {

    private final Step<? super A, ? extends T, ?> fn;

    OneToOne(Pull<A> before, Step<? super A, ? extends T, ?> fn) {
      super(before);
      this.fn = fn;
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      if (element == null) {
        return null;
      }
      T made = fn.apply(element);
      return made == null ? Sources.present(null, "map") : made;
    }
  }

  static final class OneToMany<A, T> extends Link<A, T> {

    private final Step<? super A, ? extends Iterable<? extends T>, ?> fn;
    private @Nullable Iterator<? extends T> many;

    OneToMany(Pull<A> before, Step<? super A, ? extends Iterable<? extends T>, ?> fn) {
      super(before);
      this.fn = fn;
    }

    @Override
    @Nullable T next() throws Exception {
      while (true) {
        var present = many;
        if (present != null && present.hasNext()) {
          return Sources.present(present.next(), "flatMap");
        }
        many = null;
        var element = before.next();
        if (element == null) {
          return null;
        }
        many = fn.apply(element).iterator();
      }
    }
  }

  static final class Peeking<T> extends Link<T, T> {

    private final Each<? super T, ?> each;

    Peeking(Pull<T> before, Each<? super T, ?> each) {
      super(before);
      this.each = each;
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      if (element != null) {
        each.accept(element);
      }
      return element;
    }
  }

  static final class Scanning<A, T> extends Link<A, T> {

    private final BiFunction<? super T, ? super A, ? extends T> fn;
    private T sum;

    Scanning(Pull<A> before, T initial, BiFunction<? super T, ? super A, ? extends T> fn) {
      super(before);
      this.sum = initial;
      this.fn = fn;
    }

    @Override
    @Nullable T next() throws Exception {
      var element = before.next();
      if (element == null) {
        return null;
      }
      sum = Sources.present(fn.apply(sum, element), "scan");
      return sum;
    }
  }
}
