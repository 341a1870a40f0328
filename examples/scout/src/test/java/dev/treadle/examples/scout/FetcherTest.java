package dev.treadle.examples.scout;

import static dev.treadle.examples.scout.SmallSite.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.http.Url;
import dev.treadle.io.ByteReader;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What is made of answers that are not as they should be. The server here writes them to the
/// letter.
class FetcherTest {

  private static final String PAGE = "Content-Type: text/html\r\n";

  private static final int TLS_HANDSHAKE = 22;
  private static final String UNFINISHED = "HTTP/1.1 ";

  private final Map<String, String> answers = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;

  @TreadleTest
  void aPageInACharsetThatNobodyKnowsIsReadAllTheSame() {
    at("/", "200 OK\r\nContent-Type: text/html; charset=klingon-8\r\n", "<a href=gone>gone</a>");

    assertThat(crawl().broken())
        .containsExactly(new BrokenLink(HERE, HERE + "gone", "404 Not Found"));
  }

  @TreadleTest
  void whereARedirectLeadsMayBeWrittenInUtf8() {
    linkTo("old");
    at("/old", "301 Moved\r\nLocation: /caf\u00e9\r\n", "");
    at("/caf%C3%A9", "200 OK\r\n" + PAGE, "there");

    var report = crawl();

    assertThat(report.broken()).isEmpty();
    assertThat(report.redirects()).extracting(Report.Redirect::target).containsExactly(cafe());
  }

  @TreadleTest
  void aRedirectToOtherProgramsBreaksNoLink() {
    linkTo("ftp", "app", "mail");
    at("/ftp", "302 Found\r\nLocation: ftp://files/x\r\n", "");
    at("/app", "302 Found\r\nLocation: intent://scan/#Intent;end\r\n", "");
    at("/mail", "302 Found\r\nLocation: mailto:a@b\r\n", "");

    var report = crawl();

    assertThat(report.broken()).isEmpty();
    assertThat(report.skipped())
        .extracting(Report.Skipped::reason)
        .containsExactly(
            "leads out of the web, to intent://scan/#Intent;end",
            "leads out of the web, to ftp://files/x",
            "leads out of the web, to mailto:a@b");
  }

  @TreadleTest
  void aPageOfWhichNobodySaysThatItIsOneIsNotRead() {
    linkTo("untold", "empty", "none");
    at("/untold", "200 OK\r\n", "<a href=/gone>gone</a>");
    at("/empty", "200 OK\r\n", "");
    answers.put("/none", "HTTP/1.1 204 No Content\r\n\r\n");

    assertThat(crawl().skipped())
        .containsExactly(
            new Report.Skipped(HERE + "untold", "its host does not say whether it is a page"));
  }

  @TreadleTest
  void aPageThatIsPackedAsNobodyAskedForIsNotRead() {
    linkTo("packed", "plain");
    at("/packed", "200 OK\r\nContent-Encoding: br\r\n" + PAGE, "?");
    at("/plain", "200 OK\r\nContent-Encoding: identity\r\n" + PAGE, "plain");

    var report = crawl();

    assertThat(report.skipped())
        .containsExactly(
            new Report.Skipped(HERE + "packed", "a page packed by 'br', which was not asked for"));
    assertThat(report.pages()).hasSize(2);
  }

  @TreadleTest
  void whoDoesNotSpeakTlsIsNotAskedAgain() {
    linkTo("https://localhost:81/");

    var report = crawl();

    assertThat(report.broken())
        .extracting(BrokenLink::reason)
        .first()
        .asString()
        .startsWith("TLS failed: ");
    assertThat(report.counters().retries()).isZero();
  }

