package dev.treadle.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.client.MockTransport.Answer;
import dev.treadle.test.TreadleTest;

/// Something between a call and the network.
class InterceptorSnippets {

  // @start region=trace
  Interceptor trace =
      (request, next) -> {
        var reply = next.send(request.withHeader("X-Trace", "4711"));
        System.getLogger("calls").log(System.Logger.Level.DEBUG, reply.status() + " of " + request);
        return reply;
      };

  // @end

  @TreadleTest
  void itIsSent() throws Exception {
    var mock = MockTransport.of(_ -> Answer.of(204));
    try (var client = HttpClient.open(s -> s.withTransport(mock).withInterceptor(trace))) {
      client.get("http://server/");

      assertThat(mock.requests().getFirst().request().headers().first("x-trace")).isEqualTo("4711");
    }
  }
}
