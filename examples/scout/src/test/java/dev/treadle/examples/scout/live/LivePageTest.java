package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.client.Response;
import dev.treadle.http.server.Handler;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

class LivePageTest {

  private static final Handler ONE_PAGE =
      request ->
          request.path().equals("/")
              ? dev.treadle.http.server.Response.html("<a href=gone>gone</a>")
              : dev.treadle.http.server.Response.of(Status.NOT_FOUND);

  private static final Handler SLOW =
      _ -> {
        Treadle.sleep(Duration.ofHours(1));
        return dev.treadle.http.server.Response.noContent();
      };

  @TreadleTest
  void thePageIsServed() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          var page = visit.get("/");
          assertThat(page.headers().first("Content-Type")).isEqualTo("text/html; charset=utf-8");
          assertThat(page.headers().first("X-Content-Type-Options")).isEqualTo("nosniff");
          assertThat(page.text()).contains("<title>Scout</title>");
        });
  }

  @TreadleTest
  void aCrawlIsStartedByTheFormAndListed() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          var started = visit.post("/crawls", "url", visit.site(), "depth", "1", "rate", "");
          assertThat(started.status()).isEqualTo(Status.CREATED);

          visit.events(1);
          var line = visit.json("/crawls").get(0);
          assertThat(line.get("id").asInt()).isOne();
          assertThat(line.get("seeds").get(0).asString()).isEqualTo(visit.site());
          assertThat(line.get("state").asString()).isEqualTo("FINISHED");
          assertThat(line.get("broken").asInt()).isOne();
        });
  }

  @TreadleTest
  void theReportIsThereDuringTheCrawlAndAfterIt() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          visit.crawl();
          assertThat(visit.json("/crawls/1/report.json").get("seeds").get(0).asString())
              .isEqualTo(visit.site());

          visit.events(1);
          var broken = visit.json("/crawls/1/report.json").get("broken").get(0);
          assertThat(broken.get("link").asString()).isEqualTo(visit.site() + "gone");
          assertThat(broken.get("reason").asString()).isEqualTo("404 Not Found");
        });
  }

  @TreadleTest
  void allThatIsWrongWithAFormIsSaid() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          var answer = visit.post("/crawls", "url", "example.com", "depth", "-1");
          assertThat(answer.status()).isEqualTo(Status.UNPROCESSABLE_CONTENT);
          assertThat(answer.text())
              .isEqualTo(
                  """
                  {"mistakes":[{"field":"url","message":"An address begins with http:// or https://, such as https://example.com."},\
                  {"field":"depth","message":"The depth is a whole number from 0 to 1000."}]}\
                  """);
          assertThat(visit.json("/crawls")).isEmpty();
        });
  }

  @TreadleTest
  void fourCrawlsRunAtOnceAndNoMore() throws Exception {
    Visit.run(
        SLOW,
        visit -> {
          for (int i = 0; i < 4; i++) {
            visit.crawl();
          }
          var fifth = visit.post("/crawls", "url", visit.site());
          assertThat(fifth.status()).isEqualTo(Status.CONFLICT);
          assertThat(fifth.text())
              .isEqualTo(
                  """
                  {"mistakes":[{"field":"","message":"4 crawls are running already. Cancel one, or wait until one has ended."}]}\
                  """);

          visit.post("/crawls/2/cancel");
          visit.events(2);
          assertThat(visit.post("/crawls", "url", visit.site()).status()).isEqualTo(Status.CREATED);
        });
  }

  @TreadleTest
  void theLastTwentyCrawlsAreKept() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          for (int i = 0; i < 22; i++) {
            visit.events(visit.crawl());
          }
          var ids = new ArrayList<Integer>();
          visit.json("/crawls").forEach(line -> ids.add(line.get("id").asInt()));
          assertThat(ids).hasSize(20).startsWith(22).endsWith(3);
          assertThat(visit.get("/crawls/2/events").status()).isEqualTo(Status.NOT_FOUND);
        });
  }

  @TreadleTest
  void whatIsNotThereIsNotFound() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          assertThat(visit.get("/nothing").text())
              .isEqualTo("Not Found: there is nothing at /nothing\n");
          assertThat(visit.get("/crawls/7/events").text())
              .isEqualTo("Not Found: there is no crawl 7, or not any more\n");
          assertThat(visit.get("/crawls/99999999999/events").status()).isEqualTo(Status.NOT_FOUND);
          visit.events(visit.crawl());
          assertThat(visit.post("/crawls/1/hosts/elsewhere/cancel").text())
              .isEqualTo("Not Found: crawl 1 has none of hosts called 'elsewhere' now\n");
          assertThat(visit.post("/crawls/1/fetches/one/cancel").status())
              .isEqualTo(Status.NOT_FOUND);
        });
  }

  @TreadleTest
  void otherMethodsAreRefused() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          visit.crawl();
          assertThat(allowed(visit.send(visit.request(Method.PUT, "/")))).isEqualTo("GET");
          assertThat(allowed(visit.send(visit.request(Method.PUT, "/crawls"))))
              .isEqualTo("GET, POST");
          assertThat(allowed(visit.get("/crawls/1/cancel"))).isEqualTo("POST");
        });
  }

  private static String allowed(Response answer) {
    assertThat(answer.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
    return String.valueOf(answer.headers().first("Allow"));
  }

  @TreadleTest
  void aNameThatMayBeAStrangersIsRefused() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          var port = visit.page().address().replaceAll(".*:", "");
          assertThat(asked(visit, "scout.example.com:" + port)).contains("403 Forbidden");
          assertThat(asked(visit, "127.0.0.1")).contains("403 Forbidden");
          assertThat(asked(visit, "127.0.0.1.example.com:" + port)).contains("403 Forbidden");
          assertThat(asked(visit, "localhost:" + port)).contains("200 OK");
          assertThat(asked(visit, "LOCALHOST:" + port)).contains("200 OK");
          assertThat(asked(visit, "[::1]:" + port)).contains("200 OK");
          assertThat(asked(visit, "evil.example"))
              .contains("expected to be asked as 127.0.0.1:" + port + " or localhost:" + port);
        });
  }

  private static String asked(Visit visit, String host) throws IOException {
    return visit.raw("GET /crawls HTTP/1.1\nHost: " + host + "\nConnection: close\n\n");
  }

  @TreadleTest
  void pagesFromElsewhereChangeNothing() throws Exception {
    Visit.run(
        ONE_PAGE,
        visit -> {
          var post = visit.request(Method.POST, "/crawls/1/cancel");
          var own = visit.page().address();
          assertThat(status(visit, post.withHeader("Origin", "https://example.com")))
              .isEqualTo(403);
          assertThat(status(visit, post.withHeader("Origin", "null"))).isEqualTo(403);
          assertThat(status(visit, post.withHeader("Origin", own + "0"))).isEqualTo(403);
          assertThat(status(visit, post.withHeader("Sec-Fetch-Site", "cross-site"))).isEqualTo(403);
          assertThat(status(visit, post.withHeader("Origin", own))).isEqualTo(404);
          assertThat(status(visit, post)).isEqualTo(404);
        });
  }

  private static int status(Visit visit, dev.treadle.http.client.Request request)
      throws IOException {
    return visit.send(request).status().code();
  }

  @TreadleTest
  void crawlsEndWithThePage() throws Exception {
    var underWay = new AtomicInteger();
    Visit.run(
        counting(underWay),
        visit -> {
          visit.crawl();
          Treadle.sleep(Duration.ofSeconds(1));
          assertThat(underWay).hasValueGreaterThan(0);
        });
    assertThat(underWay).hasValue(0);
  }

  static Handler counting(AtomicInteger underWay) {
    return request -> {
      underWay.incrementAndGet();
      try {
        return SLOW.handle(request);
      } finally {
        underWay.decrementAndGet();
      }
    };
  }
}
