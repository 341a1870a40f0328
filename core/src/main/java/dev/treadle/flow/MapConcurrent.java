package dev.treadle.flow;

import dev.treadle.Step;
import org.jspecify.annotations.Nullable;

/// Something done with so many elements at a time. Results come in order, or as they are made.
final class MapConcurrent<A, T> extends Stage<T> {

  private final Stage<A> before;
  private final int limit;
  private final boolean inOrder;
  private final Step<? super A, ? extends T, ?> fn;
  private final int ahead;

  private MapConcurrent(
      Stage<A> before, int limit, boolean inOrder, Step<? super A, ? extends T, ?> fn, int ahead) {
    this.before = before;
    this.limit = limit;
    this.inOrder = inOrder;
    this.fn = fn;
    this.ahead = ahead;
  }

  static <A, T> Stage<T> inOrder(Stage<A> before, int limit, Step<? super A, ? extends T, ?> fn) {
    return new MapConcurrent<>(before, limit, true, fn, 0);
  }

  static <A, T> Stage<T> asMade(Stage<A> before, int limit, Step<? super A, ? extends T, ?> fn) {
    return new MapConcurrent<>(before, limit, false, fn, 0);
  }

  private String name() {
    return inOrder ? "mapConcurrent" : "mapUnordered";
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = new Sequence<T>(name(), 2L * limit + ahead);
    return LanePull.start(
        crew, lane, () -> Workers.run(name(), limit, before, new Making<>(lane, inOrder, fn)));
  }

  private record Making<A, T>(Sequence<T> lane, boolean inOrder, Step<? super A, ? extends T, ?> fn)
      implements Workers.Work<A, Sequence.@Nullable Place<T>> {

    @Override
    public void awaitRoom() {
      lane.awaitRoom();
    }

    @Override
    public Sequence.@Nullable Place<T> begin() {
      lane.begin();
      return inOrder ? lane.place() : null;
    }

    @Override
    public boolean work(A element, Sequence.@Nullable Place<T> place) throws Exception {
      var made = Sources.present(fn.apply(element), "mapConcurrent");
      return lane.fill(place == null ? lane.place() : place, made);
    }
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return ahead == 0 ? new MapConcurrent<>(before, limit, inOrder, fn, elements) : null;
  }

  @Override
  public String toString() {
    return before + "." + name();
  }
}
