package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.List;

/// Messages in several frames (Autobahn's cases 5).
class FragmentationTest {

  private static final WireFrame A = WireFrame.text("a");
  private static final WireFrame BYE = WireFrame.close(1000, "");

  private static List<String> texts(WireFrame... frames) throws IOException {
    return RawClient.create().send(frames).texts();
  }

  private static String refusal(WireFrame... frames) throws IOException {
    var outcome = RawClient.create().send(frames);
    assertThat(outcome.code()).isEqualTo(1002);
    return outcome.said().getLast();
  }

  @TreadleTest
  void fragmentsMakeAMessage() throws IOException {
    var more = A.continuation();

    assertThat(texts(A.unfinished(), more, BYE)).containsExactly("aa");
    assertThat(texts(A.unfinished(), more.unfinished(), more, BYE)).containsExactly("aaa");
  }

  @TreadleTest
  void emptyFragmentsMakeNone() throws IOException {
    var empty = WireFrame.text("");

    assertThat(texts(empty.unfinished(), empty.continuation(), BYE)).containsExactly("");
    assertThat(texts(empty.unfinished(), A.continuation().unfinished(), empty.continuation(), BYE))
        .containsExactly("a");
  }

  @TreadleTest
  void controlFramesMayComeBetweenThem() throws IOException {
    var more = A.continuation();

    assertThat(
            texts(
                A.unfinished(),
                WireFrame.ping("1"),
                more.unfinished(),
                WireFrame.pong("2"),
                more,
                BYE))
        .containsExactly("aaa");
  }

  @TreadleTest
  void fragmentsOfControlFrames() throws IOException {
    assertThat(refusal(WireFrame.ping("a").unfinished(), WireFrame.ping("b").continuation()))
        .isEqualTo("close! 1002 'expected a control frame in one piece, found a fragment'");
    assertThat(refusal(WireFrame.close(1000, "").unfinished()))
        .isEqualTo("close! 1002 'expected a control frame in one piece, found a fragment'");
  }

  @TreadleTest
  void aContinuationOfNothing() throws IOException {
    var expected = "close! 1002 'expected the beginning of a message, found a continuation'";

    assertThat(refusal(A.continuation(), A)).isEqualTo(expected);
    assertThat(refusal(A.continuation().unfinished(), A)).isEqualTo(expected);
    assertThat(refusal(A, A.continuation())).isEqualTo(expected);
  }

  @TreadleTest
  void aMessageInsideAMessage() throws IOException {
    assertThat(refusal(A.unfinished(), A))
        .isEqualTo("close! 1002 'expected the rest of a message, found the beginning of another'");
    assertThat(refusal(A.unfinished(), WireFrame.binary((byte) 1)))
        .isEqualTo("close! 1002 'expected the rest of a message, found the beginning of another'");
  }

  @TreadleTest
  void aCloseInsideAMessageEndsIt() throws IOException {
    var outcome = RawClient.create().send(A.unfinished(), WireFrame.close(1001, "gone"));

    assertThat(outcome.messages()).isEmpty();
    assertThat(outcome.endMessage()).isEqualTo("the peer closed the WebSocket: 1001, gone");
  }
}
