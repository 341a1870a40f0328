package dev.treadle.flow;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.channel.Broadcast;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.channel.Subscription;
import dev.treadle.sync.Event;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A flow that runs once for several consumers, each of which sees what comes while it is there.
///
/// It begins with the first consumer. Each element goes to all there are when the slowest of them
/// has taken the one before; the next is made meanwhile. So the slowest sets the pace, unless it
/// has a [Flow#buffer(int)] or a [Flow#conflate()] of its own. While there is no consumer nothing
/// is asked for.
///
/// {@snippet class=dev.treadle.flow.FlowSnippets region=share lang=java}
///
/// @param <T> the elements
/// @see Flow#share(TaskGroup)
public final class Shared<T> {

  private final Stage<T> stage;
  private final Broadcast<T> elements = Broadcast.buffered("share", 1);
  private final Event listening = Event.create("a consumer of share");
  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, as is what is said by the event, and the next.
  private int listeners;

  /// What the flow failed with, if no consumer has heard of it.
  private @Nullable Throwable unheard;

  Shared(Stage<T> stage) {
    this.stage = stage;
  }

  /// Returns a flow for one consumer, which gets the elements that come from when it begins until
  /// it ends. If all have come, it is empty; if the shared flow has failed, so does this.
  public Flow<T> flow() {
    return new Flow<>(new Listener());
  }

  void start(TaskGroup owner) {
    var _ = owner.startDaemon("share", this::run);
  }

  private void run() throws Exception {
    try {
      listening.await();
      Drive.use(stage, this::tellAll);
      elements.close();
    } catch (Throwable thrown) {
      var meant = Failing.inLightOfCancellation(thrown);
      boolean isAnybodyThere = isLeftToListeners(meant);
      elements.closeWith(meant);
      if (!isAnybodyThere) {
        throw thrown;
      }
    }
  }

  /// Before they can meet it: whoever has heard of it and left is not there any more.
  private boolean isLeftToListeners(Throwable failure) {
    lock.lock();
    try {
      unheard = listeners > 0 && !(failure instanceof Cancelled) ? failure : null;
      return listeners > 0;
    } finally {
      lock.unlock();
    }
  }

  private void heard() {
    lock.lock();
    try {
      unheard = null;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    var failure = come(-1);
    if (failure != null) {
      Failing.unasked("share", failure);
    }
  }

  private void tellAll(Pull<T> pull) throws Exception {
    for (T element = pull.next(); element != null; element = pull.next()) {
      listening.await(); // the last one may have left meanwhile: the element is kept for the next
      elements.send(element);
      listening.await();
    }
  }

  /// Returns the failure of which the last one who left has not heard, nor anybody else.
  private @Nullable Throwable come(int more) {
    lock.lock();
    try {
      listeners += more;
      if (listeners > 0) {
        listening.set();
        return null;
      }
      listening.clear();
      var failure = unheard;
      unheard = null;
      return failure;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return stage + ".share";
  }

  private final class Listener extends Stage<T> {

    @Override
    Pull<T> open(Crew crew) {
      var subscription = elements.subscribe();
      var _ = come(1);
      return new Listening(subscription);
    }

    @Override
    public String toString() {
      return Shared.this.toString();
    }
  }

  private final class Listening extends Pull<T> {

    private final Subscription<T> subscription;
    private final Iterator<T> received;

    Listening(Subscription<T> subscription) {
      this.subscription = subscription;
      this.received = subscription.iterator();
    }

    @Override
    @Nullable T next() {
      try {
        return received.hasNext() ? received.next() : null;
      } catch (ChannelClosedException closed) {
        heard();
        var cause = closed.getCause();
        throw cause == null ? closed : Failing.fromTask(cause);
      }
    }

    @Override
    void close() {
      subscription.close();
      leave();
    }
  }
}
