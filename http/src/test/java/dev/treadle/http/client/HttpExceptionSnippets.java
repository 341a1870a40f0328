package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;

/// What can go wrong with a call.
class HttpExceptionSnippets {

  // @start region=family
  String pageOrReason(HttpClient client, String url) throws IOException {
    try {
      return client.get(url).raiseForStatus().text();
    } catch (HttpException.BadStatus no) {
      return "the server says " + no.status();
    } catch (HttpException.TimedOut slow) {
      return "not within " + slow.limit();
    } catch (HttpException other) {
      return "no answer: " + other.getMessage();
    }
  }

  // @end

  @TreadleTest
  void anotherReason() throws Exception {
    try (var client = HttpClient.open()) {
      assertThat(pageOrReason(client, "http://nobody/"))
          .startsWith("no answer: expected a connection to nobody");
    }
  }
}
