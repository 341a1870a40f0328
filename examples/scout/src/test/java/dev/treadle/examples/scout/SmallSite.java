package dev.treadle.examples.scout;

import dev.treadle.TaskGroup;
import dev.treadle.http.Status;
import dev.treadle.http.Url;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// A site of a few pages for one test, on port 80 of the simulated `localhost`. It counts what is
/// asked for.
final class SmallSite {

  static final String HERE = "http://localhost/";

  private final Map<String, Handler> pages = new HashMap<>();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final Map<String, List<String>> methods = new ConcurrentHashMap<>();

  SmallSite page(String path, String html) {
    return at(path, _ -> Response.html(html));
  }

  SmallSite at(String path, Handler handler) {
    pages.put(path, handler);
    return this;
  }

  SmallSite redirect(String path, String target) {
    return at(path, _ -> Response.of(Status.FOUND).withHeader("Location", target));
  }

  /// How often a path was asked for, by any method.
  int asked(String path) {
    return asked.getOrDefault(path, new AtomicInteger()).get();
  }

  /// By which methods a path was asked for, in their order.
  List<String> methods(String path) {
    return methods.getOrDefault(path, List.of());
  }

  private Response answer(Request request) throws Exception {
    methods
        .computeIfAbsent(request.path(), _ -> new CopyOnWriteArrayList<>())
        .add(request.method().name());
    asked.computeIfAbsent(request.path(), _ -> new AtomicInteger()).incrementAndGet();
    var page = pages.get(request.path());
    return page == null ? Response.of(Status.NOT_FOUND) : page.handle(request);
  }

  /// Serves it until the group's other tasks have ended.
  void serve(TaskGroup group, int port) throws IOException {
    var server = HttpServer.open(port, this::answer);
    group.startDaemon("server", server::serve);
  }

  /// Crawls it from its start, without manners unless the settings say so.
  Report crawl(UnaryOperator<CrawlSettings> change) {
    return crawlBeside(new SmallSite(), change);
  }

  /// Crawls it from its start, with another site on port 81.
  Report crawlBeside(SmallSite other, UnaryOperator<CrawlSettings> change) {
    return TaskGroup.call(group -> {
      serve(group, 80);
      other.serve(group, 81);
      return Crawl.of("crawl", List.of(Url.of(HERE)), settings(change)).run();
    });
  }

  Report crawl() {
    return crawl(s -> s);
  }

  static CrawlSettings settings(UnaryOperator<CrawlSettings> change) {
    var plain = CrawlSettings.DEFAULT.withManners(m -> m.withRobots(false).withSitemap(false));
    return change.apply(plain);
  }
}
