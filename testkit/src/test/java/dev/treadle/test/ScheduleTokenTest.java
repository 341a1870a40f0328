package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduleTokenTest {

  private static final ScheduleToken TOKEN =
      new ScheduleToken(99, -7, Strategy.PCT, 3, new ChoiceLog(0, 1, 127, 128, 70_000, 0));

  @Test
  void whatIsWrittenCanBeRead() {
    assertThat(ScheduleToken.parse(TOKEN.toString())).isEqualTo(TOKEN);
  }

  @ParameterizedTest
  @EnumSource
  void everyStrategyCanBeWritten(Strategy strategy) {
    var token = new ScheduleToken(0, Long.MIN_VALUE, strategy, 0, new ChoiceLog());

    assertThat(ScheduleToken.parse(token.toString())).isEqualTo(token);
  }

  @Test
  void tokensSurviveShellsAndMessages() {
    assertThat(TOKEN.toString()).matches("tr1_[A-Za-z0-9_-]+");
    assertThat(ScheduleToken.parse("  " + TOKEN + "\n")).isEqualTo(TOKEN);
  }

  @Test
  void aLongScheduleThatRepeatsItselfIsWrittenInFull() {
    var choices = new ChoiceLog(IntStream.range(0, 100_000).map(i -> i % 3).toArray());

    assertThat(roundTrip(choices).choices()).isEqualTo(choices);
  }

  @Test
  void aScheduleTooLongToPasteLeavesTheSeed() {
    var random = new SeededRandom(1);
    var choices = new ChoiceLog(IntStream.range(0, 100_000).map(_ -> random.below(4)).toArray());

    var token = new ScheduleToken(1, 5, Strategy.RANDOM, 3, choices).toString();

    assertThat(token).hasSizeLessThan(60);
    assertThat(ScheduleToken.parse(token))
        .isEqualTo(new ScheduleToken(1, 5, Strategy.RANDOM, 3, null));
  }

  @Test
  void aTokenIsForItsTestOrForAnyIfItNamesNone() {
    assertThat(TOKEN.isFor(99)).isTrue();
    assertThat(TOKEN.isFor(98)).isFalse();
    assertThat(TOKEN.isFor(0)).isTrue();
    assertThat(new ScheduleToken(0, 0, Strategy.FIFO, 0, null).isFor(98)).isTrue();
  }

  @Test
  void otherTextIsNoToken() {
    fails(() -> ScheduleToken.parse("42"), "42", "a token begins with 'tr1_'");
    fails(() -> ScheduleToken.parse(""), "", "a token begins with 'tr1_'");
  }

  @Test
  void charactersThatNoTokenHasAreRefused() {
    fails(() -> ScheduleToken.parse("tr1_ab*c"), "tr1_ab*c", "it has characters that no token has");
  }

  @Test
  void aCutTokenIsRefused() {
    fails(() -> ScheduleToken.parse("tr1_AAAA"), "tr1_AAAA", "it is too short");

    var cut = TOKEN.toString().substring(0, 30);
    fails(() -> ScheduleToken.parse(cut), cut, "its check sum does not fit");
  }

  @Test
  void aMistypedTokenIsRefused() {
    var token = TOKEN.toString();
    var mistyped = token.replace(token.charAt(10), token.charAt(10) == 'x' ? 'y' : 'x');

    fails(() -> ScheduleToken.parse(mistyped), mistyped, "its check sum does not fit");
  }

  @Test
  void aTokenOfAnotherVersionIsRefused() throws IOException {
    var token = withChecksum(new byte[] {1, 2, 3, 4, 5, 6});

    fails(() -> ScheduleToken.parse(token), token, "another version of the test kit wrote it");
  }

  @Test
  void aLongTextIsNotRepeatedInFull() {
    fails(
        () -> ScheduleToken.parse("x".repeat(500)),
        "x".repeat(60) + "...",
        "a token begins with 'tr1_'");
  }

  private static ScheduleToken roundTrip(ChoiceLog choices) {
    return ScheduleToken.parse(new ScheduleToken(1, 5, Strategy.RANDOM, 3, choices).toString());
  }

  private static void fails(ThrowingCallable parsing, String shown, String why) {
    assertThatThrownBy(parsing)
        .isInstanceOf(SimulationFailure.class)
        .hasMessage(
            "cannot replay '%s': %s; copy the whole token from the failure's report, or run without it"
                .formatted(shown, why));
  }

  private static String withChecksum(byte[] body) throws IOException {
    var crc = new CRC32();
    crc.update(body);
    var bytes = new ByteArrayOutputStream();
    new DataOutputStream(bytes).write(body);
    new DataOutputStream(bytes).writeInt((int) crc.getValue());
    return "tr1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }
}
