package dev.treadle.flow;

import dev.treadle.flow.Timing.Timed;
import java.util.List;
import java.util.function.Supplier;

/// The stage before at work in a task of its own, so that it need not wait for whoever asks.
class Apart<A, T> extends Stage<T> {

  private final Stage<A> before;
  private final String name;
  private final Supplier<Lane<A>> lanes;
  private final Behind<A, T> behind;

  /// What stands behind the lane.
  interface Behind<A, T> {
    Pull<T> join(Pull<A> end, Lane<A> lane);
  }

  private Apart(Stage<A> before, String name, Supplier<Lane<A>> lanes, Behind<A, T> behind) {
    this.before = before;
    this.name = name;
    this.lanes = lanes;
    this.behind = behind;
  }

  static <T> Stage<T> buffer(Stage<T> before, int capacity) {
    return new Apart<>(before, "buffer", () -> new Belt<>("buffer", capacity), (end, _) -> end);
  }

  static <T> Stage<T> prefetch(Stage<T> before) {
    return new Apart<T, T>(
        before, "prefetch", () -> ChannelLane.of("prefetch", 0), (end, _) -> end) {

      @Override
      Stage<T> ahead(int elements) {
        return buffer(before, elements);
      }
    };
  }

  static <T> Stage<T> conflate(Stage<T> before) {
    return new Apart<>(
        before, "conflate", () -> ChannelLane.conflated("conflate"), (end, _) -> end);
  }

  static <T> Stage<T> debounce(Stage<T> before, long quiet) {
    return new Apart<Timed<T>, T>(
        timed(before),
        "debounce",
        () -> ChannelLane.conflated("debounce"),
        (end, _) -> new Timing.Debouncing<>(end, quiet));
  }

  static <T> Stage<T> sample(Stage<T> before, long period) {
    return new Apart<Timed<T>, T>(
        timed(before),
        "sample",
        () -> ChannelLane.conflated("sample"),
        (end, _) -> new Timing.Sampling<>(end, period));
  }

  private static <T> Stage<Timed<T>> timed(Stage<T> before) {
    return new Operator<>(
        before,
        "timed",
        pull -> new Mapping.OneToOne<>(pull, element -> new Timed<>(element, Clock.now())));
  }

  static <T> Stage<List<T>> batch(Stage<T> before, int size, long wait) {
    return new Apart<T, List<T>>(
        before,
        "batch",
        () -> new Belt<>("batch", size),
        (end, lane) -> new Timing.Batching<>(end, (Belt<T>) lane, size, wait));
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = lanes.get();
    return behind.join(LanePull.start(crew, lane, () -> LanePull.pump(before, lane)), lane);
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  public String toString() {
    return before + "." + name;
  }
}
