package dev.treadle.examples.scout;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import dev.treadle.channel.Channel;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.examples.scout.Snapshot.HostLine;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import dev.treadle.sync.Semaphore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// One host of a crawl: a task that starts a task for each fetch. It can be cancelled by itself;
/// what waits for it then counts as skipped.
final class Host {

  private static final String CANCELLED = "its host was cancelled";

  /// What a host needs of its crawl.
  interface Desk {

    /// Asks what a host allows, and whether it wants to be asked slowly.
    Robots robots(Url host, Gate gate);

    /// Asks what a host says there is.
    List<Event.Listed> pages(Url host, Robots robots, Gate gate) throws HttpParseException;

    /// Fetches, with all attempts.
    Answer answer(Fetch fetch, Gate gate);

    long nextId();

    void send(Event event);

    /// Has a page parsed.
    void send(Fetched page);
  }

  private final Url origin;
  private final Desk desk;
  private final Semaphore slots;
  private final Channel<Entry.Job> queue = Channel.unbounded();
  private final Map<Long, Fetch> active = new ConcurrentHashMap<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final LongAdder bytes = new LongAdder();
  private final Gate gate;
  private Robots robots = Robots.NONE;

  /// Whether somebody waits to hear what is on the host's sitemaps. Set before its task runs.
  private volatile boolean isExpected;

  private boolean isAnnounced;
  private volatile @Nullable CancelScope scope;
  private volatile boolean isCancelled;

  Host(Url origin, Gate gate, int perHost, Desk desk) {
    this.origin = origin;
    this.gate = gate;
    this.desk = desk;
    this.slots = Semaphore.of("fetches of " + origin.authority(), perHost);
  }

  String name() {
    return origin.authority();
  }

  /// Takes one more address. Never waits: what is known of a site has to be kept somewhere.
  void add(Entry.Job job) {
    queue.send(job);
  }

  /// Whether it will be asked for its sitemaps, and was not known to be before.
  boolean expect() {
    boolean first = !isExpected;
    isExpected = true;
    return first;
  }

  /// There will be no more addresses.
  void close() {
    queue.close();
  }

  /// Fetches until there are no more addresses.
  void run() {
    try {
      boolean whole =
          CancelScope.run(own -> {
            scope = own;
            if (isCancelled) {
              own.cancel(CANCELLED);
            }
            work();
          });
      if (!whole) {
        giveUp();
      }
    } finally {
      active.clear();
    }
  }

  private void work() {
    TaskGroup.run(group -> {
      while (true) {
        slots.take();
        var job = next();
        if (job == null) {
          return;
        }
        var fetch = new Fetch(desk.nextId(), name(), job);
        active.put(fetch.id, fetch);
        if (job.isRead() && !isAnnounced) {
          survey();
        }
        group.start("fetch " + fetch.id, () -> fetch(fetch));
      }
    });
  }

  private void survey() throws HttpParseException {
    robots = desk.robots(origin, gate);
    gate.slowDown(robots.delay());
    desk.send(new Event.Prepared(desk.pages(origin, robots, gate)));
    isAnnounced = true;
  }

  private Entry.@Nullable Job next() {
    try {
      return queue.receive();
    } catch (ChannelClosedException _) {
      return null;
    }
  }

  private void fetch(Fetch fetch) {
    try {
      var url = fetch.job.entry().url;
      var answer =
          robots.allows(url)
              ? desk.answer(fetch, gate)
              : Answer.of(new Verdict.Skipped(robots.remark()));
      deliver(fetch, answer);
      active.remove(fetch.id);
    } finally {
      slots.release();
    }
  }

  private void deliver(Fetch fetch, Answer answer) {
    var page = answer.page();
    if (page != null) {
      bytes.add(page.content.length);
      desk.send(page);
    } else if (answer.verdict() != null) {
      if (answer.verdict() instanceof Verdict.Broken) {
        failed.incrementAndGet();
      }
      desk.send(new Event.Settled(fetch.job.entry(), answer.verdict(), List.of()));
    }
    done.incrementAndGet();
  }

  /// The rest is skipped. What had begun is still in `active`, because only what was delivered
  /// leaves it, and a send that is cancelled has delivered nothing.
  private void giveUp() {
    if (isExpected && !isAnnounced) {
      desk.send(new Event.Prepared(List.of()));
    }
    for (var fetch : active.values()) {
      skip(fetch.job);
    }
    active.clear();
    for (var job : queue) {
      skip(job);
    }
  }

  private void skip(Entry.Job job) {
    desk.send(new Event.Settled(job.entry(), new Verdict.Skipped(CANCELLED), List.of()));
    done.incrementAndGet();
  }

  /// Any thread may call it.
  void cancel() {
    isCancelled = true;
    var own = scope;
    if (own != null) {
      own.cancel(CANCELLED);
    }
  }

  /// Returns the fetch, if it is under way.
  @Nullable Fetch find(long id) {
    return active.get(id);
  }

  Collection<Fetch> fetches() {
    return new ArrayList<>(active.values());
  }

  HostLine line() {
    int waiting = (int) queue.statistics().buffered();
    return new HostLine(
        name(), waiting, active.size(), done.get(), bytes.sum(), failed.get(), isCancelled);
  }
}
