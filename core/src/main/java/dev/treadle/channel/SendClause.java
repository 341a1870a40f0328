package dev.treadle.channel;

import dev.treadle.Body;
import dev.treadle.Waiter;
import dev.treadle.channel.Buffer.Offered;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Room in a channel, or a receiver, for an element.
final class SendClause<T, R extends @Nullable Object, X extends Exception>
    extends ChannelClause<R, X> {

  private final SendChannel<? super T> channel;
  private final T element;
  private final Body<? extends R, X> action;
  private final @Nullable Body<? extends R, ? extends X> ifClosed;

  SendClause(
      SendChannel<? super T> channel,
      T element,
      Body<? extends R, X> action,
      @Nullable Body<? extends R, ? extends X> ifClosed) {
    this.channel = channel;
    this.element = element;
    this.action = action;
    this.ifClosed = ifClosed;
  }

  @Override
  public ChannelClause<R, X> ifClosed(Body<? extends R, ? extends X> action) {
    Objects.requireNonNull(action, "action");
    return new SendClause<>(channel, element, this.action, action);
  }

  @Override
  Option<R, X> open() {
    return option(channel, element);
  }

  private <E> Option<R, X> option(SendChannel<E> channel, E element) {
    return new SendOption<E>(
        switch (channel) {
          case Channel<E> whole -> whole;
          case Sender<E> end -> end.openChannel();
        },
        element);
  }

  @Override
  public String toString() {
    return "room in " + channel;
  }

  private final class SendOption<E> extends Option<R, X> {

    private final Channel<E> target;
    private final E element;
    private @Nullable Place<E> place;
    private Offered offered = Offered.FULL;
    private int losses;

    SendOption(Channel<E> target, E element) {
      this.target = target;
      this.element = element;
    }

    @Override
    boolean happens() {
      offered = target.offer(element, place);
      return offered != Offered.FULL;
    }

    @Override
    void join(Waiter<Object> waiter) {
      place = new Place<>(waiter, losses);
      place.element = element;
      target.joinSenders(place);
    }

    @Override
    boolean mayWait() {
      return place != null && target.awaitRoom(place);
    }

    @Override
    void leave() {
      if (place != null) {
        target.leaveSenders(place);
        place = null;
      }
    }

    @Override
    boolean wasDoneBy(Object woken) {
      if (woken != place) {
        return false;
      }
      losses++;
      if (rendezvous() != null) {
        offered = Offered.IN;
      }
      return offered == Offered.IN;
    }

    @Override
    @Nullable RendezvousChannel<?> rendezvous() {
      return target instanceof RendezvousChannel<E> rendezvous ? rendezvous : null;
    }

    @Override
    R act() throws X {
      if (offered == Offered.IN) {
        return action.run();
      }
      if (ifClosed != null) {
        return ifClosed.run();
      }
      throw target.closing().toSender(target);
    }
  }
}
