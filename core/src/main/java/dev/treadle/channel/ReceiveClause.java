package dev.treadle.channel;

import dev.treadle.Body;
import dev.treadle.Step;
import dev.treadle.Waiter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An element from a channel.
final class ReceiveClause<T, R extends @Nullable Object, X extends Exception>
    extends ChannelClause<R, X> {

  private final ReceiveChannel<? extends T> channel;
  private final Step<? super T, ? extends R, X> action;
  private final @Nullable Body<? extends R, ? extends X> ifClosed;

  ReceiveClause(
      ReceiveChannel<? extends T> channel,
      Step<? super T, ? extends R, X> action,
      @Nullable Body<? extends R, ? extends X> ifClosed) {
    this.channel = channel;
    this.action = action;
    this.ifClosed = ifClosed;
  }

  @Override
  public ChannelClause<R, X> ifClosed(Body<? extends R, ? extends X> action) {
    return new ReceiveClause<>(channel, this.action, Objects.requireNonNull(action, "action"));
  }

  @Override
  Option<R, X> open() {
    return option(channel);
  }

  private <E extends T> Option<R, X> option(ReceiveChannel<E> channel) {
    return new ReceiveOption<E>(
        switch (channel) {
          case Channel<E> whole -> whole;
          case Receiver<E> end -> end.openChannel();
        });
  }

  @Override
  public String toString() {
    return "an element of " + channel;
  }

  private final class ReceiveOption<E extends T> extends Option<R, X> {

    private final Channel<E> source;
    private @Nullable Place<E> place;
    private @Nullable E element;
    private int losses;

    ReceiveOption(Channel<E> source) {
      this.source = source;
    }

    @Override
    boolean happens() {
      boolean over = source.isOver(); // before it is found empty
      element = source.poll(place);
      return element != null || over;
    }

    @Override
    void join(Waiter<Object> waiter) {
      place = new Place<>(waiter, losses);
      source.joinReceivers(place);
    }

    @Override
    boolean mayWait() {
      return place != null && source.awaitElement(place);
    }

    @Override
    void leave() {
      if (place != null) {
        source.leaveReceivers(place);
        place = null;
      }
    }

    @Override
    boolean wasDoneBy(Object woken) {
      if (woken != place || place == null) {
        return false;
      }
      element = place.element;
      losses++;
      return element != null;
    }

    @Override
    @Nullable RendezvousChannel<?> rendezvous() {
      return source instanceof RendezvousChannel<E> rendezvous ? rendezvous : null;
    }

    @Override
    R act() throws X {
      if (element != null) {
        return action.apply(element);
      }
      if (ifClosed != null) {
        return ifClosed.run();
      }
      throw source.closing().toReceiver(source);
    }
  }
}
