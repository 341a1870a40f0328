package dev.treadle.examples.scout;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import dev.treadle.http.HttpParseException;
import dev.treadle.http.Url;
import dev.treadle.http.client.ClientSettings;
import dev.treadle.http.client.HttpClient;
import dev.treadle.retry.Backoff;
import dev.treadle.retry.Retry;
import dev.treadle.sync.CapacityLimiter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// The tasks of a crawl.
///
/// Three kinds hand on to each other: fetches, each a task below that of its [Host]; a few that
/// parse pages; and the one that runs the crawl, which alone writes into the [Books]. Between them
/// are channels with a limit, so that who is fast waits for who is slow. Only what waits to be
/// fetched has none: it comes out of the pages, and if it had to wait the circle could come to a
/// standstill.
final class Walk implements Host.Desk {

  private static final int PARSERS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final int EVENTS = 256;

  /// Longer pages are parsed where no other task has to wait for it.
  private static final int LONG_PAGE = 64 * 1024;

  private static final Backoff BACKOFF =
      Backoff.exponential(Duration.ofMillis(500), Duration.ofSeconds(10));

  /// Nobody is waited for longer than this, whatever he says.
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final CrawlSettings settings;
  private final Books books;
  private final CapacityLimiter total;
  private final Retry retry;
  private final AtomicInteger retries = new AtomicInteger();
  private final AtomicLong ids = new AtomicLong();
  private final Channel<Fetched> pages = Channel.buffered(2 * PARSERS);
  private final Channel<Event> events = Channel.buffered(EVENTS);

  /// Only the crawl's own task adds to it.
  private final Map<String, Host> hosts = new ConcurrentSkipListMap<>();

  private final HttpClient client;
  private final Fetcher fetcher;
  private final Survey survey;

  Walk(CrawlSettings settings, UnaryOperator<ClientSettings> network, Books books) {
    this.settings = settings;
    this.books = books;
    this.total = CapacityLimiter.of("fetches", settings.pace().concurrency());
    this.retry =
        Retry.of(settings.limits().attempts())
            .withRetryIf(Reasons::mayPass)
            .withBackoff(Backoff.of(Walk::pause))
            .withListener(failure -> {
              if (failure.verdict() == Retry.Verdict.RETRY) {
                retries.incrementAndGet();
              }
            });
    this.client = HttpClient.open(s -> network.apply(client(s, settings)));
    this.fetcher = new Fetcher(client, settings.limits());
    this.survey = new Survey(client, retry, settings.manners());
  }

  private static ClientSettings client(ClientSettings usual, CrawlSettings settings) {
    var pace = settings.pace();
    return usual
        .withHeader("User-Agent", settings.manners().userAgent())
        .withHeader("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8")
        .withTimeouts(t -> t.withTotal(settings.limits().timeout()))
        .withLimits(l -> l.withTotal(pace.concurrency()).withPerHost(pace.concurrency()))
        .withMaxBody(Math.max(settings.limits().maxBytes(), Survey.LONGEST))
        .withoutResending()
        .withoutDeadlineHeader();
  }

  /// A host that says when it wants to be asked again is left alone until then.
  private static Duration pause(int failures, Exception last) {
    var usual = BACKOFF.delay(failures, last);
    var asked = Reasons.retryAfter(last);
    var longer = asked.compareTo(usual) > 0 ? asked : usual;
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  /// Walks until everything is known.
  void run(String name, List<Url> seeds) {
    try (client) {
      TaskGroup.run(
          name,
          group -> {
            for (int i = 1; i <= PARSERS; i++) {
              group.startDaemon("parse " + i, this::parseAll);
            }
            dispatch(group, books.begin(seeds));
            while (!books.isDone()) {
              dispatch(group, note(events.receive()));
            }
            hosts.values().forEach(Host::close);
          });
    }
  }

  private List<Entry.Job> note(Event event) {
    return switch (event) {
      case Event.Settled(var entry, var verdict, var references) ->
          books.settle(entry, verdict, references);
      case Event.Prepared(var starts) -> books.add(starts);
    };
  }

  private void dispatch(TaskGroup group, List<Entry.Job> jobs) {
    for (var job : jobs) {
      var url = job.entry().url;
      var host = hosts.get(url.authority());
      if (host == null) {
        host = open(group, url);
      }
      if (job.isRead() && host.expect()) {
        books.expectMore();
      }
      host.add(job);
    }
  }

  private Host open(TaskGroup group, Url url) {
    var gate = new Gate(url.authority(), total, settings.pace());
    var host = new Host(url, gate, settings.pace().perHost(), this);
    hosts.put(host.name(), host);
    group.start("host " + host.name(), host::run);
    return host;
  }

  private void parseAll() throws IOException {
    for (var page : pages) {
      events.send(parse(page));
    }
  }

  private static Event parse(Fetched page) throws IOException {
    var content = page.content;
    var url = page.entry.url;
    var parsed =
        content.length < LONG_PAGE
            ? HtmlPage.parse(url, content, page.charset)
            : Treadle.<HtmlPage, IOException>cpu(() -> HtmlPage.parse(url, content, page.charset));
    var verdict = new Verdict.Page(page.status, content.length, page.duration, parsed.anchors());
    return new Event.Settled(page.entry, verdict, parsed.references());
  }

  // --- What hosts need

  @Override
  public Robots robots(Url host, Gate gate) {
    return survey.robots(host, gate);
  }

  @Override
  public List<Event.Listed> pages(Url host, Robots robots, Gate gate) throws HttpParseException {
    return survey.pages(host, robots, gate);
  }

  @Override
  public Answer answer(Fetch fetch, Gate gate) {
    return fetch.run(retry, attempt -> fetcher.attempt(attempt, gate));
  }

  @Override
  public long nextId() {
    return ids.incrementAndGet();
  }

  @Override
  public void send(Event event) {
    events.send(event);
  }

  @Override
  public void send(Fetched page) {
    pages.send(page);
  }

  // --- What is known

  int retries() {
    return retries.get();
  }

  Collection<Host> hosts() {
    return hosts.values();
  }
}
