package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;

/// Reserved bits and opcodes (Autobahn's cases 3 and 4).
class ReservedTest {

  private static final WireFrame FIRST = WireFrame.text("first");

  @TreadleTest
  void everyReservedBitOfEveryKindOfFrame() throws IOException {
    for (int bits = 1; bits < 8; bits++) {
      for (int opcode : new int[] {1, 2, 8, 9, 10}) {
        var outcome =
            RawClient.create().send(FIRST, FIRST.withBits(8 | bits).withOpcode(opcode), FIRST);

        assertThat(outcome.texts()).containsExactly("first");
        assertThat(outcome.said())
            .containsExactly(
                "close! 1002 'expected no reserved bits, found %d with opcode %d'"
                    .formatted(bits, opcode));
      }
    }
  }

  @TreadleTest
  void everyReservedOpcode() throws IOException {
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      var outcome = RawClient.create().send(FIRST, FIRST.withOpcode(opcode), FIRST);

      assertThat(outcome.texts()).containsExactly("first");
      assertThat(outcome.said())
          .containsExactly("close! 1002 'expected a known opcode, found " + opcode + "'");
    }
  }
}
