package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;

/// Pings and pongs (Autobahn's cases 2).
class PingTest {

  private static final WireFrame BYE = WireFrame.close(1000, "");

  @TreadleTest
  void aPingIsAnsweredWithItsPayload() throws IOException {
    for (var payload : new String[] {"", "Hello", "x".repeat(125)}) {
      var outcome = RawClient.create().inPiecesOf(7).send(WireFrame.ping(payload), BYE);

      assertThat(outcome.answers().getFirst().opcode()).isEqualTo(Opcode.PONG);
      assertThat(outcome.answers().getFirst().content()).isEqualTo(payload);
    }
  }

  @TreadleTest
  void aPingThatIsTooLong() throws IOException {
    var outcome = RawClient.create().send(WireFrame.ping("x".repeat(126)));

    assertThat(outcome.said())
        .containsExactly(
            "close! 1002 'expected at most 125 bytes in a control frame, found a longer length'");
  }

  @TreadleTest
  void pongsNobodyAskedForAreIgnored() throws IOException {
    var outcome =
        RawClient.create().send(WireFrame.pong(""), WireFrame.pong("x"), WireFrame.text("a"), BYE);

    assertThat(outcome.texts()).containsExactly("a");
    assertThat(outcome.said()).containsExactly("close! 1000 ''");
  }

  @TreadleTest
  void ofPingsThatComeTogetherTheLastIsAnswered() throws IOException {
    var outcome =
        RawClient.create()
            .send(
                WireFrame.ping("1"), WireFrame.ping("2"), WireFrame.text("a"), WireFrame.ping("3"));

    assertThat(outcome.texts()).containsExactly("a");
    assertThat(outcome.said()).isSubsetOf("pong! '2'", "pong! '3'");
  }

  @TreadleTest
  void aPingInsideAMessageIsAnsweredBeforeItsEnd() throws IOException {
    var outcome =
        RawClient.create()
            .inPiecesOf(5)
            .echoed()
            .send(
                WireFrame.text("a").unfinished(),
                WireFrame.ping("between"),
                WireFrame.text("b").continuation(),
                BYE);

    assertThat(outcome.said()).containsExactly("pong! 'between'", "text! 'ab'", "close! 1000 ''");
  }
}