  @TreadleTest
  void aStatusThatThereIsNotIsNoSuccess() {
    linkTo("600", "999", "http://localhost:81/600", "http://localhost:81/999");
    at("/600", "600 What\r\n", "");
    at("/999", "999 Go Away\r\n", "");

    var report = crawl();

    assertThat(report.broken())
        .extracting(BrokenLink::link)
        .containsExactly(HERE + "600", HERE + "999", "http://localhost:81/600");
    assertThat(report.refused())
        .extracting(Report.Refused::url)
        .containsExactly("http://localhost:81/999");
  }

  @TreadleTest
  void whoBreaksOffWhenAskedForTheHeadAloneIsAskedForTheWhole() {
    linkTo("http://localhost:81/fine");
    answers.put("HEAD /fine", "");
    at("/fine", "200 OK\r\n", "fine");

    var report = crawl();

    assertThat(report.broken()).isEmpty();
    assertThat(report.counters().retries()).isZero();
    assertThat(asked).containsExactly("GET /", "HEAD /fine", "GET /fine");
  }

  @TreadleTest
  void whoAnswersToTheHeadWithNonsenseIsAskedForTheWhole() {
    linkTo("http://localhost:81/fine");
    answers.put("HEAD /fine", "Which head?\r\n");
    at("/fine", "200 OK\r\n", "fine");

    assertThat(crawl().broken()).isEmpty();
  }

  @TreadleTest
  void whoNeverAnswersToTheHeadIsAskedForTheWholeTheNextTime() {
    linkTo("http://localhost:81/fine");
    answers.put("HEAD /fine", UNFINISHED);
    at("/fine", "200 OK\r\n", "fine");

    assertThat(crawl().broken()).isEmpty();
    assertThat(asked).containsExactly("GET /", "HEAD /fine", "GET /fine");
    assertThat(elapsed).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
  }

  private void linkTo(String... links) {
    var page = new StringBuilder();
    for (var link : links) {
      page.append("<a href=").append(link).append(">x</a>");
    }
    at("/", "200 OK\r\n" + PAGE, page.toString());
  }

  private void at(String path, String head, String content) {
    int length = content.getBytes(StandardCharsets.UTF_8).length;
    answers.put(path, "HTTP/1.1 " + head + "Content-Length: " + length + "\r\n\r\n" + content);
  }

  /// Crawls `localhost`, which is on ports 80 and 81.
  private Report crawl() {
    return TaskGroup.call(group -> {
      for (int port : new int[] {80, 81}) {
        group.startDaemon(() -> {
          try (var listener = Tcp.listen(port)) {
            listener.serve(this::serve);
          }
        });
      }
      var crawl = Crawl.of("crawl", List.of(Url.of(HERE)), SmallSite.settings(s -> s));
      var report = crawl.run();
      elapsed = report.elapsed();
      return report;
    });
  }

  /// One request a connection. An answer that is not complete is waited for in vain.
  private void serve(ByteStream stream) throws IOException {
    var reader = ByteReader.of(stream);
    int first = reader.readByte();
    if (first == TLS_HANDSHAKE) {
      stream.write(ByteBuffer.wrap("HTTP/1.1 400 What?\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
      return;
    }
    var head = reader.readUntil("\r\n\r\n".getBytes(StandardCharsets.UTF_8), 10_000);
    var text = (char) first + new String(Objects.requireNonNull(head), StandardCharsets.UTF_8);
    var what = text.substring(0, text.indexOf(" HTTP/1.1"));
    asked.add(what);
    var usual = answers.getOrDefault(what.substring(what.indexOf('/')), missing());
    var answer = answers.getOrDefault(what, usual);
    int body = what.startsWith("HEAD") ? answer.indexOf("\r\n\r\n") : -1;
    var sent = body < 0 ? answer : answer.substring(0, body + 4);
    stream.write(ByteBuffer.wrap(sent.getBytes(StandardCharsets.UTF_8)));
    if (answer.equals(UNFINISHED)) {
      reader.readAll(1);
    }
  }

  private static String missing() {
    return "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
  }

  private static String cafe() {
    return HERE + "caf%C3%A9";
  }
}
