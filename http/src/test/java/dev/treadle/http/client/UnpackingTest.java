package dev.treadle.http.client;

import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Treadle;
import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Content that was packed for its way.
class UnpackingTest {

  private static final String URL = "http://server/";
  private static final String TEXT = "the same again and again. ".repeat(1000);

  private interface Packer {
    OutputStream around(OutputStream out) throws IOException;
  }

  private static byte[] packed(Packer packer, String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = packer.around(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(String text) throws IOException {
    return packed(GZIPOutputStream::new, text);
  }

  private static HttpClient answering(String coding, byte[] content) {
    var answer = new Answer(Status.OK, Headers.of("Content-Encoding", coding), content);
    return HttpClient.open(s -> s.withTransport(MockTransport.of(_ -> answer)));
  }

  @TreadleTest
  void gzipIsUnpacked() throws Exception {
    try (var client = answering("gzip", gzip(TEXT))) {
      var response = client.get(URL);

      assertThat(response.text()).isEqualTo(TEXT);
      assertThat(response.headers().contains("content-encoding")).isFalse();
    }
  }

  @TreadleTest
  void deflateIsUnpackedHoweverItIsMeant() throws Exception {
    var zlib = packed(DeflaterOutputStream::new, TEXT);
    var bare = packed(out -> new DeflaterOutputStream(out, new Deflater(9, true)), TEXT);
    try (var proper = answering("deflate", zlib);
        var sloppy = answering("deflate", bare)) {
      assertThat(proper.get(URL).text()).isEqualTo(TEXT);
      assertThat(sloppy.get(URL).text()).isEqualTo(TEXT);
    }
  }

  @TreadleTest
  void severalLayersComeOffFromTheLastOne() throws Exception {
    var twice = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(twice)) {
      out.write(packed(DeflaterOutputStream::new, TEXT));
    }
    try (var client = answering("deflate, identity, gzip", twice.toByteArray())) {
      assertThat(client.get(URL).text()).isEqualTo(TEXT);
    }
  }

  @TreadleTest
  void severalMembersAreOneContent() throws Exception {
    var both = new ByteArrayOutputStream();
    both.write(gzip("one "));
    both.write(gzip("and two"));
    try (var client = answering("gzip", both.toByteArray())) {
      assertThat(client.get(URL).text()).isEqualTo("one and two");
    }
  }

  @TreadleTest
  void nothingIsNothingHoweverPacked() throws Exception {
    try (var client = answering("gzip", new byte[0])) {
      assertThat(client.get(URL).bytes()).isEmpty();
      assertThat(client.head(URL).headers().first("content-encoding")).isEqualTo("gzip");
    }
  }

  @TreadleTest
  void whatNobodyCanUnpackIsLeftAsItIs() throws Exception {
    try (var client = answering("br", gzip("x"))) {
      var response = client.get(URL);

      assertThat(response.bytes()).isEqualTo(gzip("x"));
      assertThat(response.headers().first("content-encoding")).isEqualTo("br");
    }
  }

  @TreadleTest
  void whatIsNotPackedAsItSaysIsRefused() throws Exception {
    try (var client = answering("gzip", "plain text".getBytes(StandardCharsets.UTF_8))) {
      var failure = thrownBy(HttpException.Protocol.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessage(
              "expected content packed by gzip from GET http://server/: Not in GZIP format");
    }
  }

  @TreadleTest
  void whatIsCutIsRefused() throws Exception {
    var whole = gzip(TEXT);
    try (var client = answering("gzip", java.util.Arrays.copyOf(whole, whole.length - 10))) {
      thrownBy(HttpException.Protocol.class, () -> client.get(URL));
    }
  }

  @TreadleTest
  void aBombIsRefused() throws Exception {
    try (var client = answering("gzip", gzip("0".repeat(10_000_000)))) {
      var failure = thrownBy(HttpException.TooLarge.class, () -> client.get(URL));

      assertThat(failure)
          .hasMessageStartingWith("expected content from GET http://server/ that was");
    }
  }

  @TreadleTest
  void aConnectionCanBeUsedAgainAfterPackedContent(Simulation simulation) throws Exception {
    var packed = gzip(TEXT);
    try (var server =
            ScriptedServer.start(
                simulation,
                peer -> {
                  while (peer.readHead() != null) {
                    peer.send(
                        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + packed.length
                            + "\r\n\r\n");
                    peer.send(packed);
                  }
                });
        var client = HttpClient.open()) {
      assertThat(client.get(URL).text()).isEqualTo(TEXT);
      assertThat(client.get(URL).text()).isEqualTo(TEXT);
      assertThat(server.accepted()).isEqualTo(1);
    }
  }

  @TreadleTest
  void aConnectionThatBreaksBehindAWholeMemberIsNoticed(Simulation simulation) throws Exception {
    var packed = gzip(TEXT);
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send(
                      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                          + (packed.length + 1)
                          + "\r\n\r\n");
                  peer.send(packed);
                });
        var client = HttpClient.open()) {
      thrownBy(HttpException.ConnectionLost.class, () -> client.get(URL));
    }
  }

  @TreadleTest
  void whatIsHereIsUnpackedBeforeTheRestComes(Simulation simulation) throws Exception {
    try (var _ =
            ScriptedServer.start(
                simulation,
                peer -> {
                  peer.readHead();
                  peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
                  var packed = new ByteArrayOutputStream();
                  try (var out = new GZIPOutputStream(packed, 512, true)) {
                    for (var word : List.of("one", "two", "three")) {
                      out.write(word.getBytes(StandardCharsets.UTF_8));
                      out.flush();
                      peer.send(packed.toByteArray());
                      packed.reset();
                      Treadle.sleep(Duration.ofSeconds(1));
                    }
                  }
                  peer.send(packed.toByteArray());
                });
        var client = HttpClient.open()) {
      var heard =
          client.<String, IOException>stream(
              Request.get(URL),
              response -> {
                var all = new StringBuilder();
                var piece = ByteBuffer.allocate(100);
                while (response.read(piece) >= 0) {
                  long seconds = simulation.clock().elapsed().toSeconds();
                  all.append(seconds).append(StandardCharsets.UTF_8.decode(piece.flip()));
                  piece.clear();
                }
                return all.toString();
              });

      assertThat(heard).isEqualTo("0one1two2three");
    }
  }
}
