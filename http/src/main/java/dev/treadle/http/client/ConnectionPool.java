package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.http.client.HttpException.Phase;
import dev.treadle.seam.World;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps connections until they are needed again, never more than the limits say, and lends them in
/// the order in which they were asked for.
///
/// Not core's `Pool`, which has items of one kind: here a connection to one host has to go when
/// another host needs its place. And a connection is opened in the task that needs it, so that this
/// task's deadline counts, and it hears itself why it failed.
///
/// One lock for everything. No connection is opened or closed while it is held.
final class ConnectionPool {

  private final PoolLimits limits;
  private final World world = World.current();
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is guarded by the lock.
  private final Map<Route, Line> lines = new HashMap<>();
  private final Set<Http1Connection> connections = new LinkedHashSet<>();

  /// Places that are taken: by connections, and by those that are being opened or closed.
  private int taken;

  private int idle;
  private int waiting;
  private long arrivals;
  private boolean closed;
  private World.@Nullable Timer sweep;

  ConnectionPool(PoolLimits limits) {
    this.limits = limits;
  }

  /// What there is for one route.
  private static final class Line {

    final Route route;
    final ArrayDeque<Http1Connection> idle = new ArrayDeque<>();
    final LinkedHashSet<Turn> turns = new LinkedHashSet<>();
    int taken;

    Line(Route route) {
      this.route = route;
    }

    boolean isEmpty() {
      return taken == 0 && turns.isEmpty();
    }
  }

  /// Somebody who waits.
  private static final class Turn extends Waiter<Grant> {

    final long number;

    Turn(Route route, long number) {
      super("a connection to " + route);
      this.number = number;
    }
  }

  /// What somebody gets.
  ///
  /// @param connection one that was idle; `null` for a place to open one
  /// @param evicted one of another route's that has to be closed before; `null` if none has
  /// @param refused whether the pool is closed
  private record Grant(
      @Nullable Http1Connection connection, @Nullable Http1Connection evicted, boolean refused) {

    static final Grant PLACE = new Grant(null, null, false);
    static final Grant REFUSED = new Grant(null, null, true);
  }

  /// Waits for a connection, or for a place to open one.
  ///
  /// @return `null` if the caller is to open one, and tell by [#opened] or [#lost(Route)]
  /// @throws HttpException.TimedOut if it takes too long
  /// @throws HttpException.Closed if the client is closed
  @Nullable Http1Connection acquire(Route route, Duration limit) throws IOException {
    Waiter.checkCancelled();
    var turn = new Turn[1];
    var grant = take(route, turn);
    if (grant == null) {
      grant = await(route, turn[0], limit);
    }
    if (grant.refused) {
      throw closed();
    }
    if (grant.evicted != null) {
      closeEvicted(grant.evicted);
    }
    return grant.connection;
  }

  private @Nullable Grant take(Route route, @Nullable Turn[] turn) {
    lock.lock();
    try {
      if (closed) {
        return Grant.REFUSED;
      }
      var line = lines.computeIfAbsent(route, Line::new);
      if (line.turns.isEmpty() && canServe(line)) {
        return serve(line);
      }
      turn[0] = new Turn(route, arrivals++);
      line.turns.add(turn[0]);
      waiting++;
      return null;
    } finally {
      lock.unlock();
    }
  }

  private Grant await(Route route, Turn turn, Duration limit) throws IOException {
    var grant = new Grant[1];
    try {
      Treadle.moveOnAfter(limit, () -> grant[0] = turn.await());
    } finally {
      if (grant[0] == null) {
        leave(route, turn);
      }
    }
    if (grant[0] == null) {
      throw new HttpException.TimedOut(
          "expected a free connection to %s within %s; all %d are in use (%d to all hosts)"
              .formatted(route, limit, limits.perHost(), limits.total()),
          Phase.ACQUIRE,
          limit);
    }
    return grant[0];
  }

