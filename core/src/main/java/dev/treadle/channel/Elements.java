package dev.treadle.channel;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A loop over what comes. It takes an element when it is asked whether there is one, and a loop
/// that is told so takes it: nothing is taken ahead.
final class Elements<T> implements Iterator<T> {

  private final Supplier<@Nullable T> source;
  private @Nullable T next;

  /// @param source waits for the next element; `null` at the orderly end
  Elements(Supplier<@Nullable T> source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (next == null) {
      next = source.get();
    }
    return next != null;
  }

  @Override
  public T next() {
    var element = hasNext() ? next : null;
    if (element == null) {
      throw new NoSuchElementException(
          "nothing comes any more: expected hasNext() to be asked before next()");
    }
    next = null;
    return element;
  }
}
