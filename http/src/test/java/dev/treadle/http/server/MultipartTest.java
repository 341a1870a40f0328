package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
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

  @TreadleTest
  void aPartIsHereBeforeTheNextIsSent(Simulation simulation) throws Exception {
    var seen = new ArrayList<String>();
    Site.run(
        simulation,
        request -> {
          var parts = request.body().multipart();
          for (var part = parts.next(); part != null; part = parts.next()) {
            seen.add(part.name() + " " + part.text() + " " + simulation.clock().elapsed());
          }
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            var whole = request(field("a", "1") + field("b", "2") + "--b--\n");
            int second = whole.lastIndexOf("Content-Disposition");
            client.sendExactly(whole.substring(0, second));
            Treadle.sleep(Duration.ofSeconds(1));
            client.sendExactly(whole.substring(second)).expect("HTTP/1.1 204 No Content\n");
          }
        });

    assertThat(seen).containsExactly("a 1 PT0S", "b 2 PT1S");
  }

  private static void refused(Simulation simulation, String content, String status, String reason)
      throws Exception {
    Site.run(
        simulation,
        request -> {
          request.body().limit(100_000_000);
          try (var uploads = request.body().uploads()) {
            return Response.text(uploads.form() + "");
          }
        },
        site -> {
          try (var client = site.connect()) {
            TaskGroup.run(group -> {
              group.startDaemon(() -> client.sendExactly(request(content)));
              client.expect(
                  "HTTP/1.1 %s\nContent-Type: text/plain; charset=utf-8\n".formatted(status));
              assertThat(client.rest()).contains(reason);
            });
          }
        });
  }

  @TreadleTest
  void whatIsNoMultipartIsRefused(Simulation simulation) throws Exception {
    refused(
        simulation,
        "--c\n" + "x".repeat(2000),
        "400 Bad Request",
        "expected the boundary within 1024 bytes, found none");
    refused(
        simulation,
        field("a", "1"),
        "400 Bad Request",
        "expected the last boundary, found the end");
    refused(
        simulation,
        "--b\nName : x\n\n",
        "400 Bad Request",
        "expected ':' behind the name of a field, found a space");
    refused(
        simulation,
        field("a", "").repeat(1001) + "--b--\n",
        "413 Content Too Large",
        "expected at most 1000 parts, found more");
  }

  /// They are in memory, however much a handler allows for files.
  @TreadleTest
  void fieldsThatAreNoFilesHaveALimitOfTheirOwn(Simulation simulation) throws Exception {
    refused(
        simulation,
        field("a", "x".repeat(600_000)) + field("b", "x".repeat(600_000)) + "--b--\n",
        "413 Content Too Large",
        "expected fields of at most 1 MiB together, found more");
  }

  @TreadleTest
  void asMuchAs64KiBStaysInMemory(Simulation simulation) throws Exception {
    var aside = new ArrayList<Long>();
    Site.run(
        simulation,
        request -> {
          try (var _ = request.body().uploads();
              var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            aside.add(files.filter(this::isOurs).count());
          }
          return Response.noContent();
        },
        site -> {
          try (var client = site.connect()) {
            int rest = 64 * 1024 - mark.length();
            for (int more = 0; more < 2; more++) {
              var content = mark + "x".repeat(rest + more);
              client.sendExactly(request(file("f", "file", content) + "--b--\n"));
              client.expect("HTTP/1.1 204 No Content\n\n");
            }
          }
        });

    assertThat(aside).containsExactly(0L, 1L);
    assertNothingIsLeft();
  }

  private static void notRead(Simulation simulation, String type, String content, String status)
      throws Exception {
    Site.run(
        simulation,
        request -> Response.text(request.body().form().size() + ""),
        site -> {
          try (var client = site.connect()) {
            client.send(
                "POST / HTTP/1.1\nHost: a\nContent-Type: %s\nContent-Length: %d\n\n%s"
                    .formatted(type, content.length(), content));
            client.expect("HTTP/1.1 " + status + "\n");
          }
        });
  }

  @TreadleTest
  void aFormHasItsTypeAndAThousandFields(Simulation simulation) throws Exception {
    notRead(simulation, "text/plain", "a=1", "415 Unsupported Media Type");
    notRead(simulation, "application/x-www-form-urlencoded", "a&".repeat(1000), "200 OK");
    notRead(
        simulation,
        "application/x-www-form-urlencoded",
        "a&".repeat(1001),
        "413 Content Too Large");
  }
}
