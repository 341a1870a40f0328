package dev.treadle.flow;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Two flows side by side.
final class Pairing {

  private Pairing() {}

  /// Asks both, one after the other, in the thread of whoever asks.
  static final class Zip<A, B, T> extends Stage<T> {

    private final Stage<A> one;
    private final Stage<B> other;
    private final BiFunction<? super A, ? super B, ? extends T> join;

    Zip(Stage<A> one, Stage<B> other, BiFunction<? super A, ? super B, ? extends T> join) {
      this.one = one;
      this.other = other;
      this.join = join;
    }

    @Override
    Pull<T> open(Crew crew) throws Exception {
      var first = one.open(crew);
      try {
        return new Zipping<>(first, other.open(crew), join);
      } catch (Throwable thrown) {
        first.closeAfter(thrown);
        throw thrown;
      }
    }

    @Override
    boolean needsCrew() {
      return one.needsCrew() || other.needsCrew();
    }

    @Override
    boolean mayNeedCrew() {
      return one.mayNeedCrew() || other.mayNeedCrew();
    }

    @Override
    public String toString() {
      return one + ".zip(" + other + ")";
    }
  }

  private static final class Zipping<A, B, T> extends Pull<T> {

    private final Pull<A> one;
    private final Pull<B> other;
    private final BiFunction<? super A, ? super B, ? extends T> join;
    private @Nullable A held;
    private boolean over;

    Zipping(Pull<A> one, Pull<B> other, BiFunction<? super A, ? super B, ? extends T> join) {
      this.one = one;
      this.other = other;
      this.join = join;
    }

    @Override
    @Nullable T next() throws Exception {
      if (over) {
        return null;
      }
      if (held == null) {
        held = one.next();
      }
      var first = held;
      var second = first == null ? null : other.next();
      if (first == null || second == null) {
        over = true;
        return null;
      }
      held = null;
      return Sources.present(join.apply(first, second), "zip");
    }

    @Override
    void close() throws Exception {
      try {
        other.close();
      } catch (Throwable thrown) {
        one.closeAfter(thrown);
        throw thrown;
      }
      one.close();
    }
  }

  // --- The latest of each

  /// An element and whose it is.
  record Side<A, B>(@Nullable A one, @Nullable B other) {}

  static final class CombiningLatest<A, B, T> extends Link<Side<A, B>, T> {

    private final BiFunction<? super A, ? super B, ? extends T> join;
    private @Nullable A one;
    private @Nullable B other;

    CombiningLatest(Pull<Side<A, B>> before, BiFunction<? super A, ? super B, ? extends T> join) {
      super(before);
      this.join = join;
    }

    @Override
    @Nullable T next() throws Exception {
      for (var side = before.next(); side != null; side = before.next()) {
        one = side.one == null ? one : side.one;
        other = side.other == null ? other : side.other;
        if (one != null && other != null) {
          return Sources.present(join.apply(one, other), "combineLatest");
        }
      }
      return null;
    }
  }

  static <A, B, T> Stage<T> latest(
      Stage<A> one, Stage<B> other, BiFunction<? super A, ? super B, ? extends T> join) {
    Stage<Side<A, B>> ones =
        new Operator<>(
            one, "map", before -> new Mapping.OneToOne<>(before, a -> new Side<>(a, null)));
    Stage<Side<A, B>> others =
        new Operator<>(
            other, "map", before -> new Mapping.OneToOne<>(before, b -> new Side<>(null, b)));
    return new Operator<>(
        new Merge<>("combineLatest", List.of(ones, others), 0),
        "join",
        before -> new CombiningLatest<>(before, join));
  }
}
