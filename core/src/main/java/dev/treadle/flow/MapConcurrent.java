package dev.treadle.flow;

import dev.treadle.Step;
import org.jspecify.annotations.Nullable;

/// Something done with so many elements at a time. Results come in order, or as they are made.
final class MapConcurrent<A, T> extends Stage<T> {

  /// How many results may wait at most if they come as they are made, however many are at work.
  private static final int MOST_WAITING = 256;

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
    if (inOrder) {
      var lane = new Sequence<T>(name(), 2L * limit + ahead);
      return start(crew, lane, new InOrder<>(lane, fn));
    }
    var lane = ChannelLane.<T>of(name(), Math.min(limit, MOST_WAITING) + ahead);
    return start(crew, lane, new AsMade<>(lane, fn));
  }

  private <P> Pull<T> start(Crew crew, Lane<T> lane, Workers.Work<A, P> work) {
    return LanePull.start(crew, lane, () -> Workers.run(name(), limit, before, work));
  }

  private static <A, T> T made(Step<? super A, ? extends T, ?> fn, A element) throws Exception {
    return Sources.present(fn.apply(element), "mapConcurrent");
  }

  private record InOrder<A, T>(Sequence<T> lane, Step<? super A, ? extends T, ?> fn)
      implements Workers.Work<A, Sequence.Place<T>> {

    @Override
    public void awaitRoom() {
      lane.awaitRoom();
    }

    @Override
    public Sequence.Place<T> begin() {
      return lane.place();
    }

    @Override
    public boolean work(A element, Sequence.Place<T> place) throws Exception {
      return lane.fill(place, made(fn, element));
    }
  }

  private record AsMade<A, T>(ChannelLane<T> lane, Step<? super A, ? extends T, ?> fn)
      implements Workers.Work<A, AsMade<A, T>> {

    @Override
    public void awaitRoom() {}

    @Override
    public AsMade<A, T> begin() {
      return this;
    }

    @Override
    public boolean work(A element, AsMade<A, T> place) throws Exception {
      return lane.put(made(fn, element));
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
