package dev.treadle.flow;

import dev.treadle.channel.Channel;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.sync.Event;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/// A source that is somebody else's publisher. It requests an element when it is asked for one, or
/// so many ahead.
final class Subscribing<T> extends Stage<T> {

  private final Publisher<? extends T> publisher;
  private final int ahead;

  Subscribing(Publisher<? extends T> publisher, int ahead) {
    this.publisher = publisher;
    this.ahead = ahead;
  }

  @Override
  Pull<T> open(Crew crew) {
    var incoming = new Incoming<T>(Math.max(1, ahead));
    publisher.subscribe(incoming);
    return incoming.pull;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return ahead == 0 ? new Subscribing<>(publisher, elements) : null;
  }

  @Override
  public String toString() {
    return "from(Publisher)";
  }

  /// What the publisher sees.
  private static final class Incoming<T> implements Subscriber<T> {

    /// Never full: no more comes than was requested, or the publisher is at fault.
    private final Channel<T> elements = Channel.unbounded(c -> c.withName("from(Publisher)"));

    private final Event subscribed = Event.create("from(Publisher) is subscribed");
    private final int most;
    final Asking pull = new Asking();

    private volatile @Nullable Subscription subscription;
    private volatile boolean left;

    Incoming(int most) {
      this.most = most;
    }

    @Override
    public void onSubscribe(Subscription given) {
      Objects.requireNonNull(given, "subscription");
      if (subscription != null) {
        given.cancel();
        return;
      }
      subscription = given;
      subscribed.set();
      if (left) {
        given.cancel();
      }
    }

    @Override
    public void onNext(T element) {
      Objects.requireNonNull(element, "element");
      try {
        var _ = elements.trySend(element);
      } catch (ChannelClosedException closed) {
        // It did not know yet that nobody asks any more.
        dropped(element);
      }
    }

    private void dropped(T element) {
      assert element != null;
    }

    @Override
    public void onError(Throwable thrown) {
      elements.closeWith(Objects.requireNonNull(thrown, "throwable"));
      subscribed.set();
    }

    @Override
    public void onComplete() {
      elements.close();
      subscribed.set();
    }

    /// What the flow sees.
    private final class Asking extends Pull<T> {

      private final Iterator<T> received = elements.iterator();

      /// How many were requested and have not been taken.
      private int requested;

      @Override
      @Nullable T next() {
        subscribed.await();
        var publisher = subscription;
        if (publisher != null && requested <= most / 2) {
          int more = most - requested;
          requested = most;
          publisher.request(more);
        }
        try {
          T element = received.hasNext() ? received.next() : null;
          requested--;
          return element;
        } catch (ChannelClosedException closed) {
          throw Failing.fromTask(Objects.requireNonNull(closed.getCause()));
        }
      }

      @Override
      void close() {
        left = true;
        boolean isOver = elements.isClosed();
        elements.cancel();
        var publisher = subscription;
        if (publisher != null && !isOver) {
          publisher.cancel();
        }
      }
    }
  }
}
