package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.EntityTag;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileAnswerTest {

  private static final String FIELDS =
      """
      Content-Type: text/plain; charset=utf-8
      Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT
      ETag: "19b76daa800-a"
      Accept-Ranges: bytes
      """;

  @TempDir Path folder;

  private Path file = Path.of("set before each test");

  @BeforeEach
  void write() throws Exception {
    file = folder.resolve("ten.txt");
    Files.writeString(file, "0123456789");
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private void asked(Simulation simulation, String fields, String expected) throws Exception {
    Site.run(
        simulation,
        _ -> Response.file(file),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\n" + fields + "\n").expect(expected);
          }
        });
  }

  @TreadleTest
  void aFileIsSentWhole(Simulation simulation) throws Exception {
    asked(simulation, "", "HTTP/1.1 200 OK\n" + FIELDS + "Content-Length: 10\n\n0123456789");
  }

  @TreadleTest
  void aPartIsSentIfItIsAskedFor(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=2-4\n",
        "HTTP/1.1 206 Partial Content\n"
            + FIELDS
            + "Content-Range: bytes 2-4/10\nContent-Length: 3\n\n234");
  }

  @TreadleTest
  void theLastBytesMayBeAskedFor(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=-2\nIf-Range: \"19b76daa800-a\"\n",
        "HTTP/1.1 206 Partial Content\n"
            + FIELDS
            + "Content-Range: bytes 8-9/10\nContent-Length: 2\n\n89");
  }

  @TreadleTest
  void aPartOfAnOlderStateIsAnsweredWithTheWhole(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=-2\nIf-Range: \"other\"\n",
        "HTTP/1.1 200 OK\n" + FIELDS + "Content-Length: 10\n\n0123456789");
  }

  /// A file of so many lines of ten bytes, each of which says where it is.
  private void lines(int count) throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("%09d\n".formatted(10 * i));
    }
    file = folder.resolve("lines.txt");
    Files.writeString(file, text.toString());
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
  }

  private String answer(Simulation simulation, String range) throws Exception {
    var answer = new String[1];
    Site.run(
        simulation,
        _ -> Response.file(file),
        site -> {
          try (var client = site.connect()) {
            client.send(
                "GET / HTTP/1.1\nHost: a\nConnection: close\nRange: bytes=" + range + "\n\n");
            answer[0] = client.rest();
          }
        });
    return answer[0];
  }

  @TreadleTest
  void severalPartsAreSentInTheOrderInWhichTheyWereAskedFor(Simulation simulation)
      throws Exception {
    lines(100);

    var answer = answer(simulation, "500-509,10-19,-10");

    var boundary = answer.replaceAll("(?s).*boundary=(\\w+)\n.*", "$1");
    assertThat(answer.replace(boundary, "B"))
        .isEqualTo(
            """
            HTTP/1.1 206 Partial Content
            Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT
            ETag: "19b76daa800-3e8"
            Accept-Ranges: bytes
            Content-Type: multipart/byteranges; boundary=B
            Content-Length: 416
            Connection: close


            --B
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 500-509/1000

            000000500

            --B
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 10-19/1000

            000000010

            --B
            Content-Type: text/plain; charset=utf-8
            Content-Range: bytes 990-999/1000

            000000990

            --B--
            """);
  }

  @TreadleTest
  void partsThatAreCloseBecomeOne(Simulation simulation) throws Exception {
    lines(100);

    var answer = answer(simulation, "500-509,0-9,540-549,520-529");

    assertThat(answer)
        .contains("Content-Range: bytes 500-549/1000\n\n000000500\n000000510\n")
        .contains("Content-Range: bytes 0-9/1000\n\n000000000\n\n");
    assertThat(answer(simulation, "0-9,20-29"))
        .startsWith("HTTP/1.1 206 Partial Content\nContent-Type: text/plain; charset=utf-8\n")
        .contains("Content-Range: bytes 0-29/1000\n");
  }

  @TreadleTest
  void nobodyGetsMoreThanThereIsByAskingForParts(Simulation simulation) throws Exception {
    lines(100);

    // Parts that overlap, parts with so much around them that the whole is shorter, and too many.
    assertThat(answer(simulation, "0-,0-,0-,0-"))
        .contains("Content-Range: bytes 0-999/1000\n")
        .contains("Content-Length: 1000\n");
    assertThat(answer(simulation, "0-,1-,2-,999-999,5-900")).contains("Content-Length: 1000\n");
    assertThat(answer(simulation, "0-9,100-109,200-209,300-309,400-409,500-509,600-609,700-709"))
        .startsWith("HTTP/1.1 200 OK\n");
    assertThat(answer(simulation, "0-0" + ",0-0".repeat(64))).startsWith("HTTP/1.1 200 OK\n");
  }

  @TreadleTest
  void partsThatAreNotThereAreLeftOut(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=20-30,2-4,-0\n",
        "HTTP/1.1 206 Partial Content\n"
            + FIELDS
            + "Content-Range: bytes 2-4/10\nContent-Length: 3\n\n234");
  }

  @TreadleTest
  void aPartThatIsNotThereIsAnsweredWith416(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=10-\n",
        "HTTP/1.1 416 Range Not Satisfiable\nContent-Type: text/plain; charset=utf-8\nContent-Range: bytes */10\n");
  }

  @TreadleTest
  void aClientThatHasItAlreadyGets304(Simulation simulation) throws Exception {
    asked(
        simulation,
        "If-None-Match: \"x\", \"19b76daa800-a\"\nRange: bytes=1-2\n",
        "HTTP/1.1 304 Not Modified\n" + FIELDS.substring(FIELDS.indexOf('\n') + 1) + "\n");
  }

  @TreadleTest
  void aFileThatIsNotThereIsAnsweredWith404(Simulation simulation) throws Exception {
    file = folder.resolve("none");
    asked(simulation, "", "HTTP/1.1 404 Not Found\n");
    file = folder;
    asked(simulation, "", "HTTP/1.1 404 Not Found\n");
  }

  @TreadleTest
  void otherAnswersHaveConditionsToo(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.text("x").withTag(EntityTag.of("t")),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nIf-None-Match: \"t\"\n\n");
            client.expect("HTTP/1.1 304 Not Modified\nETag: \"t\"\n\n");
            client.send("GET / HTTP/1.1\nHost: a\nIf-Match: \"u\"\n\n");
            client.expect("HTTP/1.1 412 Precondition Failed\nETag: \"t\"\nContent-Length: 0\n\n");
            client.send("POST / HTTP/1.1\nHost: a\nIf-Match: \"u\"\nContent-Length: 0\n\n");
            client.expect("HTTP/1.1 200 OK\n");
          }
        });
  }

  @TreadleTest
  void datesAreConditionsToo(Simulation simulation) throws Exception {
    var state = FIELDS.substring(FIELDS.indexOf('\n') + 1);

    asked(
        simulation,
        "If-Modified-Since: Thu, 01 Jan 2026 00:00:00 GMT\n",
        "HTTP/1.1 304 Not Modified\n" + state + "\n");
    asked(simulation, "If-Modified-Since: Wed, 31 Dec 2025 23:59:59 GMT\n", "HTTP/1.1 200 OK\n");
    asked(
        simulation,
        "If-Unmodified-Since: Wed, 31 Dec 2025 23:59:59 GMT\n",
        "HTTP/1.1 412 Precondition Failed\n" + state + "Content-Length: 0\n\n");
    asked(simulation, "If-Unmodified-Since: Thu, 01 Jan 2026 00:00:00 GMT\n", "HTTP/1.1 200 OK\n");
    asked(
        simulation,
        "Range: bytes=2-4\nIf-Range: Wed, 31 Dec 2025 23:59:59 GMT\n",
        "HTTP/1.1 200 OK\n");
  }

  @TreadleTest
  void anAnswerToHeadTellsOfTheFileAndSendsNothingOfIt(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ -> Response.file(file),
        site -> {
          try (var client = site.connect()) {
            client.send("HEAD / HTTP/1.1\nHost: a\nRange: bytes=2-4\n\n");
            client.expect("HTTP/1.1 200 OK\n" + FIELDS + "Content-Length: 10\n\n");
            client.get("/").expect("HTTP/1.1 200 OK\n");
          }
        });
  }
}
