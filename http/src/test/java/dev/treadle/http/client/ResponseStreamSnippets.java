package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;

/// Content that is read as it comes.
class ResponseStreamSnippets {

  // @start region=read
  long count(HttpClient client, String url) throws IOException {
    return client.stream(
        Request.get(url),
        response -> {
          var piece = ByteBuffer.allocate(8 * 1024);
          long count = 0;
          while (response.read(piece.clear()) >= 0) {
            count += piece.position();
          }
          return count;
        });
  }

  // @end

  @TreadleTest
  void itIsCounted() throws Exception {
    var mock = MockTransport.of(_ -> Answer.text(200, "x".repeat(20_000)));
    try (var client = HttpClient.open(s -> s.withTransport(mock))) {
      assertThat(count(client, "http://server/")).isEqualTo(20_000);
    }
  }
}
