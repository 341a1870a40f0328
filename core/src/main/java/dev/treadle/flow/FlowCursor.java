package dev.treadle.flow;

import dev.treadle.Holdings;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.Resources;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A flow at work, element by element in the hands of its user.
final class FlowCursor<T> implements Flow.Cursor<T> {

  private final Stage<T> stage;
  private final TaskGroup.@Nullable Opened group;
  private final Pull<T> pull;
  private final Iterator<T> elements = new Elements();
  private final Resources.Tracked tracked;
  private boolean working = true;
  private boolean closed;

  private FlowCursor(Stage<T> stage, TaskGroup.@Nullable Opened group) throws Exception {
    this.stage = stage;
    this.group = group;
    this.pull = stage.open(group == null ? Crew.NOBODY : new Crew(group));
    this.tracked = Resources.track(this, () -> "cursor of flow " + stage);
  }

  static <T> FlowCursor<T> open(Stage<T> stage) {
    boolean isInTask = Holdings.current() != null;
    if (!stage.mayNeedCrew() || (!stage.needsCrew() && !isInTask)) {
      return open(stage, null);
    }
    if (!isInTask) {
      throw new IllegalStateException(
          "open(): expected a task, because this flow starts tasks of its own, found "
              + Thread.currentThread()
              + "; forEach and the like work on any thread");
    }
    return open(stage, TaskGroup.open("flow"));
  }

  private static <T> FlowCursor<T> open(Stage<T> stage, TaskGroup.@Nullable Opened group) {
    try {
      return new FlowCursor<>(stage, group);
    } catch (Throwable thrown) {
      var failure = Failing.outOfFlow(thrown);
      join(group, failure);
      throw Failing.<RuntimeException>passOn(failure);
    }
  }

  private static void join(TaskGroup.@Nullable Opened group, @Nullable Throwable thrown) {
    if (group == null) {
      return;
    }
    try {
      group.join();
    } catch (TaskFailedException failed) {
      // It failed with what has been thrown already.
      if (thrown == null) {
        throw failed;
      }
    }
  }

  @Override
  public Iterator<T> iterator() {
    return elements;
  }

  Stream<T> toStream() {
    int kind = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(elements, kind), false)
        .onClose(this::close);
  }

  private @Nullable T next() {
    if (closed) {
      throw new IllegalStateException(
          "the cursor of flow " + stage + " is closed: expected no more steps");
    }
    if (!working) {
      return null;
    }
    T element;
    try {
      element = pull.next();
    } catch (Throwable thrown) {
      throw Failing.<RuntimeException>passOn(Failing.outOfFlow(thrown));
    }
    if (element == null) {
      finish();
    }
    return element;
  }

  /// Everything has come: what held it goes now, not when somebody remembers to close.
  private void finish() {
    endWork();
    if (group == null) {
      tracked.close();
    }
  }

  private void endWork() {
    if (!working) {
      return;
    }
    working = false;
    try {
      pull.close();
    } catch (Throwable thrown) {
      throw Failing.<RuntimeException>passOn(Failing.outOfFlow(thrown));
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    tracked.close();
    Throwable failure = null;
    try {
      endWork();
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      join(group, failure);
    }
  }

  @Override
  public String toString() {
    return "cursor of flow " + stage;
  }

  /// Takes an element when it is asked whether there is one.
  private final class Elements implements Iterator<T> {

    private @Nullable T next;

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = FlowCursor.this.next();
      }
      return next != null;
    }

    @Override
    public T next() {
      var element = hasNext() ? next : null;
      if (element == null) {
        throw new NoSuchElementException(
            "the flow has ended: expected hasNext() to be asked before next()");
      }
      next = null;
      return element;
    }
  }
}
