package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;

/// The closing handshake as a peer sees it (Autobahn's cases 7).
class CloseTest {

  @TreadleTest
  void nothingIsReadBehindAClose() throws IOException {
    var outcome =
        RawClient.create()
            .send(
                WireFrame.text("before"),
                WireFrame.close(1000, "bye"),
                WireFrame.ping("late"),
                WireFrame.text("behind"),
                WireFrame.close(1001, "again"));

    assertThat(outcome.texts()).containsExactly("before");
    assertThat(outcome.said()).containsExactly("close! 1000 'bye'");
    assertThat(outcome.endMessage()).isEqualTo("the peer closed the WebSocket: 1000, bye");
  }

  @TreadleTest
  void codesThatMayBeSentAreSentBack() throws IOException {
    for (int code :
        new int[] {
          1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
          4999
        }) {
      var outcome = RawClient.create().send(WireFrame.close(code, "why"));

      assertThat(outcome.said()).containsExactly("close! " + code + " 'why'");
      assertThat(outcome.code()).isEqualTo(code);
      assertThat(outcome.cause().by()).isEqualTo(WebSocketClosedException.By.PEER);
    }
  }

  @TreadleTest
  void codesThatMayNotBeSent() throws IOException {
    for (int code :
        new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
      var outcome = RawClient.create().send(WireFrame.close(code, "why"));

      assertThat(outcome.said())
          .containsExactly(
              "close! 1002 'expected a close code that may be sent, found " + code + "'");
    }
  }

  @TreadleTest
  void aCloseWithoutACode() throws IOException {
    var outcome = RawClient.create().send(WireFrame.closeOf());

    assertThat(outcome.said()).containsExactly("close! ''");
    assertThat(outcome.code()).isEqualTo(1005);
    assertThat(outcome.cause().isOrderly()).isTrue();
  }

  @TreadleTest
  void aCloseWithHalfACode() throws IOException {
    assertThat(RawClient.create().send(WireFrame.closeOf((byte) 3)).said())
        .containsExactly("close! 1002 'expected a close code of two bytes, found one byte'");
  }

  @TreadleTest
  void theLongestReason() throws IOException {
    var reason = "ü".repeat(61) + "!";

    assertThat(RawClient.create().send(WireFrame.close(4000, reason)).cause().reason())
        .isEqualTo(reason);
  }

  @TreadleTest
  void aReasonThatIsTooLong() throws IOException {
    assertThat(RawClient.create().send(WireFrame.close(1000, "x".repeat(124))).code())
        .isEqualTo(1002);
  }

  @TreadleTest
  void aReasonThatIsNoUtf8() throws IOException {
    var outcome =
        RawClient.create()
            .send(WireFrame.closeOf((byte) 0x03, (byte) 0xE8, (byte) 0xCE, (byte) 0xFF));

    assertThat(outcome.said())
        .containsExactly("close! 1007 'expected a close reason in UTF-8, found other bytes'");
  }
}
