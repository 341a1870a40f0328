package dev.treadle.flow;

import dev.treadle.Each;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A source that is code: it runs in a task of its own and waits where it emits.
final class Generator<T> extends Stage<T> {

  private final Each<? super Consumer<T>, ?> body;
  private final int capacity;

  Generator(Each<? super Consumer<T>, ?> body, int capacity) {
    this.body = body;
    this.capacity = capacity;
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = ChannelLane.<T>of("generate", capacity);
    return LanePull.start(crew, lane, () -> body.accept(new Emitter<>(lane)));
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return capacity == 0 ? new Generator<>(body, elements) : null;
  }

  @Override
  public String toString() {
    return "generate";
  }

  /// What the code is given.
  private record Emitter<T>(ChannelLane<T> lane) implements Consumer<T> {

    @Override
    public void accept(T element) {
      Objects.requireNonNull(element, "emit: expected an element, found null");
      if (lane.put(element)) {
        return;
      }
      if (lane.isLeft()) {
        Failing.requireNotCancelled();
      }
      throw new IllegalStateException(
          lane.isLeft()
              ? "emit: the consumer of this generator has left: expected no more elements, and"
                  + " Cancelled, thrown by the first wait after it left, to be let through"
              : "emit: the generator has ended: expected all elements before it returned");
    }

    @Override
    public String toString() {
      return "emit";
    }
  }
}
