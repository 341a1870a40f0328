package dev.treadle.channel;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Elements that every subscriber gets, in the same order, from the moment it subscribed.
///
/// If each element is for one of several receivers, take a [Channel]; if only the latest counts, a
/// [StateValue].
///
/// {@snippet class=dev.treadle.channel.BroadcastSnippets region=broadcast lang=java}
///
/// It holds so many of the last elements as its capacity says, once for all subscribers. What
/// happens to a subscriber that has not received that many, each decides when it subscribes: the
/// sender waits for it, it misses elements, or it fails ([Lag]). A subscriber that misses or fails
/// never holds up anybody. Without subscribers elements go nowhere, and sending never waits.
///
/// **Cancellation.** A [#send(Object)] delivers to every subscriber there is, or to none: it waits
/// until there is room for all, and then the element is there for all at once. A cancelled send was
/// delivered to none, a cancelled [Subscription#receive()] received nothing, and one that succeeded
/// in the same moment returns normally. What does not wait works in a cancelled task too.
///
/// **Order.** All subscribers see the same order. Tasks that wait to send are served in order of
/// arrival, but may be passed over for a millisecond, as is said of [WorkQueue].
///
/// **Threads.** Any thread may use it, platform threads included. What happens before an element is
/// sent is visible to whoever receives it.
///
/// @param <T> the elements; `null` is none
public final class Broadcast<T> implements AutoCloseable {

  private final String name;
  private final int capacity;
  final ReentrantLock lock = new ReentrantLock();

  /// Guarded by the lock, like the rest.
  final Tape<T> tape;

  private final SequencedSet<Reader<T>> readers = new LinkedHashSet<>();
  private final Turns senders;

  /// How many of the readers must not miss anything.
  private int holders;

  boolean isClosed;
  private @Nullable Throwable cause;

  private Broadcast(String name, int capacity, int replay) {
    this.name = name;
    this.capacity = capacity;
    tape = new Tape<>(capacity, replay);
    senders = new Turns(lock, "send to " + name, () -> isClosed || !tape.isHeld());
  }

  // --- Creating

  /// Creates one whose subscribers get what is sent after they have subscribed.
  ///
  /// @param capacity how many elements a subscriber may be behind, at least 1
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> Broadcast<T> buffered(int capacity) {
    return replaying(capacity, 0);
  }

  /// Creates one whose subscribers get what is sent after they have subscribed.
  ///
  /// @param name what task trees and messages call it
  /// @param capacity how many elements a subscriber may be behind, at least 1
  /// @throws IllegalArgumentException if `capacity` is less than 1
  public static <T> Broadcast<T> buffered(String name, int capacity) {
    return replaying(name, capacity, 0);
  }

  /// Creates one whose subscribers get the last elements that were sent before them, too.
  ///
  /// @param capacity how many elements a subscriber may be behind, at least 1
  /// @param replay how many elements from before a new subscriber gets, if there were so many
  /// @throws IllegalArgumentException if `capacity` is less than 1, or `replay` is not from 0 to
  ///   `capacity`
  public static <T> Broadcast<T> replaying(int capacity, int replay) {
    return checked("broadcast", capacity, replay);
  }

  /// Creates one whose subscribers get the last elements that were sent before them, too.
  ///
  /// @param name what task trees and messages call it
  /// @param capacity how many elements a subscriber may be behind, at least 1
  /// @param replay how many elements from before a new subscriber gets, if there were so many
  /// @throws IllegalArgumentException if `capacity` is less than 1, or `replay` is not from 0 to
  ///   `capacity`
  public static <T> Broadcast<T> replaying(String name, int capacity, int replay) {
    return checked("broadcast '" + Objects.requireNonNull(name, "name") + "'", capacity, replay);
  }

