package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.EntityTag;
import dev.treadle.http.Headers;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.io.TempDir;

class CompressionTest {

  private static final String TEXT = "text that says little. ".repeat(1000);

  private static String asked(Simulation simulation, Response response, String accept)
      throws Exception {
    var heard = new StringBuilder();
    Site.run(
        simulation,
        _ -> response,
        site -> {
          try (var client = site.connect()) {
            client.sendExactly(
                "GET / HTTP/1.0\r\nHost: a\r\nAccept-Encoding: " + accept + "\r\n\r\n");
            heard.append(client.restExactly());
          }
        });
    return heard.toString();
  }

  private static byte[] content(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4).getBytes(StandardCharsets.ISO_8859_1);
  }

  @TreadleTest
  void longTextIsCompressedForThoseWhoAsk(Simulation simulation) throws Exception {
    var answer = asked(simulation, Response.text(TEXT), "gzip, deflate, br");

    assertThat(answer).contains("\r\nVary: Accept-Encoding\r\nContent-Encoding: gzip\r\n");
    assertThat(answer.length()).isLessThan(1000);
    var unpacked = new GZIPInputStream(new ByteArrayInputStream(content(answer))).readAllBytes();
    assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(TEXT);
  }

  @TreadleTest
  void whatIsWrittenByAndByIsCompressedToo(Simulation simulation) throws Exception {
    var response =
        Response.stream(
            MediaType.JSON,
            writer -> {
              for (int i = 0; i < 10; i++) {
                writer.write(TEXT);
                writer.flush();
              }
            });
    var answer = asked(simulation, response, "gzip;q=0.1, deflate");

    assertThat(answer).contains("\r\nContent-Encoding: deflate\r\n");
    var unpacked =
        new InflaterInputStream(new ByteArrayInputStream(content(answer))).readAllBytes();
    assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(TEXT.repeat(10));
  }

  @TreadleTest
  void aTagIsWeakBehindCompression(Simulation simulation) throws Exception {
    assertThat(asked(simulation, Response.text(TEXT).withTag(EntityTag.of("t")), "gzip"))
        .contains("\r\nETag: W/\"t\"\r\n");
  }

  @TreadleTest
  void nothingIsCompressedForThoseWhoDoNotAsk(Simulation simulation) throws Exception {
    assertThat(asked(simulation, Response.text(TEXT), "br"))
        .contains("\r\nVary: Accept-Encoding\r\n")
        .doesNotContain("Content-Encoding")
        .endsWith(TEXT);
  }

  @TreadleTest
  void shortTextPicturesAndSecretsAreNotCompressed(Simulation simulation) throws Exception {
    var picture = Response.bytes(MediaType.of("image/png"), TEXT.getBytes(StandardCharsets.UTF_8));
    for (var response :
        new Response[] {
          Response.text("short"), picture, Response.text(TEXT).withoutCompression()
        }) {
      assertThat(asked(simulation, response, "gzip")).doesNotContain("Content-Encoding", "Vary");
    }
  }

  @TreadleTest
  void whatIsFlushedCanBeUnpackedAtOnce(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write("first");
                  writer.flush();
                  Treadle.sleep(Duration.ofSeconds(10));
                }),
        site -> {
          try (var client = site.connect()) {
            client.sendExactly("GET / HTTP/1.0\r\nAccept-Encoding: gzip\r\n\r\n");
            Treadle.sleep(Duration.ofSeconds(1));
            var heard = new byte[4096];
            int count = client.stream().read(ByteBuffer.wrap(heard));
            var answer = new String(heard, 0, count, StandardCharsets.ISO_8859_1);

            var unpacked = new GZIPInputStream(new ByteArrayInputStream(content(answer)));
            assertThat(unpacked.readNBytes(5)).asString().isEqualTo("first");
          }
        });
  }

  @TreadleTest
  void trailersComeBehindCompressedContentToo(Simulation simulation) throws Exception {
    Site.run(
        simulation,
        _ ->
            Response.stream(
                MediaType.TEXT,
                writer -> {
                  writer.write(TEXT);
                  writer.trailers(Headers.of("Digest", "x"));
                }),
        site -> {
          try (var client = site.connect()) {
            client.send("GET / HTTP/1.1\nHost: a\nAccept-Encoding: gzip\nConnection: close\n\n");
            assertThat(client.rest())
                .contains("\nContent-Encoding: gzip\n")
                .endsWith("\n0\nDigest: x\n\n");
          }
        });
  }

  @TreadleTest
  void anAnswerToHeadSaysWhatGetWouldHaveSaid(Simulation simulation) throws Exception {
    var whole = asked(simulation, Response.text(TEXT), "gzip");
    Site.run(
        simulation,
        _ -> Response.text(TEXT),
        site -> {
          try (var client = site.connect()) {
            client.send("HEAD / HTTP/1.0\nAccept-Encoding: gzip\n\n");
            assertThat(whole).startsWith(client.restExactly()).contains("Content-Length: ");
          }
        });
  }

  @TreadleTest
  void whoHasThePackedOneAlreadyIsToldWhatTheAnswerDependsOn(Simulation simulation)
      throws Exception {
    Site.run(
        simulation,
        _ -> Response.text(TEXT).withTag(EntityTag.of("t")),
        site -> {
          try (var client = site.connect()) {
            client.send(
                "GET / HTTP/1.1\nHost: a\nAccept-Encoding: gzip\nIf-None-Match: W/\"t\"\n\n");
            client.expect("HTTP/1.1 304 Not Modified\nVary: Accept-Encoding\nETag: W/\"t\"\n\n");
            client.send("GET / HTTP/1.1\nHost: a\nIf-None-Match: \"t\"\n\n");
            client.expect("HTTP/1.1 304 Not Modified\nETag: \"t\"\nVary: Accept-Encoding\n\n");
          }
        });
  }

  @TreadleTest
  void filesAreSentAsTheyAre(Simulation simulation, @TempDir Path folder) throws Exception {
    var file = folder.resolve("long.txt");
    Files.writeString(file, TEXT);

    assertThat(asked(simulation, Response.file(file), "gzip"))
        .contains("\r\nContent-Length: 23000\r\n")
        .doesNotContain("Content-Encoding")
        .endsWith(TEXT);
  }
}
