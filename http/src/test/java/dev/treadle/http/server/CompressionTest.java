package dev.treadle.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.EntityTag;
import dev.treadle.http.MediaType;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

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
}
