package dev.treadle.examples.scout;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.examples.scout.Snapshot.FetchLine;
import dev.treadle.examples.scout.Snapshot.State;
import dev.treadle.http.Url;
import dev.treadle.http.client.ClientSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One walk through a site, from page to page along their links.
///
/// [#run()] does it, in the calling task and in tasks below it. Everything else may be called by
/// any thread at any time.
public final class Crawl {

  private final String name;
  private final List<Url> seeds;
  private final Books books;
  private final Walk walk;
  private volatile State state = State.NEW;
  private volatile long begun;
  private volatile long ended;
  private volatile @Nullable CancelScope scope;
  private volatile boolean isCancelled;

  private Crawl(
      String name, List<Url> seeds, CrawlSettings settings, UnaryOperator<ClientSettings> network) {
    this.name = Objects.requireNonNull(name, "name");
    this.seeds = List.copyOf(seeds);
    this.books = new Books(settings);
    this.walk = new Walk(settings, network, books);
  }

  /// Prepares a crawl.
  ///
  /// @param name what its group of tasks is called
  /// @param seeds where it begins: one address at least
  /// @throws IllegalArgumentException if there is none
  public static Crawl of(String name, List<Url> seeds, CrawlSettings settings) {
    return of(name, seeds, settings, usual -> usual);
  }

  /// Prepares a crawl through a client with settings of its own, such as a proxy or a password.
  ///
  /// @param network changes the settings of the crawl's client
  /// @throws IllegalArgumentException if there is no address to begin with
  public static Crawl of(
      String name, List<Url> seeds, CrawlSettings settings, UnaryOperator<ClientSettings> network) {
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("seeds: expected an address to begin with, found none");
    }
    return new Crawl(name, seeds, settings, network);
  }

  /// Returns what the group of its tasks is called. Below it are `host NAME` for each host, and
  /// below those `fetch N`.
  public String name() {
    return name;
  }

  /// Returns where it begins.
  public List<Url> seeds() {
    return seeds;
  }

  /// Walks, and returns when everything is known. If it is cancelled, by [#cancel()] or from
  /// outside, nothing of it goes on, and [#report()] has what was known by then.
  ///
  /// @throws IllegalStateException if it was run before
  /// @throws dev.treadle.Cancelled if it is cancelled from outside
  public Report run() {
    begin();
    var end = State.FAILED;
    try {
      boolean whole =
          CancelScope.run(own -> {
            scope = own;
            if (isCancelled) {
              own.cancel("cancelled by hand");
            }
            walk.run(name, seeds);
          });
      end = whole ? State.FINISHED : State.CANCELLED;
    } catch (Cancelled outside) {
      end = State.CANCELLED;
      throw outside;
    } finally {
      ended = System.nanoTime();
      state = end;
    }
    return report();
  }

  private synchronized void begin() {
    if (state != State.NEW) {
      throw new IllegalStateException(
          "expected a crawl that was not run yet, found '" + name + "' " + state);
    }
    begun = System.nanoTime();
    state = State.RUNNING;
  }

  private Duration elapsed() {
    return switch (state) {
      case NEW -> Duration.ZERO;
      case RUNNING -> Duration.ofNanos(System.nanoTime() - begun);
      case FINISHED, CANCELLED, FAILED -> Duration.ofNanos(ended - begun);
    };
  }

  /// Returns what is known by now.
  public Report report() {
    var lists = new ReportLists();
    books.forEach(lists::add);
    return lists.toReport(seeds, state, elapsed(), books.counters(walk.retries()), books.broken(0));
  }

  /// Returns how it looks now.
  public Snapshot snapshot() {
    var hosts = new ArrayList<Snapshot.HostLine>();
    var fetches = new ArrayList<FetchLine>();
    for (var host : walk.hosts()) {
      hosts.add(host.line());
      host.fetches().forEach(fetch -> fetches.add(fetch.line()));
    }
    fetches.sort(Comparator.comparingLong(FetchLine::id));
    return new Snapshot(state, elapsed(), books.counters(walk.retries()), hosts, fetches);
  }

  /// Returns the broken links that were found by now, but for the first ones.
  ///
  /// @param from how many to leave out
  public List<BrokenLink> broken(int from) {
    return books.broken(from);
  }

  /// Cancels all of it.
  public void cancel() {
    isCancelled = true;
    var own = scope;
    if (own != null) {
      own.cancel("cancelled by hand");
    }
  }

  /// Cancels what there is of one host, and asks it nothing any more.
  ///
  /// @return whether there is such a host
  public boolean cancelHost(String host) {
    for (var known : walk.hosts()) {
      if (known.name().equals(host)) {
        known.cancel();
        return true;
      }
    }
    return false;
  }

  /// Cancels one fetch, which counts as skipped.
  ///
  /// @return whether it was under way
  public boolean cancelFetch(long id) {
    for (var host : walk.hosts()) {
      var fetch = host.find(id);
      if (fetch != null) {
        fetch.cancel();
        return true;
      }
    }
    return false;
  }
}
