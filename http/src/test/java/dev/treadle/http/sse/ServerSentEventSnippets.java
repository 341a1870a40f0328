package dev.treadle.http.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.io.ByteStream;
import dev.treadle.io.LimitExceededException;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples of the package, run as tests.
class ServerSentEventSnippets {

  // @start region="encode"
  static byte[] price(long number, String price) {
    return ServerSentEvent.of(price).withEvent("price").withId("" + number).toBytes();
  }

  // @end region="encode"

  // @start region="parse"
  static void read(ByteStream stream, List<ServerSentEvent> into) throws IOException {
    var parser = EventStreamParser.create();
    var buffer = ByteBuffer.allocate(4096);
    while (stream.read(buffer) >= 0) {
      buffer.flip();
      for (var event = parser.next(buffer); event != null; event = parser.next(buffer)) {
        into.add(event);
      }
      buffer.clear();
    }
  }

  // @end region="parse"

  @TreadleTest
  void whatIsSentIsRead() throws IOException {
    var events = new ArrayList<ServerSentEvent>();
    try (var pair = dev.treadle.io.MemoryStream.pair()) {
      pair.server().write(ByteBuffer.wrap(price(7, "12.50")));
      pair.server().shutdownOutput();
      read(pair.client(), events);
    }

    assertThat(events).containsExactly(new ServerSentEvent("7", "price", "12.50", null));
  }

  @Test
  void aClientComesBack() throws LimitExceededException {
    var body = price(7, "12.50");
    // @start region="reconnect"
    var reconnection = Reconnection.create();
    assertThat(reconnection.headers().contains("Last-Event-ID")).isFalse();

    // The first answer is a stream, which breaks after an event.
    var answer = Headers.of("Content-Type", "text/event-stream");
    assertThat(reconnection.judge(Status.OK, answer)).isEqualTo(Reconnection.Verdict.RECEIVE);
    var event = reconnection.connected().next(ByteBuffer.wrap(body));
    assertThat(event).isNotNull();

    // So the client waits, and says what it has seen.
    assertThat(reconnection.disconnected()).isLessThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(reconnection.headers().first("Last-Event-ID")).isEqualTo("7");
    // @end region="reconnect"
    assertThat(new String(body, StandardCharsets.UTF_8))
        .isEqualTo("event: price\nid: 7\ndata: 12.50\n\n");
  }
}
