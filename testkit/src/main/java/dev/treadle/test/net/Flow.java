package dev.treadle.test.net;

import dev.treadle.seam.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One direction of one connection: segments under way, always in order. Guarded by the network's
/// lock.
final class Flow {

  private final Route route;
  private final Deque<Travelling> underWay = new ArrayDeque<>();
  private Consumer<Segment> receiver = _ -> {};
  private Runnable roomMade = () -> {};

  /// Bytes sent that the receiver has not read yet, whether they have arrived or not.
  private int unread;

  private @Nullable Timer arrival;

  Flow(Route route) {
    this.route = route;
  }

  Route route() {
    return route;
  }

  void onArrival(Consumer<Segment> receiver) {
    this.receiver = receiver;
  }

  void onRoomMade(Runnable roomMade) {
    this.roomMade = roomMade;
  }

  int room() {
    return Math.max(0, route.settings().bufferBytes() - unread);
  }

  void send(Segment segment) {
    unread += segment.size();
    long due = route.dueNanos(segment.size());
    var last = underWay.peekLast();
    if (last != null && last.dueNanos - due > 0) {
      due = last.dueNanos;
    }
    underWay.add(new Travelling(segment, due));
    route.busy(this);
    arm();
  }

  void consumed(int bytes) {
    unread -= bytes;
    roomMade.run();
  }

  /// Loses everything that is under way.
  void clear() {
    underWay.clear();
    disarm();
    route.idle(this);
  }

  /// Loses everything that is under way and lets a segment arrive now.
  void overtake(Segment segment) {
    clear();
    receiver.accept(segment);
  }

  /// The route was blocked and is free again: what waited sets out now.
  void resume() {
    long due = route.nowNanos();
    for (var travelling : underWay) {
      long again = route.dueNanos(travelling.segment.size());
      due = again - due > 0 ? again : due;
      travelling.dueNanos = due;
    }
    disarm();
    arm();
  }

  private void arm() {
    var head = underWay.peekFirst();
    if (arrival == null && head != null && !route.isBlocked()) {
      var timer = new Timer();
      arrival = timer;
      timer.timer = route.schedule(head.dueNanos - route.nowNanos(), () -> arrive(timer));
    }
  }

  private void disarm() {
    if (arrival != null && arrival.timer != null) {
      arrival.timer.cancel();
    }
    arrival = null;
  }

  private void arrive(Timer timer) {
    // A timer that was replaced while it waited for the lock has nothing to say any more.
    if (arrival != timer) {
      return;
    }
    arrival = null;
    if (route.isBlocked()) {
      return;
    }
    long now = route.nowNanos();
    while (!underWay.isEmpty() && underWay.peekFirst().dueNanos - now <= 0) {
      receiver.accept(underWay.removeFirst().segment);
    }
    if (underWay.isEmpty()) {
      route.idle(this);
    }
    arm();
  }

  private static final class Travelling {
    final Segment segment;
    long dueNanos;

    Travelling(Segment segment, long dueNanos) {
      this.segment = segment;
      this.dueNanos = dueNanos;
    }
  }

  /// A timer that can be told apart before it is scheduled.
  private static final class Timer {
    World.@Nullable Timer timer;
  }
}
