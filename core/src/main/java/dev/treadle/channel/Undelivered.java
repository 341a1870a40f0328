package dev.treadle.channel;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where elements go that were sent and that nobody will receive. Called outside any lock.
final class Undelivered<T> {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private final @Nullable Consumer<? super T> hook;
  private final LongAdder count = new LongAdder();

  Undelivered(@Nullable Consumer<? super T> hook) {
    this.hook = hook;
  }

  void accept(T element, Channel<T> channel) {
    count.increment();
    if (hook == null) {
      return;
    }
    try {
      hook.accept(element);
    } catch (Throwable thrown) {
      // Whoever is here cancels or sends: it is not theirs, and the other elements have their turn.
      LOGGER.log(System.Logger.Level.WARNING, "onUndelivered of " + channel + " failed", thrown);
    }
  }

  long count() {
    return count.sum();
  }
}
