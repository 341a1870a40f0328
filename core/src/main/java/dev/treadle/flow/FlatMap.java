package dev.treadle.flow;

import dev.treadle.Step;
import org.jspecify.annotations.Nullable;

/// A flow for each element, so many of them at work at a time.
final class FlatMap<A, T> extends Stage<T> {

  private final Stage<A> before;
  private final int limit;
  private final Step<? super A, Stage<T>, ?> fn;
  private final int capacity;

  FlatMap(Stage<A> before, int limit, Step<? super A, Stage<T>, ?> fn, int capacity) {
    this.before = before;
    this.limit = limit;
    this.fn = fn;
    this.capacity = capacity;
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = ChannelLane.<T>of("flatMap", capacity);
    return LanePull.start(
        crew, lane, () -> Workers.run("flatMap", limit, before, new Pumping<>(lane, fn)));
  }

  private record Pumping<A, T>(ChannelLane<T> lane, Step<? super A, Stage<T>, ?> fn)
      implements Workers.Work<A, Pumping<A, T>> {

    @Override
    public void awaitRoom() {}

    @Override
    public Pumping<A, T> begin() {
      return this;
    }

    @Override
    public boolean work(A element, Pumping<A, T> place) throws Exception {
      LanePull.pump(fn.apply(element), lane);
      return !lane.isLeft();
    }
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return capacity == 0 ? new FlatMap<>(before, limit, fn, elements) : null;
  }

  @Override
  public String toString() {
    return before + ".flatMap";
  }
}
