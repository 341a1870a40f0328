package dev.treadle.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.treadle.http.Headers;
import dev.treadle.http.Status;
import dev.treadle.http.sse.Reconnection.Verdict;
import dev.treadle.io.LimitExceededException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReconnectionTest {

  private static final Headers EVENTS = Headers.of("Content-Type", "text/event-stream");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Reconnection reconnection = Reconnection.create(SECOND, Duration.ofSeconds(10));

  private void receive(String text) throws LimitExceededException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    var parser = reconnection.connected();
    while (bytes.hasRemaining()) {
      parser.next(bytes);
    }
  }

  private void waitsUpTo(Duration most) {
    assertThat(reconnection.disconnected()).isBetween(most.dividedBy(2), most);
  }

  @Test
  void theFirstRequestKnowsNothing() {
    assertThat(reconnection.headers().first("Accept")).isEqualTo("text/event-stream");
    assertThat(reconnection.headers().first("Cache-Control")).isEqualTo("no-store");
    assertThat(reconnection.headers().contains("Last-Event-ID")).isFalse();
  }

  @Test
  void theNextSaysWhatWasSeen() throws LimitExceededException {
    receive("id: 7\ndata: x\n\nid: 8\n");
    reconnection.disconnected();

    assertThat(reconnection.headers().first("Last-Event-ID")).isEqualTo("7");
    assertThat(reconnection.lastEventId()).isEqualTo("7");

    receive("data: y\n\n");
    reconnection.disconnected();

    assertThat(reconnection.lastEventId()).isEqualTo("7");
  }

  @Test
  void anIdIsSentAsTheBytesItIs() throws LimitExceededException {
    receive("id: \u00e9\ndata: x\n\n");

    assertThat(reconnection.headers().first("Last-Event-ID")).isEqualTo("\u00c3\u00a9");
  }

  @Test
  void anIdThatNoHeaderMayHaveIsNotSent() throws LimitExceededException {
    receive("id: \u0001\ndata: x\n\n");

    assertThat(reconnection.headers().contains("Last-Event-ID")).isFalse();
  }

  @Test
  void waitsGetLongerAndStayUnderTheLimit() {
    for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
      waitsUpTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void anEventBringsTheFirstWaitBack() throws LimitExceededException {
    waitsUpTo(SECOND);
    waitsUpTo(SECOND.multipliedBy(2));
    receive("data: x\n\n");
    waitsUpTo(SECOND);
  }

  @Test
  void aConnectionWithoutEventsDoesNot() throws LimitExceededException {
    waitsUpTo(SECOND);
    receive(": hello\n\n");
    waitsUpTo(SECOND.multipliedBy(2));
  }

  @Test
  void theServerSaysHowLong() throws LimitExceededException {
    receive("retry: 4000\n\n");

    waitsUpTo(Duration.ofSeconds(4));
    waitsUpTo(Duration.ofSeconds(8));
  }

  @Test
  void theServerMayWantMoreThanTheLimitOrNothing() throws LimitExceededException {
    receive("retry: 60000\n\n");
    waitsUpTo(Duration.ofMinutes(1));

    receive("retry: 0\n\n");
    assertThat(reconnection.disconnected()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "200, RECEIVE",
    "204, END",
    "301, FAIL",
    "400, FAIL",
    "401, FAIL",
    "404, FAIL",
    "408, RETRY",
    "429, RETRY",
    "500, RETRY",
    "503, RETRY"
  })
  void whatAnswersMean(int status, Verdict verdict) {
    assertThat(reconnection.judge(Status.of(status), EVENTS)).isEqualTo(verdict);
  }

  @Test
  void anAnswerMustBeAStreamOfEvents() {
    assertThat(reconnection.judge(Status.OK, Headers.of("Content-Type", "text/html")))
        .isEqualTo(Verdict.FAIL);
    assertThat(reconnection.judge(Status.OK, Headers.empty())).isEqualTo(Verdict.FAIL);
    assertThat(
            reconnection.judge(
                Status.OK, Headers.of("Content-Type", "Text/Event-Stream; charset=utf-8")))
        .isEqualTo(Verdict.RECEIVE);
  }

  @Test
  void waitsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reconnection.create(SECOND, Duration.ofMillis(1)))
        .withMessage("most: expected at least first, PT1S, found PT0.001S");
    assertThat(Reconnection.create().disconnected()).isLessThanOrEqualTo(Duration.ofSeconds(3));
  }
}
