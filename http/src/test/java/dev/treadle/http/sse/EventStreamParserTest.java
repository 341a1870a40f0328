package dev.treadle.http.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.io.LimitExceededException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamParserTest {

  private final EventStreamParser parser = EventStreamParser.create();

  private List<ServerSentEvent> parse(String text) throws LimitExceededException {
    return parse(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  private List<ServerSentEvent> parse(byte[] bytes, int piece) throws LimitExceededException {
    var events = new ArrayList<ServerSentEvent>();
    for (int at = 0; at < bytes.length; at += Math.min(piece, bytes.length - at)) {
      var buffer = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
      for (var event = parser.next(buffer); event != null; event = parser.next(buffer)) {
        events.add(event);
      }
    }
    return events;
  }

  private List<String> data(String text) throws LimitExceededException {
    return parse(text).stream().map(ServerSentEvent::data).toList();
  }

  // --- The examples of the standard, 9.2.6

  @Test
  void linesOfDataAreOneEvent() throws LimitExceededException {
    assertThat(parse("data: YHOO\ndata: +2\ndata: 10\n\n"))
        .containsExactly(ServerSentEvent.of("YHOO\n+2\n10"));
  }

  @Test
  void commentsIdsAndSpaces() throws LimitExceededException {
    var events =
        parse(
            ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third"
                + " event\n\n");

    assertThat(events)
        .containsExactly(
            ServerSentEvent.of("first event").withId("1"),
            ServerSentEvent.of("second event"),
            ServerSentEvent.of(" third event"));
  }

  @Test
  void emptyDataIsAnEventAndAnUnfinishedOneIsNot() throws LimitExceededException {
    assertThat(data("data\n\ndata\ndata\n\ndata:")).containsExactly("", "\n");
  }

  @Test
  void oneSpaceBehindTheColonDoesNotCount() throws LimitExceededException {
    assertThat(data("data:test\n\ndata: test\n\n")).containsExactly("test", "test");
  }

  // --- Lines

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", "\r\n"})
  void everyKindOfLineEnd(String end) throws LimitExceededException {
    var text = "data: a@data: b@@event: c@data: d@@".replace("@", end);

    assertThat(parse(text))
        .containsExactly(ServerSentEvent.of("a\nb"), ServerSentEvent.of("d").withEvent("c"));
  }

  @Test
  void anEventIsThereAtItsEmptyLineWhateverFollows() throws LimitExceededException {
    assertThat(data("data: a\r\n\r")).containsExactly("a");
    assertThat(data("\ndata: b\r\n\r\n")).containsExactly("b");
  }

  @Test
  void aByteOrderMarkAtTheStartDoesNotCount() throws LimitExceededException {
    assertThat(data("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("a");
  }

  @Test
  void whatIsNoUtf8IsReplaced() throws LimitExceededException {
    var bytes = "data: a?b\n\n".getBytes(StandardCharsets.UTF_8);
    bytes[7] = (byte) 0xFF;

    assertThat(parse(bytes, 99)).containsExactly(ServerSentEvent.of("a\uFFFDb"));
  }

  // --- Fields

  @Test
  void unknownFieldsAreIgnored() throws LimitExceededException {
    assertThat(data("foo: 1\nDATA: 2\n data: 3\ndata : 4\n:data: 5\ndata: 6\n\n"))
        .containsExactly("6");
  }

  @Test
  void anEventWithoutDataIsNoneButItsIdCounts() throws LimitExceededException {
    assertThat(parse("event: x\nid: 5\n\n")).isEmpty();
    assertThat(parser.lastEventId()).isEqualTo("5");

    assertThat(parse("data: y\n\n")).containsExactly(ServerSentEvent.of("y").withId("5"));
    assertThat(parser.events()).isEqualTo(1);
  }

  @Test
  void anIdCountsWhenItsEventIsComplete() throws LimitExceededException {
    parse("id: 1\ndata: a\n\nid: 2\ndata: b\n");

    assertThat(parser.lastEventId()).isEqualTo("1");
  }

  @Test
  void anIdWithNulIsIgnored() throws LimitExceededException {
    assertThat(parse("id: 1\ndata: a\n\nid: 2\0\ndata: b\n\n"))
        .extracting(ServerSentEvent::id)
        .containsExactly("1", "1");
  }

  @ParameterizedTest
  @CsvSource({"2500, 2500", "0, 0", "007, 7", "99999999999999999999999, 9223372036854775807"})
  void aRetryOfDigits(String value, long millis) throws LimitExceededException {
    var events = parse("retry: " + value + "\ndata: x\n\n");

    assertThat(parser.retry()).contains(Duration.ofMillis(millis));
    assertThat(events.getFirst().retry()).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "+1", "1.5", "1 ", "１", "soon"})
  void aRetryOfAnythingElseIsIgnored(String value) throws LimitExceededException {
    parse("retry: " + value + "\ndata: x\n\n");

    assertThat(parser.retry()).isEmpty();
  }

  // --- Limits and cuts

  @Test
  void aLineThatNeverEnds() {
    var small = EventStreamParser.create(100);

    assertThatThrownBy(() -> small.next(ByteBuffer.wrap(new byte[101])))
        .isInstanceOf(LimitExceededException.class)
        .hasMessage("an event is longer than the limit of 100 bytes");
  }

  @Test
  void anEventThatNeverEnds() {
    var small = EventStreamParser.create(100);
    var lines = ByteBuffer.wrap("data: 0123456789\n".repeat(20).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> small.next(lines)).isInstanceOf(LimitExceededException.class);
  }

  @Test
  void aLimitThatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventStreamParser.create(0))
        .withMessage("limit: expected at least 1, found 0");
  }

  @Test
  void whatIsSentIsReadWhateverTheCuts() throws LimitExceededException {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      var sent = new ArrayList<ServerSentEvent>();
      var bytes = new ByteArrayOutputStream();
      for (int i = random.nextInt(5); i >= 0; i--) {
        var event = anything(random);
        sent.add(event);
        bytes.writeBytes(event.toBytes());
        bytes.writeBytes(ServerSentEvent.comment("x"));
      }

      assertThat(parse(bytes.toByteArray(), 1 + random.nextInt(9)))
          .as("seed %d", seed)
          .isEqualTo(sent);
    }
  }

  private static ServerSentEvent anything(Random random) {
    var alphabet = "ab: \u00e9\uD83D\uDE00\n";
    var data = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int at = random.nextInt(7);
      data.append(at == 5 || at == 6 ? "\uD83D\uDE00\n" : alphabet.charAt(at) + "");
    }
    return ServerSentEvent.of(data.toString()).withEvent("e" + random.nextInt(3)).withId("i");
  }

  @Test
  void anyBytesAreEventsOrNothing() throws LimitExceededException {
    var random = new Random(4711);
    for (int round = 0; round < 2_000; round++) {
      var bytes = new byte[random.nextInt(60)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) "data:idretry\r\n \0\u00ff1".charAt(random.nextInt(18));
      }

      assertThat(parse(bytes, 7)).allMatch(event -> !event.data().contains("\r"));
    }
  }
}