  private void leave(Route route, Turn turn) {
    lock.lock();
    try {
      var line = lines.get(route);
      if (line != null && line.turns.remove(turn)) {
        waiting--;
        dropIfEmpty(line);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean canServe(Line line) {
    return !line.idle.isEmpty()
        || (line.taken < limits.perHost() && (taken < limits.total() || idle > 0));
  }

  /// Takes a connection or a place out of what there is.
  private Grant serve(Line line) {
    if (!line.idle.isEmpty()) {
      idle--;
      return new Grant(line.idle.removeLast(), null, false);
    }
    var evicted = taken < limits.total() ? null : removeEldest();
    line.taken++;
    taken++;
    return evicted == null ? Grant.PLACE : new Grant(null, evicted, false);
  }

  /// The connection's place among all has gone to whoever closes it; that among those of its host
  /// is free when it is closed.
  private void closeEvicted(Http1Connection connection) {
    connection.close();
    lock.lock();
    try {
      var line = Objects.requireNonNull(lines.get(connection.route()), "line");
      line.taken--;
      dropIfEmpty(line);
      serveTurns();
    } finally {
      lock.unlock();
    }
  }

  /// Takes out the connection that has been idle for longest, with its place among all.
  private Http1Connection removeEldest() {
    Line eldest = null;
    for (var line : lines.values()) {
      if (!line.idle.isEmpty()
          && (eldest == null
              || line.idle.getFirst().idleSince < eldest.idle.getFirst().idleSince)) {
        eldest = line;
      }
    }
    var connection = Objects.requireNonNull(eldest, "eldest").idle.removeFirst();
    idle--;
    taken--;
    connections.remove(connection);
    return connection;
  }

  /// A connection is no more, and its place is free.
  private void forget(Http1Connection connection) {
    connections.remove(connection);
    freePlace(connection.route());
  }

  private void freePlace(Route route) {
    var line = Objects.requireNonNull(lines.get(route), "line");
    line.taken--;
    taken--;
    dropIfEmpty(line);
  }

  private void dropIfEmpty(Line line) {
    if (line.isEmpty()) {
      lines.remove(line.route);
    }
  }

  /// Serves those who wait, whoever came first of those who can be served.
  private void serveTurns() {
    while (waiting > 0) {
      var next = nextLine();
      if (next == null) {
        return;
      }
      serveFirst(next);
    }
  }

  private @Nullable Line nextLine() {
    Line next = null;
    for (var line : lines.values()) {
      if (!line.turns.isEmpty()
          && canServe(line)
          && (next == null || line.turns.getFirst().number < next.turns.getFirst().number)) {
        next = line;
      }
    }
    return next;
  }

  /// Gives up nothing before somebody takes it: one who is gone only leaves the line.
  private void serveFirst(Line line) {
    var turn = line.turns.removeFirst();
    waiting--;
    if (turn.isGone()) {
      return;
    }
    var grant = serve(line);
    if (!turn.wake(grant)) {
      takeBack(line, grant);
    }
  }

  private void takeBack(Line line, Grant grant) {
    if (grant.connection != null) {
      line.idle.addLast(grant.connection);
      idle++;
      return;
    }
    line.taken--;
    taken--;
    dropIfEmpty(line);
    if (grant.evicted != null) {
      returnEvicted(grant.evicted);
    }
  }

  private void returnEvicted(Http1Connection connection) {
    Objects.requireNonNull(lines.get(connection.route()), "line").idle.addFirst(connection);
    connections.add(connection);
    taken++;
    idle++;
  }

  /// A connection was opened in a place that was given for it.
  ///
  /// @throws HttpException.Closed if the client was closed meanwhile; the connection is closed then
  void opened(Http1Connection connection) throws HttpException.Closed {
    boolean late;
    lock.lock();
    try {
      late = closed;
      if (!late) {
        connections.add(connection);
      }
    } finally {
      lock.unlock();
    }
    if (late) {
      connection.close();
      lost(connection.route());
      throw closed();
    }
  }

  /// No connection was opened in a place that was given for it.
  void lost(Route route) {
    lock.lock();
    try {
      freePlace(route);
      serveTurns();
    } finally {
      lock.unlock();
    }
  }

  /// A connection can be used again.
  ///
  /// @param keep how long it may be kept
  void release(Http1Connection connection, Duration keep) {
    boolean kept;
    lock.lock();
    try {
      kept = !closed && keep.isPositive();
      if (kept) {
        putAside(connection, keep);
      }
    } finally {
      lock.unlock();
    }
    if (!kept) {
      discard(connection);
    }
  }

  private void putAside(Http1Connection connection, Duration keep) {
    long now = world.nanoTime();
    connection.idleSince = now;
    connection.idleUntil = now + nanos(keep);
    Objects.requireNonNull(lines.get(connection.route()), "line").idle.addLast(connection);
    idle++;
    serveTurns();
    if (sweep == null && idle > 0) {
      sweep = world.schedule(nanos(keep), this::startSweep);
    }
  }

  private static long nanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) > 0
        ? Duration.ofDays(365).toNanos()
        : duration.toNanos();
  }

  /// A connection cannot be used again. It is closed here, and its place is free after that.
  void discard(Http1Connection connection) {
    connection.close();
    lock.lock();
    try {
      if (connections.contains(connection)) {
        forget(connection);
        serveTurns();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Closes what is idle for a route: one of them turned out to be dead, so all may be.
  void discardIdle(Route route) {
    var dead = new ArrayList<Http1Connection>();
    lock.lock();
    try {
      var line = lines.get(route);
      if (line != null) {
        dead.addAll(line.idle);
        idle -= line.idle.size();
        line.idle.clear();
      }
    } finally {
      lock.unlock();
    }
    dead.forEach(this::discard);
  }

  private void startSweep() {
    world.virtualThreads().name("http client closes idle connections").start(this::sweep);
  }

  private void sweep() {
    var over = new ArrayList<Http1Connection>();
    lock.lock();
    try {
      sweep = null;
      if (closed) {
        return;
      }
      long next = takeOver(world.nanoTime(), over);
      if (idle > 0) {
        sweep = world.schedule(next, this::startSweep);
      }
    } finally {
      lock.unlock();
    }
    over.forEach(this::discard);
  }

  /// Takes out what has been idle for too long, and returns when to look again.
  private long takeOver(long now, List<Http1Connection> over) {
    long next = nanos(limits.idle());
    for (var line : lines.values()) {
      for (var each = line.idle.iterator(); each.hasNext(); ) {
        var connection = each.next();
        long left = connection.idleUntil - now;
        if (left <= 0) {
          each.remove();
          idle--;
          over.add(connection);
        } else {
          next = Math.min(next, left);
        }
      }
    }
    return next;
  }

  /// Closes all connections, also those in use, and refuses whoever waits.
  void close() {
    var all = new ArrayList<Http1Connection>();
    lock.lock();
    try {
      closed = true;
      if (sweep != null) {
        sweep.cancel();
      }
      for (var line : lines.values()) {
        idle -= line.idle.size();
        line.idle.clear();
        line.turns.forEach(turn -> turn.wake(Grant.REFUSED));
        line.turns.clear();
      }
      waiting = 0;
      all.addAll(connections);
    } finally {
      lock.unlock();
    }
    all.forEach(this::discard);
  }

  /// Whether a connection that was acquired had been idle for less than so long.
  boolean isFresh(Http1Connection connection, long nanos) {
    return world.nanoTime() - connection.idleSince < nanos;
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  PoolStatistics statistics() {
    lock.lock();
    try {
      return new PoolStatistics(taken, idle, waiting);
    } finally {
      lock.unlock();
    }
  }

  static HttpException.Closed closed() {
    return new HttpException.Closed("the client is closed");
  }
}
