package dev.treadle.flow;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Waiter;
import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A flow as others see it who know reactive streams: run by a task, for one subscriber.
final class Publishing<T> implements Publisher<T> {

  private final Stage<T> stage;
  private final TaskGroup owner;
  private final AtomicBoolean subscribed = new AtomicBoolean();

  Publishing(Stage<T> stage, TaskGroup owner) {
    this.stage = stage;
    this.owner = owner;
  }

  @Override
  public void subscribe(Subscriber<? super T> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (subscribed.getAndSet(true)) {
      refuse(
          subscriber,
          new IllegalStateException(
              "asPublisher: expected one subscriber, because a flow runs once; share() is for"
                  + " several"));
      return;
    }
    var outgoing = new Outgoing<T>(subscriber);
    try {
      var _ = owner.start("asPublisher", () -> outgoing.run(stage));
    } catch (IllegalStateException closed) {
      refuse(subscriber, closed);
    }
  }

  private static void refuse(Subscriber<?> subscriber, Throwable reason) {
    subscriber.onSubscribe(
        new Subscription() {
          @Override
          public void request(long elements) {}

          @Override
          public void cancel() {}
        });
    subscriber.onError(reason);
  }

  /// The one subscription. What it is told comes from any thread, also from within what it tells.
  private static final class Outgoing<T> implements Subscription {

    private @Nullable Subscriber<? super T> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private volatile @Nullable Waiter<@Nullable Void> waiter;
    private volatile @Nullable CancelScope scope;
    private volatile boolean cancelled;
    private volatile @Nullable Throwable mistake;

    /// What the subscriber threw, which it must not. Its own.
    private @Nullable Throwable broken;

    Outgoing(Subscriber<? super T> subscriber) {
      this.subscriber = subscriber;
    }

    // --- What the subscriber says

    @Override
    public void request(long elements) {
      if (elements <= 0) {
        mistake =
            new IllegalArgumentException(
                "request: expected a number above zero (rule 3.9 of Reactive Streams), found "
                    + elements);
      } else {
        demand.accumulateAndGet(elements, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      tell();
    }

    @Override
    public void cancel() {
      cancelled = true;
      var running = scope;
      if (running != null) {
        running.cancel("its subscriber cancelled");
      }
    }

    private void tell() {
      var waiting = waiter;
      if (waiting != null) {
        waiting.wake(null);
      }
    }

    // --- What it is told

    void run(Stage<T> stage) {
      var told = Objects.requireNonNull(subscriber);
      var _ =
          CancelScope.run(running -> {
            scope = running;
            told.onSubscribe(this);
            if (!cancelled) {
              publish(stage, told);
            }
          });
      subscriber = null;
    }

    private void publish(Stage<T> stage, Subscriber<? super T> told) {
      try {
        awaitDemand();
        Drive.use(stage, pull -> Drive.all(pull, element -> give(element, told)));
      } catch (Throwable thrown) {
        failed(thrown, told);
        return;
      }
      if (!cancelled) {
        told.onComplete();
      }
    }

    private boolean give(T element, Subscriber<? super T> told) {
      awaitDemand();
      demand.updateAndGet(left -> left == Long.MAX_VALUE ? left : left - 1);
      try {
        told.onNext(element);
      } catch (Throwable violation) {
        cancelled = true; // rule 2.13: who throws has left
        broken = violation;
        throw violation;
      }
      return !cancelled;
    }

    private void awaitDemand() {
      Waiter.checkCancelled();
      while (demand.get() == 0 && mistake == null) {
        var waiting = new Waiter<@Nullable Void>("demand of a subscriber");
        waiter = waiting;
        if (demand.get() == 0 && mistake == null) {
          waiting.await();
        }
      }
      var made = mistake;
      if (made != null) {
        throw Failing.<RuntimeException>passOn(made);
      }
    }

    private void failed(Throwable thrown, Subscriber<? super T> told) {
      if (!cancelled) {
        told.onError(thrown);
      }
      if (thrown == broken
          || thrown instanceof Cancelled
          || thrown instanceof VirtualMachineError) {
        throw Failing.<RuntimeException>passOn(thrown);
      }
    }
  }
}
