package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.Each;
import dev.treadle.Step;
import dev.treadle.Treadle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A source that is opened, asked for one element after the other, and closed.
final class Using<R, T> extends Stage<T> {

  private final Body<? extends R, ?> opening;
  private final Step<? super R, ? extends @Nullable T, ?> next;
  private final Each<? super R, ?> closing;

  Using(
      Body<? extends R, ?> opening,
      Step<? super R, ? extends @Nullable T, ?> next,
      Each<? super R, ?> closing) {
    this.opening = opening;
    this.next = next;
    this.closing = closing;
  }

  @Override
  Pull<T> open(Crew crew) throws Exception {
    return new Asking(Objects.requireNonNull(opening.run(), "using: what open returns"));
  }

  @Override
  public String toString() {
    return "using";
  }

  private final class Asking extends Pull<T> {

    private final R source;
    private boolean ended;

    Asking(R source) {
      this.source = source;
    }

    @Override
    @Nullable T next() throws Exception {
      if (ended) {
        return null;
      }
      T element = next.apply(source);
      ended = element == null;
      return element;
    }

    @Override
    void close() throws Exception {
      Treadle.shield(Hand.AS_LONG_AS_IT_TAKES, () -> closing.accept(source));
    }
  }
}
