package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.Treadle;
import dev.treadle.http.server.Handler;
import dev.treadle.http.server.Response;
import dev.treadle.test.RealTime;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The same over real sockets, in real time: what a simulation cannot vouch for.
@Timeout(120)
class RealLivePageTest {

  private static final int FETCHES = 8;
  private static final int ATTEMPTS = 10;
  private static final Duration AT_ONCE = Duration.ofMillis(100);

  private volatile Fetches fetches = new Fetches();

  /// Those of one crawl.
  private static final class Fetches {
    final CountDownLatch allUnderWay = new CountDownLatch(FETCHES);
    final CountDownLatch allOver = new CountDownLatch(FETCHES);
    final AtomicLong lastOver = new AtomicLong();
  }

  private Response answer(dev.treadle.http.server.Request request) {
    if (request.path().matches("/\\d")) {
      var mine = fetches;
      mine.allUnderWay.countDown();
      try {
        Treadle.sleep(Duration.ofMinutes(1));
      } finally {
        mine.lastOver.set(System.nanoTime());
        mine.allOver.countDown();
      }
    }
    var page = new StringBuilder();
    for (int i = 0; i < FETCHES; i++) {
      page.append("<a href=/").append(i).append(">slow</a>");
    }
    return Response.html(page.toString());
  }

  /// On a machine that is busy with other things one or the other takes longer.
  @Test
  void cancellingACrawlAbortsItsFetchesWithinATenthOfASecond() throws Exception {
    visit(
        this::answer,
        visit -> {
          var took = cancelled(visit);
          for (int i = 1; i < ATTEMPTS && took.compareTo(AT_ONCE) >= 0; i++) {
            took = cancelled(visit);
          }
          assertThat(took).isLessThan(AT_ONCE);
        });
  }

  /// Crawls, cancels that, and returns how long it took until the last fetch was over.
  private Duration cancelled(Visit visit) throws Exception {
    var mine = new Fetches();
    fetches = mine;
    int crawl = visit.crawl();
    assertThat(mine.allUnderWay.await(20, TimeUnit.SECONDS)).isTrue();

    long start = System.nanoTime();
    visit.post("/crawls/" + crawl + "/cancel").raiseForStatus();

    assertThat(mine.allOver.await(20, TimeUnit.SECONDS)).isTrue();
    return Duration.ofNanos(mine.lastOver.get() - start);
  }

  /// How soon is for [EventStreamTest] to say, in virtual time.
  @Test
  void aBrowserThatIsClosedIsForgotten() throws Exception {
    var asked = new AtomicInteger();
    visit(
        _ -> {
          asked.incrementAndGet();
          Treadle.sleep(Duration.ofMinutes(1));
          return Response.noContent();
        },
        visit -> {
          visit.crawl();
          int port = Integer.parseInt(visit.page().address().replaceAll(".*:", ""));
          try (var browser = new Socket(InetAddress.getLoopbackAddress(), port)) {
            browser
                .getOutputStream()
                .write(
                    "GET /crawls/1/events HTTP/1.1\r\nHost: localhost:%d\r\n\r\n"
                        .formatted(port)
                        .getBytes(StandardCharsets.US_ASCII));
            assertThat(line(browser.getInputStream())).isEqualTo("HTTP/1.1 200 OK");
            RealTime.eventually(
                Duration.ofSeconds(20), () -> assertThat(visit.page().watching()).isOne());
          }
          RealTime.eventually(
              Duration.ofSeconds(20), () -> assertThat(visit.page().watching()).isZero());
        });
  }

  private static String line(InputStream stream) throws Exception {
    var line = new StringBuilder();
    for (int next = stream.read(); next != '\r'; next = stream.read()) {
      line.append((char) next);
    }
    return line.toString();
  }

  private static void visit(Handler site, Each<Visit, Exception> test) throws IOException {
    Treadle.run(() -> Visit.run(site, test));
  }
}
