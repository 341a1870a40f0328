package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class MultipartTest {

  @TempDir Path folder;

  /// What long files of this test begin with.
  private final String mark = UUID.randomUUID().toString();

  private static String request(String content) {
    var crlf = content.replace("\n", "\r\n");
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: "
        + crlf.length()
        + "\r\n\r\n"
        + crlf;
  }

  private static String field(String name, String value) {
    return "--b\nContent-Disposition: form-data; name=\"" + name + "\"\n\n" + value + "\n";
  }

  private static String file(String name, String filename, String content) {
    return "--b\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\nContent-Type: image/png\n\n%s\n"
        .formatted(name, filename, content);
  }

  @TreadleTest
  void partsAreReadOneAfterTheOther(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          var parts = request.body().multipart();
          var text = new StringBuilder();
          for (var part = parts.next(); part != null; part = parts.next()) {
            var content = part.name().equals("skipped") ? "?" : part.text();
            text.append(part)
                .append(' ')
                .append(part.filename().orElse("-"))
                .append(' ')
                .append(content)
                .append(';');
          }
          return Response.text(text.toString());
        },
        site -> {
          try (var client = site.connect()) {
            client.sendExactly(
                request(
                    field("a", "1")
                        + field("skipped", "x".repeat(20_000))
                        + file("f", "cat.png", "meow")
                        + "--b--\n"));
            client.expectText("part 'a' - 1;part 'skipped' - ?;part 'f' cat.png meow;");
            client
                .get("/")
                .expectError(
                    "415 Unsupported Media Type", "expected a multipart, found another media type");
          }
        });
  }

  @TreadleTest
  void longFilesArePutAsideAndDeleted(Simulation simulation) throws Exception {
    var seen = new ArrayList<String>();
    Site.run(
        simulation,
        request -> {
          try (var uploads = request.body().uploads()) {
            seen.add(uploads.form().require("a"));
            for (var upload : uploads.files()) {
              seen.add(
                  upload
                      + " "
                      + upload.filename()
                      + " "
                      + upload.type()
                      + " "
                      + upload.bytes().length);
            }
            uploads.files().get(1).moveTo(folder.resolve("kept"));
          }
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            client.sendExactly(
                request(
                    field("a", "1")
                        + file("s", "small", "abc")
                        + file("k", "kept", mark + "x".repeat(99_964))
                        + file("l", "large", mark + "x".repeat(199_964))
                        + "--b--\n"));
            client.expect("HTTP/1.1 204 No Content\n");
          }
        });

    assertThat(seen)
        .containsExactly(
            "1",
            "upload 's' of 3 bytes small image/png 3",
            "upload 'k' of 100000 bytes kept image/png 100000",
            "upload 'l' of 200000 bytes large image/png 200000");
    assertThat(folder.resolve("kept")).hasSize(100_000);
    assertNothingIsLeft();
  }

  @TreadleTest
  void aClientThatHangsUpMidwayLeavesNoFile(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request -> {
          try (var _ = request.body().uploads()) {
            return Response.noContent();
          }
        },
        site -> {
          try (var client = site.connect()) {
            client.sendExactly(
                request(file("f", "large", mark + "x".repeat(199_964)) + "--b--\n")
                    .substring(0, 150_000));
            Treadle.sleep(Duration.ofSeconds(1));
          }
          Treadle.sleep(Duration.ofSeconds(1));
        });
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws Exception {
    try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.filter(this::isOurs)).isEmpty();
    }
  }

  /// Others may run such tests at the same time.
  private boolean isOurs(Path file) {
    try {
      return file.getFileName().toString().startsWith("treadle-upload-")
          && Files.readString(file).startsWith(mark);
    } catch (IOException gone) {
      return false;
    }
  }

  @TreadleTest
  void aFormIsRead(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            Response.text(request.body().form().all("a") + " " + request.params().first("q")),
        site -> {
          try (var client = site.connect()) {
            client.send(
                "POST /?q=%C3%A4 HTTP/1.1\nHost: a\nContent-Type: application/x-www-form-urlencoded\nContent-Length: 9\n\na=1&a=x+y");
            client.expect(
                "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nContent-Length: 11\n\n[1, x y] ");
          }
        });
  }

  @TreadleTest
  void cookiesAreReadAndSet(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        request ->
            Response.text(request.cookie("b").orElse("-") + request.cookie("c").orElse("-"))
                .withCookie(dev.treadle.http.SetCookie.of("d", "4")),
        site -> {
          try (var client = site.connect()) {
            client
                .send("GET / HTTP/1.1\nHost: a\nCookie: a=1; b=2\n\n")
                .expect(
                    "HTTP/1.1 200 OK\nContent-Type: text/plain; charset=utf-8\nSet-Cookie: d=4; Path=/; Secure; HttpOnly; SameSite=Lax\nContent-Length: 2\n\n2-");
          }
        });
  }
}
