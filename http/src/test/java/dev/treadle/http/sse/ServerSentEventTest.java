package dev.treadle.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventTest {

  private static String sent(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void everythingAnEventMayHave() {
    var event = new ServerSentEvent("42", "price", "eur: 1\nusd: 2", Duration.ofMillis(2500));

    assertThat(sent(event.toBytes()))
        .isEqualTo("event: price\nid: 42\nretry: 2500\ndata: eur: 1\ndata: usd: 2\n\n");
  }

  @Test
  void dataAlone() {
    assertThat(sent(ServerSentEvent.of("h\u00e9llo").toBytes())).isEqualTo("data: h\u00e9llo\n\n");
    assertThat(sent(ServerSentEvent.of("").toBytes())).isEqualTo("data: \n\n");
  }

  @Test
  void noLineEndInDataBreaksTheFraming() {
    assertThat(sent(ServerSentEvent.of("a\rid: 1\r\ndata: 2\n\nb").toBytes()))
        .isEqualTo("data: a\ndata: id: 1\ndata: data: 2\ndata: \ndata: b\n\n");
  }

  @Test
  void anEmptyIdForgetsTheLast() {
    assertThat(sent(ServerSentEvent.of("x").withId("").toBytes())).isEqualTo("id: \ndata: x\n\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b"})
  void anIdThatBreaksItsLine(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSentEvent.of("x").withId(id))
        .withMessage("id: expected no line break and no NUL, found '" + id + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb"})
  void anEventThatBreaksItsLine(String event) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSentEvent.of("x").withEvent(event))
        .withMessage("event: expected no line break, found '" + event + "'");
  }

  @Test
  void aNegativeRetry() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerSentEvent.of("x").withRetry(Duration.ofMillis(-1)))
        .withMessage("retry: expected a duration of zero or more, found PT-0.001S");
  }

  @Test
  void commentsOfSeveralLines() {
    assertThat(sent(ServerSentEvent.comment("still\nhere"))).isEqualTo(": still\n: here\n\n");
    assertThat(sent(ServerSentEvent.comment(""))).isEqualTo(": \n\n");
  }
}
