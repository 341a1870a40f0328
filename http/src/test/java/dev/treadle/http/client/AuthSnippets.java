package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.TreadleTest;

/// Who asks.
class AuthSnippets {

  // @start region=auth
  final HttpClient reader = HttpClient.open(s -> s.withAuth(Auth.digest("ada", "secret")));
  final HttpClient service =
      HttpClient.open(
          s -> s.withAuth(Auth.bearer(() -> reader.get("https://login.example/token").text())));

  // @end

  @TreadleTest
  void aTokenIsSent() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(200));
    try (reader;
        service;
        var client = HttpClient.open(s -> s.withTransport(mock).withAuth(Auth.bearer("t")))) {
      client.get("http://server/");

      assertThat(mock.requests().getFirst().request().headers().first("authorization"))
          .isEqualTo("Bearer t");
    }
  }
}
