package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.TreadleTest;

/// Tests without a network.
class MockTransportSnippets {

  // @start region=mock
  @TreadleTest
  void aMissingUserIsNobody() throws Exception {
    var mock =
        MockTransport.of(received ->
            switch (received.target()) {
              case "/users/1" -> Answer.text(200, "Ada");
              default -> Answer.of(404);
            });
    try (var client = HttpClient.open(s -> s.withTransport(mock))) {
      assertThat(client.get("http://api/users/1").text()).isEqualTo("Ada");
      assertThat(client.get("http://api/users/2").isSuccess()).isFalse();
      assertThat(mock.requests()).hasSize(2);
    }
  }
  // @end
}
