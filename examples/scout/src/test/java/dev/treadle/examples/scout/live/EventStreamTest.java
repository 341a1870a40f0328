package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.http.Method;
import dev.treadle.http.Status;
import dev.treadle.http.client.HttpClient;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Response;
import dev.treadle.http.sse.ServerSentEvent;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class EventStreamTest {

  /// Pages with a broken link each, one after the other, and a page that never comes.
  private final AtomicInteger underWay = new AtomicInteger();

  private Response answer(dev.treadle.http.server.Request request) throws Exception {
    return switch (request.path()) {
      case "/" -> Response.html("<a href=1>1</a> <a href=gone-0>gone</a>");
      case "/1" -> slowly("<a href=2>2</a> <a href=gone-1>gone</a>");
      case "/2" -> slowly("<a href=gone-2>gone</a>");
      case "/never" -> LivePageTest.counting(underWay).handle(request);
      case "/stuck" -> Response.html("<a href=never>never</a>");
      default -> Response.of(Status.NOT_FOUND);
    };
  }

  private static Response slowly(String page) {
    Treadle.sleep(Duration.ofSeconds(2));
    return Response.html(page);
  }

  @TreadleTest
  void aCrawlIsToldToItsEnd() throws Exception {
    visit(visit -> {
      var events = visit.events(visit.crawl());

      var first = Visit.json(Visit.of("snapshot", events).getFirst());
      assertThat(first.get("over").asBoolean()).isFalse();
      var last = Visit.json(events.getLast());
      assertThat(events.getLast().event()).isEqualTo("snapshot");
      assertThat(last.get("state").asString()).isEqualTo("FINISHED");
      assertThat(last.get("over").asBoolean()).isTrue();
      assertThat(last.get("counters").get("pages").asInt()).isEqualTo(3);
      assertThat(last.get("fetches")).isEmpty();
    });
  }

  @TreadleTest
  void brokenLinksAreToldOnceEachWhenTheyAreFound() throws Exception {
    visit(visit -> {
      var events = visit.events(visit.crawl());

      var broken = Visit.of("broken", events);
      assertThat(broken).extracting(ServerSentEvent::id).containsExactly("1", "2", "3");
      assertThat(links(broken)).containsExactly("0: gone-0", "1: gone-1", "2: gone-2");
      assertThat(events.indexOf(broken.getFirst()))
          .isLessThan(events.indexOf(Visit.of("snapshot", events).getLast()));
    });
  }

  private static List<String> links(List<ServerSentEvent> broken) {
    var links = new ArrayList<String>();
    for (var event : broken) {
      var more = Visit.json(event);
      more.get("elements")
          .forEach(link ->
              links.add(
                  more.get("from").asInt()
                      + ": "
                      + link.get("link").asString().replaceAll(".*/", "")));
    }
    return links;
  }

  @TreadleTest
  void whoComesBackIsToldTheRest() throws Exception {
    visit(visit -> {
      visit.events(visit.crawl());
      var request = visit.request(Method.GET, "/crawls/1/events");

      var later = visit.events(request.withHeader("Last-Event-ID", "2"));
      assertThat(links(Visit.of("broken", later))).containsExactly("2: gone-2");
      assertThat(Visit.json(later.getLast()).get("over").asBoolean()).isTrue();

      var all = visit.events(request.withHeader("Last-Event-ID", "3"));
      assertThat(Visit.of("broken", all)).isEmpty();
    });
  }

  @TreadleTest
  void anIdOfAnotherRunIsNone() throws Exception {
    visit(visit -> {
      visit.events(visit.crawl());
      for (var id : List.of("4", "x", "-1", "99999999999")) {
        var request = visit.request(Method.GET, "/crawls/1/events").withHeader("Last-Event-ID", id);
        assertThat(links(Visit.of("broken", visit.events(request)))).hasSize(3);
      }
    });
  }

  @TreadleTest
  void whatDoesNotChangeIsNotToldAgain(Simulation simulation) throws Exception {
    visit(visit -> {
      var heard = listenToAStuckCrawl(visit);
      int before = heard.size();
      Treadle.sleep(Duration.ofSeconds(5));
      assertThat(heard).hasSize(before);
    });
  }

  /// Has a crawl wait for a page, and listens in a task that ends with the test.
  private List<ServerSentEvent> listenToAStuckCrawl(Visit visit) throws Exception {
    visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
    Treadle.sleep(Duration.ofSeconds(1));
    var heard = new ArrayList<ServerSentEvent>();
    Treadle.moveOnAfter(
        Duration.ofSeconds(2),
        () -> visit.listen(visit.request(Method.GET, "/crawls/1/events"), heard));
    return heard;
  }

  @TreadleTest
  void theTreeHasTheHostsAndFetchesAndHowToCancelThem() throws Exception {
    visit(visit -> {
      var tree = Visit.json(Visit.of("tree", listenToAStuckCrawl(visit)).getLast());

      var lines = new ArrayList<String>();
      tree.forEach(branch ->
          lines.add(
              " ".repeat(branch.get("depth").asInt())
                  + branch.get("name").asString()
                  + " "
                  + branch.get("cancel").asString("")));
      var host = visit.host();
      assertThat(lines)
          .startsWith("crawl 1 /cancel")
          .contains(" host " + host + " /hosts/" + host.replace(":", "%3A") + "/cancel")
          .anyMatch(line -> line.matches("  fetch (\\d+) /fetches/\\1/cancel"));
    });
  }

  @TreadleTest
  void cancellingACrawlAbortsItsFetchesWithinATenthOfASecond(Simulation simulation)
      throws Exception {
    visit(visit -> {
      visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
      Treadle.sleep(Duration.ofSeconds(1));
      assertThat(underWay).hasValue(1);

      var start = simulation.clock().elapsed();
      visit.post("/crawls/1/cancel").raiseForStatus();
      Treadle.sleep(Duration.ofMillis(50));

      assertThat(underWay).hasValue(0);
      assertThat(simulation.clock().elapsed().minus(start)).isLessThan(Duration.ofMillis(100));
      var last = Visit.json(visit.events(1).getLast());
      assertThat(last.get("state").asString()).isEqualTo("CANCELLED");
    });
  }

  @TreadleTest
  void aProgramThatIsInterruptedTellsWhoeverLooksHowItEnded(Simulation simulation) {
    var address = new AtomicReference<String>();
    var heard = new ArrayList<ServerSentEvent>();
    TaskGroup.run(group -> {
      var program =
          group.start(
              "program",
              () ->
                  visit(visit -> {
                    visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
                    address.set(visit.page().address());
                    Treadle.sleep(Duration.ofHours(1));
                  }));
      Treadle.sleep(Duration.ofSeconds(1));
      var browser =
          group.start(
              "browser",
              () -> {
                try (var client = HttpClient.open()) {
                  var events = client.request(Method.GET, address + "/crawls/1/events");
                  Visit.listen(client, events, heard);
                }
              });
      Treadle.sleep(Duration.ofSeconds(1));
      var start = simulation.clock().elapsed();

      program.cancel("told to end");

      Tasks.waitAll(program, browser);
      assertThat(simulation.clock().elapsed().minus(start)).isLessThan(Duration.ofSeconds(1));
    });
    assertThat(underWay).hasValue(0);
    var last = Visit.json(heard.getLast());
    assertThat(last.get("state").asString()).isEqualTo("CANCELLED");
    assertThat(last.get("over").asBoolean()).isTrue();
  }

  @TreadleTest
  void aHostIsCancelledByItself() throws Exception {
    visit(visit -> {
      visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
      Treadle.sleep(Duration.ofSeconds(1));

      var host = visit.host().replace(":", "%3A");
      assertThat(visit.post("/crawls/1/hosts/" + host + "/cancel").status())
          .isEqualTo(Status.NO_CONTENT);

      var last = Visit.json(visit.events(1).getLast());
      assertThat(last.get("state").asString()).isEqualTo("FINISHED");
      assertThat(last.get("hosts").get(0).get("cancelled").asBoolean()).isTrue();
      assertThat(underWay).hasValue(0);
    });
  }

  @TreadleTest
  void aFetchIsCancelledByItself() throws Exception {
    visit(visit -> {
      visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
      Treadle.sleep(Duration.ofSeconds(1));
      var heard = new ArrayList<ServerSentEvent>();
      Treadle.moveOnAfter(
          Duration.ofMillis(100),
          () -> visit.listen(visit.request(Method.GET, "/crawls/1/events"), heard));
      var fetch = Visit.json(Visit.of("snapshot", heard).getLast()).get("fetches").get(0);
      assertThat(fetch.get("url").asString()).isEqualTo(visit.site() + "never");
      assertThat(fetch.get("phase").asString()).isEqualTo("FETCHING");

      assertThat(visit.post("/crawls/1/fetches/" + fetch.get("id").asLong() + "/cancel").status())
          .isEqualTo(Status.NO_CONTENT);

      var last = Visit.json(visit.events(1).getLast());
      assertThat(last.get("state").asString()).isEqualTo("FINISHED");
      assertThat(last.get("counters").get("skipped").asInt()).isOne();
    });
  }

  @TreadleTest
  void aBrowserThatIsClosedIsForgottenWithinASecond() throws Exception {
    visit(visit -> {
      visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
      TaskGroup.run(tasks -> {
        var browser =
            tasks.start(() -> {
              visit.events(1);
            });
        Treadle.sleep(Duration.ofSeconds(1));
        assertThat(visit.page().watching()).isOne();

        browser.cancel("closed");
        Treadle.sleep(Duration.ofSeconds(1));
        assertThat(visit.page().watching()).isZero();
      });
    });
  }

  @TreadleTest(explore = 100)
  void whateverIsCancelledAndWheneverNothingIsLeft(Simulation simulation) throws Exception {
    var random = simulation.random();
    visit(visit -> {
      visit.crawl();
      visit.post("/crawls", "url", visit.site() + "stuck").raiseForStatus();
      TaskGroup.run(tasks -> {
        var browser =
            tasks.start(() -> {
              visit.events(1 + random.nextInt(2));
            });
        Treadle.sleep(Duration.ofMillis(random.nextInt(6_000)));
        cancelSomething(visit, random.nextInt(4));
        Treadle.sleep(Duration.ofMillis(random.nextInt(1_000)));

        browser.cancel("closed");
        Treadle.sleep(Duration.ofSeconds(1));
        assertThat(visit.page().watching()).isZero();
      });
    });

    assertThat(underWay).hasValue(0);
  }

  private static void cancelSomething(Visit visit, int choice) throws IOException {
    switch (choice) {
      case 0 -> visit.post("/crawls/1/cancel");
      case 1 -> visit.post("/crawls/2/hosts/" + visit.host().replace(":", "%3A") + "/cancel");
      case 2 -> visit.post("/crawls/2/fetches/1/cancel");
      default -> visit.get("/crawls/1/report.json");
    }
  }

  @TreadleTest
  void whatASiteSaysIsHandedOnAsData() throws Exception {
    Handler hostile =
        request ->
            request.path().equals("/")
                ? Response.html("<a href='/x?</script><img src=x onerror=alert(1)>'>x</a>")
                : Response.of(Status.NOT_FOUND);
    Visit.run(
        hostile,
        visit -> {
          var events = visit.events(visit.crawl());
          var link = Visit.json(Visit.of("broken", events).getFirst()).get("elements").get(0);
          assertThat(link.get("link").asString()).startsWith(visit.site() + "x?");
          var answer = visit.get("/crawls/1/report.json");
          assertThat(answer.headers().first("Content-Type")).isEqualTo("application/json");
          assertThat(answer.headers().first("X-Content-Type-Options")).isEqualTo("nosniff");
        });
  }

  private void visit(dev.treadle.Each<Visit, Exception> test) throws Exception {
    Visit.run(this::answer, test);
  }
}
