package dev.treadle.benchmarks.scout;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Scout's work as plain virtual threads and the JDK's client do it: one thread for each address,
/// semaphores for the limits, and a map of what is known.
final class JdkCrawler {

  private static final int MAX_REDIRECTS = 10;

  private final Semaphore total = new Semaphore(Crawled.CONCURRENCY);
  private final Map<String, Semaphore> hosts = new ConcurrentHashMap<>();
  private final Map<URI, Result> results = new ConcurrentHashMap<>();
  private final Set<URI> seen = ConcurrentHashMap.newKeySet();
  private final Queue<Link> links = new ConcurrentLinkedQueue<>();
  private final AtomicInteger malformed = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private final URI start;
  private final JdkFetcher fetcher;
  private JdkRobots robots = JdkRobots.NONE;

  /// What an address turned out to be.
  sealed interface Result {
    record Page(Set<String> anchors) implements Result {}

    record Moved(JdkPage.Reference target) implements Result {}

    record Broken(String reason) implements Result {}

    /// Something that is there, or may be, and is not read.
    record Other() implements Result {}
  }

  /// A link that is judged when everything is known.
  private record Link(URI target, @Nullable String fragment) {}

  private JdkCrawler(URI start, HttpClient client) {
    this.start = start;
    this.fetcher = new JdkFetcher(client);
  }

  public static void main(String[] words) throws Exception {
    Crawling.report(words, JdkCrawler::crawl);
  }

  private static Findings crawl(String url) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var client =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(threads)
                .build()) {
      return new JdkCrawler(URI.create(url), client).run();
    }
  }

  private Findings run() throws Exception {
    open.incrementAndGet();
    robots = JdkRobots.ask(fetcher, start);
    visit(start);
    robots.pages(fetcher, start).forEach(this::visit);
    close();
    done.await();
    if (!failures.isEmpty()) {
      throw new IllegalStateException("a page could not be worked on", failures.peek());
    }
    int pages = (int) results.values().stream().filter(Result.Page.class::isInstance).count();
    int broken = (int) links.stream().filter(this::isBroken).count();
    return new Findings(pages, broken + malformed.get());
  }

  private void visit(URI uri) {
    if (seen.add(uri)) {
      open.incrementAndGet();
      Thread.startVirtualThread(() -> work(uri));
    }
  }

  private void close() {
    if (open.decrementAndGet() == 0) {
      done.countDown();
    }
  }

  private void work(URI uri) {
    try {
      results.put(uri, result(uri));
    } catch (Throwable thrown) {
      failures.add(thrown);
    } finally {
      close();
    }
  }

  private Result result(URI uri) throws Exception {
    boolean isOurs = uri.getAuthority().equals(start.getAuthority());
    if (isOurs && !robots.allows(uri)) {
      return new Result.Other();
    }
    var host = hosts.computeIfAbsent(uri.getAuthority(), _ -> new Semaphore(Crawled.PER_HOST));
    HttpResponse<byte[]> answer;
    try {
      answer = fetcher.fetch(uri, isOurs, host, total);
    } catch (JdkFetcher.TooLong longer) {
      return new Result.Other();
    } catch (IOException failed) {
      return new Result.Broken(String.valueOf(failed.getMessage()));
    }
    return judge(uri, answer, isOurs);
  }

  private Result judge(URI uri, HttpResponse<byte[]> answer, boolean isOurs) throws IOException {
    int status = answer.statusCode();
    if (status >= 300 && status < 400) {
      var location = JdkPage.reference(uri, answer.headers().firstValue("Location").orElse(""));
      if (location == null) {
        return new Result.Broken("leads nowhere");
      }
      visit(location.target());
      return new Result.Moved(location);
    }
    if (status >= 400) {
      boolean refused = status == 401 || (!isOurs && (status == 403 || status == 429));
      return refused ? new Result.Other() : new Result.Broken("status " + status);
    }
    if (!isOurs || !JdkFetcher.isPage(answer.headers())) {
      return new Result.Other();
    }
    var page = JdkPage.parse(uri, answer);
    for (var reference : page.references()) {
      links.add(new Link(reference.target(), reference.fragment()));
      visit(reference.target());
    }
    malformed.addAndGet(page.malformed());
    return new Result.Page(page.anchors());
  }

  private boolean isBroken(Link link) {
    var target = link.target();
    var fragment = link.fragment();
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      switch (results.get(target)) {
        case Result.Moved(var next) -> {
          target = next.target();
          fragment = next.fragment() == null ? fragment : next.fragment();
        }
        case Result.Page(var anchors) -> {
          return fragment != null && !anchors.contains(fragment);
        }
        case Result.Broken _ -> {
          return true;
        }
        case Result.Other _ -> {
          return false;
        }
        case null -> throw new IllegalStateException("expected to know " + target);
      }
    }
    return true;
  }
}
