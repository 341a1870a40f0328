package dev.treadle.http.server;

import static dev.treadle.Treadle.blocking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.http.NodePackage;
import dev.treadle.http.Status;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;

/// The npm package `undici`, which is what `fetch` of node is made of, as a client. Without node
/// and npm it says so and does nothing.
class UndiciTest {

  private static final Path FOLDER = Path.of("target", "undici");
  private static boolean present;

  private final List<String> cancelled = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void install() throws IOException, InterruptedException {
    present = NodePackage.install(UndiciTest.class, FOLDER, "undici@6", "undici.js");
    Files.writeString(FOLDER.resolve("file.txt"), "0123456789");
  }

  private Response answer(Request request) throws Exception {
    return switch (request.path()) {
      case "/echo" -> Response.stream(MediaType.BYTES, request.body().flow());
      case "/trailers" ->
          Response.stream(
              MediaType.TEXT,
              writer -> {
                writer.write("hello");
                writer.trailers(Headers.of("Checksum", "7"));
              });
      case "/file" -> Response.file(FOLDER.resolve("file.txt"));
      case "/long" -> Response.text("long ".repeat(10_000));
      case "/missing" -> Response.text("nothing here").withStatus(Status.NOT_FOUND);
      case "/slow" -> slow();
      default -> Response.text(request.path().replaceAll(".*/", "number "));
    };
  }

  private Response slow() {
    try {
      Treadle.sleep(Duration.ofSeconds(20));
      return Response.noContent();
    } catch (Cancelled told) {
      cancelled.add(told.origin().reason());
      throw told;
    }
  }

  @TreadleTest(realTime = true)
  void undiciIsServed() {
    if (!present) {
      return;
    }
    TaskGroup.run(group -> {
      var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      try (var server = HttpServer.open(anyPort, settings -> settings, this::answer)) {
        group.start(server::serve);
        assertThat(heard("http://127.0.0.1:" + server.port()).lines())
            .containsExactly(
                "number 1 number 2 number 3 number 4",
                "200 300000",
                "piece 0;piece 1;piece 2;piece 3;piece 4;",
                "8 0",
                "hello 7",
                "206 bytes 2-4/10 234",
                "gzip 50000",
                "404 nothing here",
                "AbortError");
        RealTime.eventually(
            Duration.ofSeconds(15),
            () -> assertThat(cancelled).containsExactly("the client has hung up"));
      }
    });
  }

  private static String heard(String url) throws IOException {
    var process =
        new ProcessBuilder("node", "undici.js", url)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .start();
    return blocking(() -> {
      try (var said = process.inputReader()) {
        return said.readAllAsString();
      }
    });
  }
}
