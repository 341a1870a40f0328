package dev.treadle.examples.scout.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.Status;
import dev.treadle.http.server.HttpServer;
import dev.treadle.http.server.Request;
import dev.treadle.http.server.Response;
import dev.treadle.io.process.CompletedProcess;
import dev.treadle.io.process.Subprocess;
import dev.treadle.sync.Event;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The program as people start it, in a process of its own and over real sockets.
class CrawlProcessTest {

  private final Event asked = Event.create("the page that never comes is asked for");

  @TreadleTest(realTime = true)
  void aSiteWithoutBrokenLinksEndsWithZero() throws IOException {
    var done = crawl("/fine");

    assertThat(done.stdout()).contains("  pages      1" + System.lineSeparator());
    assertThat(done.stderr()).isEmpty();
    assertThat(done.exitCode()).isZero();
  }

  @TreadleTest(realTime = true)
  void aBrokenLinkEndsWithOne() throws IOException {
    var done = crawl("/broken");

    assertThat(done.stdout()).contains("/gone" + System.lineSeparator() + "      404 Not Found");
    assertThat(done.exitCode()).isEqualTo(1);
  }

  @TreadleTest(realTime = true)
  void whatCouldNotBeCheckedCountsOnlyForWhoIsStrict() throws IOException {
    assertThat(crawl("/guarded").exitCode()).isZero();
    assertThat(crawl("/guarded", "--strict").exitCode()).isEqualTo(1);
  }

  @TreadleTest(realTime = true)
  void aReportThatCannotBeWrittenIsToldBeforeTheCrawlAndEndsWithTwo() throws IOException {
    var done = crawl("/fine", "--json", "/no/such/folder/report.json");

    assertThat(done.stdout()).isEmpty();
    assertThat(done.stderr()).startsWith("treadle: ").contains("/no/such/folder/report.json");
    assertThat(done.exitCode()).isEqualTo(2);
  }

  @TreadleTest(realTime = true)
  void aSummaryThatNobodyGetsEndsWithTwo() throws IOException {
    var done = crawl(List.of("sh", "-c", "exec \"$@\" >&-", "sh"), "/fine");

    assertThat(done.stderr()).isEqualTo("treadle: could not write to standard output\n");
    assertThat(done.exitCode()).isEqualTo(2);
  }

  @TreadleTest(realTime = true)
  void aReportOnStandardOutputHasItForItself() throws IOException {
    var done = crawl("/broken", "--json", "-");

    var json = JsonMapper.shared().readTree(done.stdout());
    assertThat(json.get("state").asString()).isEqualTo("FINISHED");
    assertThat(done.stderr()).contains("404 Not Found").doesNotContain("\"state\"");
    assertThat(done.exitCode()).isEqualTo(1);
  }

  @TreadleTest(realTime = true)
  void whoeverInterruptsGetsWhatWasKnownByThen(@TempDir Path folder) throws IOException {
    var report = folder.resolve("report.json");

    TaskGroup.run(group -> {
      var server = server();
      group.startDaemon("site", server::serve);
      var command = command(server.port(), "/slow", "--quiet", "--json", report.toString());
      try (var crawl = Subprocess.open(command, settings -> settings)) {
        asked.await();
        Subprocess.run("sh", "-c", "kill -INT " + crawl.pid());
        var told = new String(crawl.stdout().readAll(100_000), StandardCharsets.UTF_8);
        var errors = new String(crawl.stderr().readAll(100_000), StandardCharsets.UTF_8);

        assertThat(crawl.await()).isEqualTo(130);
        assertThat(errors).isEmpty();
        assertThat(told).endsWith("Interrupted: this is what was known by then.\n");
      }
    });
    var json = JsonMapper.shared().readTree(Files.readString(report));
    assertThat(json.get("state").asString()).isEqualTo("CANCELLED");
    assertThat(json.get("pages")).hasSize(1);
    assertThat(json.get("skipped").get(0).get("reason").asString())
        .isEqualTo("the crawl was cancelled before");
  }

  private CompletedProcess crawl(String path, String... options) throws IOException {
    return crawl(List.of(), path, options);
  }

  private CompletedProcess crawl(List<String> launcher, String path, String... options)
      throws IOException {
    return TaskGroup.call(group -> {
      var server = server();
      group.startDaemon("site", server::serve);
      var command = new ArrayList<>(launcher);
      command.addAll(command(server.port(), path, options));
      return run(command);
    });
  }

  private static CompletedProcess run(List<String> command) throws IOException {
    return Treadle.timeout(
        Duration.ofMinutes(1), () -> Subprocess.run(command, settings -> settings));
  }

  private static List<String> command(int port, String path, String... options) {
    // Whoever runs the tests may have SIGINT ignored, which a process passes on.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Scout.class.getName(), "crawl", "http://127.0.0.1:" + port + path));
    command.addAll(List.of(options));
    return command;
  }

  private HttpServer server() throws IOException {
    return HttpServer.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        settings -> settings.withTimeouts(t -> t.withGrace(Duration.ofMillis(100))),
        this::answer);
  }

  private Response answer(Request request) {
    return switch (request.path()) {
      case "/fine" -> Response.html("fine");
      case "/broken" -> Response.html("<a href=/gone>gone</a>");
      case "/guarded" -> Response.html("<a href=/password>members</a>");
      case "/password" -> Response.of(Status.UNAUTHORIZED);
      case "/slow" -> Response.html("<a href=/never>never</a>");
      case "/never" -> {
        asked.set();
        Treadle.sleep(Duration.ofMinutes(1));
        yield Response.html("too late");
      }
      default -> Response.of(Status.NOT_FOUND);
    };
  }
}
