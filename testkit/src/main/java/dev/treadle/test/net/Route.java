package dev.treadle.test.net;

import dev.treadle.seam.World;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// One direction of a link, from a host to a host. Guarded by the network's lock.
final class Route {

  private static final long SECOND = 1_000_000_000L;

  /// By how much a reordered datagram is late, besides the greatest latency.
  private static final long REORDERING = 10_000_000L;

  private final SimNet net;
  private final SimHost from;
  private final SimHost to;

  /// Flows with something under way, in the order in which they became so.
  private final Set<Flow> busy = new LinkedHashSet<>();

  private final Deque<Datagram> heldDatagrams = new ArrayDeque<>();
  private LinkSettings settings;
  private boolean cut;
  private boolean held;
  private long busyUntilNanos;

  Route(SimHost from, SimHost to, LinkSettings settings) {
    this.net = from.net();
    this.from = from;
    this.to = to;
    this.settings = settings;
    this.busyUntilNanos = nowNanos();
  }

  SimHost from() {
    return from;
  }

  SimHost to() {
    return to;
  }

  LinkSettings settings() {
    return settings;
  }

  void configure(UnaryOperator<LinkSettings> change) {
    settings = change.apply(settings);
    // Larger buffers have room where the old ones had none.
    from.wakeWriters(to);
  }

  boolean isBlocked() {
    return cut || held;
  }

  void cut(boolean cut) {
    boolean wasBlocked = isBlocked();
    this.cut = cut;
    if (cut) {
      heldDatagrams.forEach(_ -> lose());
      heldDatagrams.clear();
    }
    resumeIfFreed(wasBlocked);
  }

  void hold(boolean held) {
    boolean wasBlocked = isBlocked();
    this.held = held;
    resumeIfFreed(wasBlocked);
  }

  private void resumeIfFreed(boolean wasBlocked) {
    if (!wasBlocked || isBlocked()) {
      return;
    }
    busyUntilNanos = nowNanos();
    List.copyOf(busy).forEach(Flow::resume);
    while (!heldDatagrams.isEmpty()) {
      dispatch(heldDatagrams.removeFirst());
    }
  }

  void busy(Flow flow) {
    busy.add(flow);
  }

  void idle(Flow flow) {
    busy.remove(flow);
  }

  long nowNanos() {
    return net.world().nanoTime();
  }

  World.Timer schedule(long delayNanos, Runnable action) {
    return net.schedule(delayNanos, action);
  }

  /// Returns when something sent now arrives, if nothing blocks it.
  long dueNanos(int bytes) {
    long now = nowNanos();
    long start = busyUntilNanos - now > 0 ? busyUntilNanos : now;
    busyUntilNanos = start + transmissionNanos(bytes);
    return busyUntilNanos + latencyNanos();
  }

  private long transmissionNanos(int bytes) {
    long rate = settings.bytesPerSecond();
    return rate == Long.MAX_VALUE ? 0 : Math.ceilDiv(bytes * SECOND, rate);
  }

  private long latencyNanos() {
    long min = settings.latency().min().toNanos();
    long max = settings.latency().max().toNanos();
    return min == max ? min : net.world().random().nextLong(min, max + 1);
  }

  /// Returns how much of a possible number of bytes a read or a write moves.
  int split(int possible) {
    return settings.splits() && possible > 1
        ? 1 + net.world().random().nextInt(possible)
        : possible;
  }

  void send(Datagram datagram) {
    from.tally().datagrams++;
    if (cut || happens(settings.datagrams().loss())) {
      lose();
      return;
    }
    int copies = happens(settings.datagrams().duplication()) ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      dispatch(datagram);
    }
  }

  private void dispatch(Datagram datagram) {
    if (held) {
      heldDatagrams.add(datagram);
      return;
    }
    long delay = dueNanos(datagram.bytes().length) - nowNanos();
    if (happens(settings.datagrams().reordering())) {
      long late = REORDERING + settings.latency().max().toNanos();
      delay += net.world().random().nextLong(late);
    }
    schedule(delay, () -> arrive(datagram));
  }

  private void arrive(Datagram datagram) {
    if (held && !cut) {
      heldDatagrams.add(datagram);
    } else if (cut || !to.receive(datagram, settings.bufferBytes())) {
      lose();
    }
  }

  private void lose() {
    from.tally().lostDatagrams++;
  }

  private boolean happens(double probability) {
    return probability > 0 && net.world().random().nextDouble() < probability;
  }
}
