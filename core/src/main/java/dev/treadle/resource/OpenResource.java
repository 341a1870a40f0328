package dev.treadle.resource;

import dev.treadle.monitor.Resources;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/// A resource that is open, with all that has to be closed for it.
final class OpenResource<T> implements Opened<T> {

  private final String name;
  private final T value;
  private final ArrayDeque<Exit> exits;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Resources.Tracked tracked;

  OpenResource(String name, T value, ArrayDeque<Exit> exits) {
    this.name = name;
    this.value = value;
    this.exits = exits;
    this.tracked = Resources.track(this, () -> name);
  }

  @Override
  public T value() {
    if (closed.get()) {
      throw new IllegalStateException(
          name + " is closed: expected value() to be called before close()");
    }
    return value;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      tracked.close();
      Exit.runAll(exits, null);
    }
  }

  @Override
  public String toString() {
    return name + (closed.get() ? " (closed)" : " (open)");
  }
}
