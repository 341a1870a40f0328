package dev.treadle.examples.scout.live;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.examples.scout.CrawlSettings;
import dev.treadle.examples.scout.ReportFiles;
import dev.treadle.examples.scout.Snapshot;
import dev.treadle.http.MediaType;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.io.Tcp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Shows crawls while they go on, and starts and cancels them.
///
/// It is for the person at this machine: it listens to nobody else, and refuses what other pages in
/// the same browser send. What crawled sites say is handed on as data, and shown as text.
///
/// | request | answer |
/// |---|---|
/// | `GET /` | the page |
/// | `GET /crawls` | the crawls, the newest first |
/// | `POST /crawls` | starts one: `url`, and if you like `depth`, `concurrency`, `perHost`, `rate`, `external` |
/// | `GET /crawls/ID/events` | server-sent events `snapshot`, `broken`, `history`, `tree` |
/// | `GET /crawls/ID/report.json` | what is known of it |
/// | `POST /crawls/ID/cancel` | cancels it |
/// | `POST /crawls/ID/hosts/HOST/cancel` | cancels what there is of a host |
/// | `POST /crawls/ID/fetches/N/cancel` | cancels a fetch |
public final class LivePage {

  private static final int MAX_FORM = 16 * 1024;

  /// For the last that there is to tell.
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final String TOO_MANY =
      Crawls.MOST_AT_ONCE + " crawls are running already. Cancel one, or wait until one has ended.";

  private static final Pattern OF_CRAWL =
      Pattern.compile(
          "/crawls/(?<id>\\d{1,9})/(?<what>events|report\\.json|cancel"
              + "|(?<kind>hosts|fetches)/(?<name>[^/]+)/cancel)");

  private final Crawls crawls;
  private final int port;
  private final Response page = PageFile.read();
  private final AtomicInteger watching = new AtomicInteger();

  private LivePage(Crawls crawls, int port) {
    this.crawls = crawls;
    this.port = port;
  }

  /// A crawl of the list.
  private record Line(
      int id, List<Url> seeds, Snapshot.State state, Duration elapsed, int pages, int broken) {

    static Line of(LiveCrawl crawl) {
      var now = EventStream.Now.of(crawl, crawl.isOver());
      return new Line(
          crawl.id(),
          crawl.crawl().seeds(),
          now.state(),
          now.elapsed(),
          now.counters().pages(),
          now.counters().broken());
    }
  }

  /// What is wrong with a form.
  private record Mistakes(List<Order.Mistake> mistakes) {}

  // --- Serving

  /// Runs a block, and serves the page as long as it runs: on a port of this machine, for this
  /// machine only. Crawls that still go on when the block ends, or is cancelled, are cancelled;
  /// whoever looks at them is told so, and what was asked before is answered.
  ///
  /// @param port 0 for a free one
  /// @throws java.net.BindException if the port is in use
  /// @throws IOException if it cannot be listened on
  public static void run(int port, Each<? super LivePage, ?> block) throws IOException {
    try (var listener = Tcp.listen(port)) {
      TaskGroup.supervise(tasks -> {
        var page = new LivePage(new Crawls(tasks), listener.port());
        var server =
            HttpServer.open(
                listener, settings -> settings.withTimeouts(t -> t.withGrace(GRACE)), page::answer);
        var _ = tasks.startDaemon("live page", server::run);
        block.accept(page);
      });
    }
  }

  /// Returns where it is.
  public String address() {
    return "http://127.0.0.1:" + port;
  }

  /// Starts a crawl.
  ///
  /// @return its number; nothing if there are too many already
  public OptionalInt start(Url seed, CrawlSettings settings) {
    var started = crawls.start(new Order(seed, settings));
    return started.isPresent() ? OptionalInt.of(started.get().id()) : OptionalInt.empty();
  }

  /// Returns how many browsers are told of crawls at this moment.
  int watching() {
    return watching.get();
  }

  // --- Answering