  private static <T> Broadcast<T> checked(String name, int capacity, int replay) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: expected at least 1, found " + capacity);
    }
    if (replay < 0 || replay > capacity) {
      throw new IllegalArgumentException(
          "replay: expected 0 to " + capacity + ", which is the capacity, found " + replay);
    }
    return new Broadcast<>(name, capacity, replay);
  }

  // --- Subscribing

  /// Subscribes: from now on the subscription gets every element, and senders wait for it if it is
  /// slow. It must be closed.
  public Subscription<T> subscribe() {
    return subscribe(Lag.WAIT);
  }

  /// Subscribes: from now on the subscription gets every element, or as many as it keeps up with.
  /// It must be closed. Never waits.
  ///
  /// If the broadcast is closed, the subscription gets what is replayed and then ends.
  ///
  /// @param lag what happens if it is slow
  public Subscription<T> subscribe(Lag lag) {
    Objects.requireNonNull(lag, "lag");
    lock.lock();
    Reader<T> reader;
    try {
      reader = new Reader<>(this, lag, tape.rewind(lag == Lag.WAIT));
      readers.addLast(reader);
      holders += reader.isHolder() ? 1 : 0;
    } finally {
      lock.unlock();
    }
    return new Subscription<>(reader);
  }

  // --- Sending

  /// Sends an element to all who are subscribed, waiting for those who want to be waited for.
  ///
  /// @throws ChannelClosedException if the broadcast is closed, before or while this waits; the
  ///   element was not sent
  /// @throws Cancelled if the calling task is cancelled; the element was sent to nobody
  public void send(T element) {
    Objects.requireNonNull(element, "element");
    Waiter.checkCancelled();
    if (attemptSend(element, null)) {
      return;
    }
    var turn = senders.turn();
    while (!attemptSend(element, turn)) {
      senders.await(turn);
    }
  }

  /// Sends an element to all who are subscribed if that is possible without waiting.
  ///
  /// @return whether it was sent; not if a subscriber must be waited for, or if tasks that wait to
  ///   send have been passed over for too long
  /// @throws ChannelClosedException if the broadcast is closed
  public boolean trySend(T element) {
    return attemptSend(Objects.requireNonNull(element, "element"), null);
  }

  /// Sends the element, or else gets in line if it has a turn.
  private boolean attemptSend(T element, @Nullable Turn turn) {
    boolean isSent;
    boolean isTooLate;
    List<Turn> next;
    lock.lock();
    try {
      isTooLate = isClosed;
      isSent = !isTooLate && !tape.isHeld() && senders.lets(turn);
      if (isSent) {
        tape.append(element, readers.size(), holders);
      }
      if (isSent || isTooLate) {
        senders.went(turn);
      } else if (turn != null) {
        senders.enter(turn);
      }
      next = isSent ? nextOfAll() : nextSender();
    } finally {
      lock.unlock();
    }
    wake(next);
    if (isTooLate) {
      throw closed("expected no more sends");
    }
    return isSent;
  }

  // --- The end

  /// Says that no more elements will come. Those that were sent can still be received; then
  /// [Subscription#receive()] throws, and iterations end. Who waits to send gets a
  /// [ChannelClosedException]. Never waits. Closing again does nothing.
  @Override
  public void close() {
    end(null);
  }

  /// Says that no more elements will come, and why. Subscribers first get what was sent, then a
  /// [ChannelClosedException] with this cause, iterations too. Never waits; does nothing if the
  /// broadcast is closed.
  public void closeWith(Throwable cause) {
    end(Objects.requireNonNull(cause, "cause"));
  }

  private void end(@Nullable Throwable why) {
    List<Turn> next;
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      isClosed = true;
      cause = why;
      next = nextOfAll();
    } finally {
      lock.unlock();
    }
    wake(next);
  }

  /// Returns whether it was closed.
  public boolean isClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  /// What to throw now that it is closed.
  ChannelClosedException closed(String consequence) {
    return new ChannelClosedException(name + " is closed: " + consequence, causeOfEnd());
  }

  /// Why it was closed; `null` if it just was, or is open.
  @Nullable Throwable causeOfEnd() {
    lock.lock();
    try {
      return cause;
    } finally {
      lock.unlock();
    }
  }

  // --- With the lock

  /// Keeps nothing for this reader any more.
  void forget(Reader<T> reader) {
    readers.remove(reader);
    holders -= reader.isHolder() ? 1 : 0;
  }

  List<Turn> nextSender() {
    var sender = senders.next();
    return sender == null ? List.of() : List.of(sender);
  }

  /// There is news for everybody.
  private List<Turn> nextOfAll() {
    var next = new ArrayList<>(nextSender());
    for (var reader : readers) {
      var receiver = reader.nextReceiver();
      if (receiver != null) {
        next.add(receiver);
      }
    }
    return next;
  }

  // --- Without the lock

  static void wake(List<Turn> next) {
    for (var turn : next) {
      turn.turns.wake(turn);
    }
  }

  // --- Looking at it

  /// Returns how many elements a subscriber may be behind.
  public int capacity() {
    return capacity;
  }

  /// Returns what it has done so far and who waits, all of the same moment.
  public Statistics statistics() {
    lock.lock();
    try {
      return new Statistics(readers.size(), tape.held(), senders.size(), tape.end());
    } finally {
      lock.unlock();
    }
  }

  /// Returns what it is and its name, such as `broadcast 'prices'`.
  @Override
  public String toString() {
    return name;
  }

  /// A broadcast at one moment.
  ///
  /// @param subscriptions how many are open
  /// @param buffered how many elements it holds, because somebody has not received them or for
  ///   replay
  /// @param waitingSenders how many tasks wait to send
  /// @param sent how many elements were sent in all
  public record Statistics(int subscriptions, int buffered, int waitingSenders, long sent) {}
}
