package dev.treadle.examples.scout.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.io.Tcp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(120)
class DemoTest {

  private static final Pattern PAGE =
      Pattern.compile("live page +(http://127\\.0\\.0\\.1:\\d+)/.*");

  @Test
  void itServesThePageAndCrawlsTheSiteUntilItIsInterrupted() throws Exception {
    var demo = start("--port", "0", "--site-port", "0");
    try (var out =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).matches("sample site +http://127\\.0\\.0\\.1:\\d+/");
      var page = PAGE.matcher(out.readLine());
      assertThat(page.matches()).isTrue();
      assertThat(get(page.group(1) + "/")).contains("<title>Scout</title>");
      assertThat(get(page.group(1) + "/crawls")).contains("\"id\":1", "\"state\":\"RUNNING\"");

      try (var browser = HttpClient.newHttpClient()) {
        var request = HttpRequest.newBuilder(URI.create(page.group(1) + "/crawls/1/events"));
        var events = browser.send(request.build(), HttpResponse.BodyHandlers.ofLines());

        interrupt(demo);

        // Whoever looks is told how it ended, and the stream with it.
        assertThat(events.body().filter(line -> line.startsWith("data: {\"state\"")).toList())
            .last(InstanceOfAssertFactories.STRING)
            .startsWith("data: {\"state\":\"CANCELLED\",\"over\":true");
      }
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(demo.exitValue()).isEqualTo(130);
      assertThat(out.readAllAsString()).isEmpty();
    } finally {
      demo.destroyForcibly();
    }
  }

  private static Process start(String... options) throws IOException {
    // Whoever runs the tests may have SIGINT ignored, which a process passes on.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Scout.class.getName(), "demo"));
    command.addAll(List.of(options));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private static void interrupt(Process process) throws Exception {
    int sent = new ProcessBuilder("sh", "-c", "kill -INT " + process.pid()).start().waitFor();
    assertThat(sent).isZero();
  }

  private static String get(String address) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(address)).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @ParameterizedTest
  @CsvSource({"--port", "--site-port"})
  void aPortThatIsInUseIsSaidAndWhatToDo(String option) throws IOException {
    try (var taken = Tcp.listen(0)) {
      int port = taken.port();

      var result = run(option, Integer.toString(port), "--no-crawl");

      assertThat(result)
          .isEqualTo(
              new Result(
                  2,
                  "",
                  "treadle: could not listen on 127.0.0.1:%1$d: Address already in use: choose another port with %2$s PORT, or any free one with %2$s 0\n"
                      .formatted(port, option)));
    }
  }

  @Test
  void itsHelpNamesItsOptions() {
    var help = run("--help");

    assertThat(help.exit()).isZero();
    assertThat(help.out()).contains("--port=PORT", "--site-port=PORT", "--no-crawl", "--open");
  }

  @Test
  void whatItDoesNotKnowIsMisuse() {
    assertThat(run("--prot", "1").exit()).isEqualTo(2);
    assertThat(run("--port", "seven").exit()).isEqualTo(2);
    assertThat(run("--port", "65536").err())
        .startsWith("--port: expected a port from 0 to 65535, found 65536\n");
  }

  private record Result(int exit, String out, String err) {}

  private static Result run(String... words) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit =
        new CommandLine(new Demo())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Result(exit, out.toString(), err.toString());
  }
}
