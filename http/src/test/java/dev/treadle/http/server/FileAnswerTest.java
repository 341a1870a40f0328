package dev.treadle.http.server;

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

  @TreadleTest
  void severalPartsAreAnsweredWithTheWhole(Simulation simulation) throws Exception {
    asked(
        simulation,
        "Range: bytes=0-1,5-6\n",
        "HTTP/1.1 200 OK\n" + FIELDS + "Content-Length: 10\n\n0123456789");
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
}
