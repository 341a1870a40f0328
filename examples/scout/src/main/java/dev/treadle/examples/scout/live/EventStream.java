package dev.treadle.examples.scout.live;

import dev.treadle.CancelScope;
import dev.treadle.StopSignal;
import dev.treadle.Treadle;
import dev.treadle.examples.scout.BrokenLink;
import dev.treadle.examples.scout.Counters;
import dev.treadle.examples.scout.Snapshot;
import dev.treadle.http.server.ResponseWriter;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.monitor.TaskTree;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells one browser of one crawl, until that has ended or nobody listens any more.
///
/// It looks four times a second and says what has changed; times go on by themselves, and are no
/// change. Only broken links have ids: all else is told anew to a browser that comes back.
final class EventStream {

  static final Duration PERIOD = Duration.ofMillis(250);

  private static final Duration SHORT_PERIOD = Duration.ofMillis(20);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MOST_LINKS = 500;

  /// What event `snapshot` says.
  ///
  /// @param over whether nothing will change any more
  /// @param problem what has happened, if it is nothing that a crawl expects
  record Now(
      Snapshot.State state,
      boolean over,
      @Nullable String problem,
      Duration elapsed,
      Counters counters,
      List<Snapshot.HostLine> hosts,
      List<Snapshot.FetchLine> fetches) {

    static Now of(LiveCrawl crawl, boolean over) {
      var snapshot = crawl.crawl().snapshot();
      var problem = crawl.problem();
      return new Now(
          problem == null ? snapshot.state() : Snapshot.State.FAILED,
          over,
          problem,
          snapshot.elapsed(),
          snapshot.counters(),
          snapshot.hosts(),
          snapshot.fetches());
    }

    Now withoutTimes() {
      var ageless = fetches.stream().map(Now::withoutAge).toList();
      return new Now(state, over, problem, Duration.ZERO, counters, hosts, ageless);
    }

    private static Snapshot.FetchLine withoutAge(Snapshot.FetchLine fetch) {
      return new Snapshot.FetchLine(
          fetch.id(), fetch.host(), fetch.url(), fetch.phase(), fetch.attempt(), Duration.ZERO);
    }
  }

  /// What events `broken` and `history` say: elements of a list, behind those that are known.
  ///
  /// @param from how many of the known ones are to be kept
  record More(int from, List<?> elements) {}

  private final LiveCrawl crawl;
  private final ResponseWriter out;
  private int links;
  private int points;
  private int thinned;
  private @Nullable Now toldNow;
  private @Nullable List<Branches.Branch> toldTree;

  /// @param lastEventId what the browser has seen last, if it has been here before
  EventStream(LiveCrawl crawl, @Nullable String lastEventId, ResponseWriter out) {
    this.crawl = crawl;
    this.out = out;
    this.links = known(lastEventId, crawl.crawl().snapshot().counters().broken());
  }

  /// An id that this crawl cannot have given out is of another one, in an earlier run.
  private static int known(@Nullable String lastEventId, int most) {
    boolean isNumber = lastEventId != null && lastEventId.matches("\\d{1,9}");
    int known = isNumber ? Integer.parseInt(lastEventId) : 0;
    return known <= most ? known : 0;
  }

  /// Tells until there is no more to tell.
  ///
  /// @throws IOException if the connection was lost
  void run() throws IOException {
    boolean over;
    do {
      // Before the rest: what is known when it has ended is all.
      over = crawl.isOver();
      tellBroken();
      tellHistory();
      tellTree();
      tellNow(over);
      out.flush();
      if (!over) {
        pause(CancelScope.current().stopping());
      }
    } while (!over);
  }

  /// If the page is about to go, its crawls are cancelled, and that is to be told.
  private static void pause(StopSignal stopping) {
    if (stopping.isRequested()) {
      Treadle.sleep(SHORT_PERIOD);
    } else {
      stopping.await(PERIOD);
    }
  }

  private void tellBroken() throws IOException {
    var found = crawl.crawl().broken(links);
    for (int i = 0; i < found.size(); i += MOST_LINKS) {
      List<BrokenLink> some = found.subList(i, Math.min(i + MOST_LINKS, found.size()));
      var event = event("broken", new More(links, some));
      links += some.size();
      send(event.withId(Integer.toString(links)));
    }
  }

  private void tellHistory() throws IOException {
    var history = crawl.history().view();
    int from = history.thinned() == thinned ? points : 0;
    thinned = history.thinned();
    points = history.points().size();
    if (from < points) {
      send(event("history", new More(from, history.points().subList(from, points))));
    }
  }

  private void tellTree() throws IOException {
    var tree = Branches.of(TaskTree.capture(), crawl.crawl().name());
    var ageless = tree.stream().map(Branches.Branch::withoutAge).toList();
    if (!ageless.equals(toldTree)) {
      send(event("tree", tree));
      toldTree = ageless;
    }
  }

  private void tellNow(boolean over) throws IOException {
    var now = Now.of(crawl, over);
    var timeless = now.withoutTimes();
    if (!timeless.equals(toldNow)) {
      send(event("snapshot", now).withRetry(RETRY));
      toldNow = timeless;
    }
  }

  private static ServerSentEvent event(String kind, Object data) {
    return ServerSentEvent.of(Json.text(data)).withEvent(kind);
  }

  private void send(ServerSentEvent event) throws IOException {
    out.write(event.toBytes());
  }
}
