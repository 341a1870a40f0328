package dev.treadle;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A task between its start and its being ready: until then its failure is its starter's.
final class PendingStart<T extends @Nullable Object> implements Started<T> {

  /// What the starter waits for: ready with a value, or ended without.
  private sealed interface Result<T extends @Nullable Object> {
    record Ready<T extends @Nullable Object>(T value) implements Result<T> {}

    record Failed<T extends @Nullable Object>(Throwable failure) implements Result<T> {}
  }

  private final GroupScope group;
  private final Waiter<Result<T>> starter = new Waiter<>("the start of a task");
  private final AtomicBoolean ready = new AtomicBoolean();

  PendingStart(GroupScope group) {
    this.group = group;
  }

  @Override
  public void with(T value) {
    if (!ready.compareAndSet(false, true)) {
      throw new IllegalStateException(
          group.describe() + ": expected one started.with(value), found a second");
    }
    // If the starter has given up, this task is cancelled and will notice.
    starter.wake(new Result.Ready<>(value));
  }

  /// What the task runs.
  @Nullable Void run(Each<? super Started<T>, ?> body) throws Exception {
    try {
      body.accept(this);
      if (!ready.get()) {
        throw new IllegalStateException(
            group.describe()
                + ": expected the task to call started.with(value), found that it ended");
      }
    } catch (Throwable thrown) {
      boolean mine = ready.get() || !starter.wake(new Result.Failed<>(translated(thrown)));
      if (mine) {
        throw thrown;
      }
    }
    return null;
  }

  /// Waits for the task to be ready; one that is not when the wait is cancelled is cancelled too.
  T awaitIn(Child<?> child) {
    try {
      return switch (starter.await()) {
        case Result.Ready(var value) -> value;
        case Result.Failed(var failure) -> throw failed(failure);
      };
    } catch (Cancelled cancelled) {
      child.cancel("startReady was cancelled");
      child.joinEnd();
      throw cancelled;
    }
  }

  // What cancelled the task may be about to cancel the starter: then that is the starter's news.
  private static TaskFailedException failed(Throwable failure) {
    if (failure instanceof Cancelled) {
      Checks.checkScopes();
    }
    return TaskFailedException.of(failure);
  }

  private static Throwable translated(Throwable thrown) {
    var strand = Objects.requireNonNull(Strand.currentOrNull());
    boolean told = strand.isCancelled() && Blocks.saysCancelled(thrown);
    return told && !(thrown instanceof Cancelled) ? Blocks.translated(strand, thrown) : thrown;
  }
}