  /// Answers a request.
  Response answer(Request request) throws IOException {
    var refusal = Guard.refuse(request);
    return (refusal.isPresent() ? refusal.get() : route(request))
        .withHeader("X-Content-Type-Options", "nosniff")
        .withHeader("Cross-Origin-Resource-Policy", "same-origin")
        .withHeader("Referrer-Policy", "no-referrer");
  }

  private Response route(Request request) throws IOException {
    return switch (request.path()) {
      case "/" -> get(request, () -> page);
      case "/crawls" -> list(request);
      default -> ofCrawl(request);
    };
  }

  private Response list(Request request) throws IOException {
    return request.method().equals(Method.POST)
        ? start(request)
        : get(
            request, () -> Json.answer(crawls.all().stream().map(Line::of).toList()), "GET, POST");
  }

  private Response ofCrawl(Request request) {
    var path = OF_CRAWL.matcher(request.path());
    if (!path.matches()) {
      return notFound("there is nothing at " + request.path());
    }
    var found = crawls.find(Integer.parseInt(path.group("id")));
    if (found.isEmpty()) {
      return notFound("there is no crawl " + path.group("id") + ", or not any more");
    }
    var crawl = found.get();
    return switch (path.group("what")) {
      case "events" -> get(request, () -> events(request, crawl));
      case "report.json" ->
          get(request, () -> Response.json(ReportFiles.json(crawl.crawl().report())));
      case "cancel" -> post(request, () -> cancel(crawl));
      default -> post(request, () -> cancel(crawl, path.group("kind"), path.group("name")));
    };
  }

  private static Response get(Request request, Supplier<Response> answer) {
    return get(request, answer, "GET");
  }

  private static Response get(Request request, Supplier<Response> answer, String allowed) {
    return request.method().isSafe() ? answer.get() : notAllowed(allowed);
  }

  private static Response post(Request request, Supplier<Response> answer) {
    return request.method().equals(Method.POST) ? answer.get() : notAllowed("POST");
  }

  private static Response notAllowed(String allowed) {
    return Response.of(Status.METHOD_NOT_ALLOWED).withHeader("Allow", allowed);
  }

  private static Response notFound(String reason) {
    return Response.text("Not Found: " + reason + "\n").withStatus(Status.NOT_FOUND);
  }

  // --- What is asked for

  private Response start(Request request) throws IOException {
    try {
      request.body().limit(MAX_FORM);
      var started = crawls.start(Order.of(request.body().form()));
      return started.isPresent()
          ? Json.answer(Line.of(started.get())).withStatus(Status.CREATED)
          : refused(Status.CONFLICT, List.of(new Order.Mistake("", TOO_MANY)));
    } catch (Order.Refused refused) {
      return refused(Status.UNPROCESSABLE_CONTENT, refused.mistakes());
    }
  }

  private static Response refused(Status status, List<Order.Mistake> mistakes) {
    return Json.answer(new Mistakes(mistakes)).withStatus(status);
  }

  private Response events(Request request, LiveCrawl crawl) {
    return Response.stream(
            MediaType.EVENTS,
            writer -> {
              watching.incrementAndGet();
              try {
                new EventStream(crawl, request.header("Last-Event-ID"), writer).run();
              } finally {
                watching.decrementAndGet();
              }
            })
        .withHeader("Cache-Control", "no-store")
        .withoutCompression();
  }

  private static Response cancel(LiveCrawl crawl) {
    crawl.crawl().cancel();
    return Response.noContent();
  }

  private static Response cancel(LiveCrawl crawl, String kind, String encoded) {
    var name = Url.decode(encoded);
    boolean cancelled =
        kind.equals("hosts")
            ? crawl.crawl().cancelHost(name)
            : name.matches("\\d{1,18}") && crawl.crawl().cancelFetch(Long.parseLong(name));
    return cancelled
        ? Response.noContent()
        : notFound("crawl " + crawl.id() + " has none of " + kind + " called '" + name + "' now");
  }
}
