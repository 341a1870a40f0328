package dev.treadle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Several ways to one value: the first wins.
final class Race<T extends @Nullable Object> {

  /// The winner's value, wrapped because it may be `null`.
  private record Won<T extends @Nullable Object>(T value) {}

  private final Consumer<? super T> loser;
  private final AtomicReference<@Nullable Won<T>> won = new AtomicReference<>();
  private final Failures failures = new Failures();

  private Race(Consumer<? super T> loser) {
    this.loser = Objects.requireNonNull(loser, "loser");
  }

  static <T extends @Nullable Object> T run(
      Consumer<? super T> loser, Collection<? extends Body<? extends T, ?>> bodies) {
    if (bodies.isEmpty()) {
      throw new IllegalArgumentException("bodies: expected at least one, found none");
    }
    var race = new Race<T>(loser);
    var all = new ArrayList<Body<? extends T, ?>>(bodies);
    all.forEach(body -> Objects.requireNonNull(body, "body"));
    return race.decide(group -> all.forEach(body -> group.start(() -> race.attempt(group, body))));
  }

  static <T extends @Nullable Object> T hedge(Duration delay, Body<? extends T, ?> body) {
    Objects.requireNonNull(body, "body");
    var _ = Durations.notNegative("delay", delay);
    var race = new Race<T>(Race::closeLoser);
    return race.decide(group -> {
      Child<@Nullable Void> first =
          group.startChild(Actions.asBody(() -> race.attempt(group, body)));
      group.start(() -> {
        var _ = Treadle.moveOnAfter(delay, () -> first.awaitEnd());
        if (race.won.get() == null) {
          race.attempt(group, body);
        }
      });
    });
  }

  private T decide(Each<GroupScope, ?> starting) {
    try {
      GroupScope.<@Nullable Void>call(GroupSettings.UNNAMED, false, Actions.asStep(starting));
    } catch (Cancelled cancelled) {
      // The value was there before the cancellation, which strikes at the next wait.
      var winner = won.get();
      if (winner == null) {
        throw cancelled;
      }
      var strand = Strand.currentOrNull();
      if (strand != null) { // if not, the thread has its interrupt back
        strand.toSent();
      }
    }
    var winner = won.get();
    if (winner != null) {
      return winner.value();
    }
    throw Sneaky.<RuntimeException>rethrow(Objects.requireNonNull(failures.toThrow()));
  }

  private void attempt(GroupScope group, Body<? extends T, ?> body) {
    T value;
    try {
      value = body.run();
    } catch (Throwable thrown) {
      failed(group, thrown);
      return;
    }
    if (won.compareAndSet(null, new Won<>(value))) {
      group.cancel("another was first");
    } else {
      late(value);
    }
  }

  private void failed(GroupScope group, Throwable thrown) {
    if (Blocks.saysCancelled(thrown) && group.isCancelled()) {
      throw Sneaky.<RuntimeException>rethrow(thrown);
    }
    if (won.get() == null) {
      failures.add(thrown);
    } else {
      Log.lateFailure("a task that lost a race failed", thrown);
    }
  }

  private void late(T value) {
    try {
      loser.accept(value);
    } catch (Throwable failure) {
      Log.lateFailure("the handler of a value that lost a race failed", failure);
    }
  }

  static void closeLoser(@Nullable Object value) {
    if (value instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Throwable failure) {
        Log.lateFailure("a value that lost a race could not be closed", failure);
      }
    }
  }
}
