package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameHeadTest {

  private final FrameHead server = new FrameHead(true, false, Long.MAX_VALUE);
  private final FrameHead client = new FrameHead(false, true, Long.MAX_VALUE);

  private static int read(FrameHead head, String hex) throws ProtocolFault {
    var bytes = HexFormat.of().parseHex(hex);
    return head.read(bytes, 0, bytes.length);
  }

  // --- What is right

  @ParameterizedTest
  @CsvSource({
    "8200, 2, 0",
    "827d, 2, 125",
    "827e007e, 4, 126",
    "827effff, 4, 65535",
    "827f0000000000010000, 10, 65536",
    "827f7fffffffffffffff, 10, 9223372036854775807"
  })
  void everyFormOfLength(String hex, int size, long length) throws ProtocolFault {
    assertThat(read(client, hex)).isEqualTo(size);
    assertThat(client.length()).isEqualTo(length);
  }

  @Test
  void everyPartOfAHead() throws ProtocolFault {
    assertThat(read(server, "0183" + "37fa213d")).isEqualTo(6);

    assertThat(server.opcode()).isEqualTo(Opcode.TEXT);
    assertThat(server.isLast()).isFalse();
    assertThat(server.key()).isEqualTo(0x37FA213D);
    assertThat(server.length()).isEqualTo(3);
    assertThat(server.isCompressed()).isFalse();
  }

  @Test
  void aHeadThatIsNotHereCompletelyIsRead() throws ProtocolFault {
    var whole = HexFormat.of().parseHex("82ff" + "0000000000010000" + "37fa213d");

    for (int i = 0; i < whole.length; i++) {
      assertThat(server.read(Arrays.copyOf(whole, i), 0, i)).isZero();
    }

    assertThat(server.read(whole, 0, whole.length)).isEqualTo(FrameHead.MOST_BYTES);
  }

  @Test
  void whatIsWrittenIsRead() throws ProtocolFault {
    for (long length : new long[] {0, 1, 125, 126, 127, 65_535, 65_536, 1L << 40}) {
      var bytes = new byte[FrameHead.MOST_BYTES];
      int end = FrameHead.write(bytes, 0, 0x80 | Opcode.BINARY, length, true);
      end = FrameHead.writeKey(bytes, end, 0xCAFEBABE);

      assertThat(server.read(bytes, 0, end)).isEqualTo(end);
      assertThat(server.length()).isEqualTo(length);
      assertThat(server.key()).isEqualTo(0xCAFEBABE);
    }
  }

  @Test
  void aControlFrameBetweenFragmentsChangesNothing() throws ProtocolFault {
    read(client, "0100");
    read(client, "8900");

    assertThat(read(client, "8000")).isEqualTo(2);
    assertThat(read(client, "8100")).isEqualTo(2);
  }

  @Test
  void theBitOfCompressionWhereItWasAgreedUpon() throws ProtocolFault {
    assertThat(read(client, "c100")).isEqualTo(2);
    assertThat(client.isCompressed()).isTrue();
  }

  // --- What is wrong

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "83 | expected a known opcode, found 3",
        "87 | expected a known opcode, found 7",
        "8b | expected a known opcode, found 11",
        "8f | expected a known opcode, found 15",
        "c1 | expected no reserved bits, found 4 with opcode 1",
        "a1 | expected no reserved bits, found 2 with opcode 1",
        "92 | expected no reserved bits, found 1 with opcode 2",
        "f9 | expected no reserved bits, found 7 with opcode 9",
        "09 | expected a control frame in one piece, found a fragment",
        "08 | expected a control frame in one piece, found a fragment",
        "80 | expected the beginning of a message, found a continuation",
        "00 | expected the beginning of a message, found a continuation",
        "8100 | expected a client's frame to be masked, found one that is not",
        "89fe | expected at most 125 bytes in a control frame, found a longer length",
        "88ff | expected at most 125 bytes in a control frame, found a longer length",
        "81fe007d00000000 | expected the shortest form of a length, found 125 in a longer one",
        "81ff000000000000ffff00000000 | expected the shortest form of a length, found 65535 in a"
            + " longer one",
        "81ff800000000000000000000000 | expected a length of 63 bits, found the highest bit set"
      })
  void whatIsWrongIsSaid(String hex, String message) {
    assertThatThrownBy(() -> read(server, hex))
        .isInstanceOfSatisfying(
            ProtocolFault.class, fault -> assertThat(fault.code()).isEqualTo(1002))
        .hasMessage(message);
  }

  @Test
  void aServerThatMasks() {
    assertThatThrownBy(() -> read(client, "8180"))
        .hasMessage("expected a server's frame not to be masked, found one that is");
  }

  @Test
  void anotherMessageInsideAMessage() throws ProtocolFault {
    read(client, "0100");

    assertThatThrownBy(() -> read(client, "81"))
        .hasMessage("expected the rest of a message, found the beginning of another");
  }

  @ParameterizedTest
  @ValueSource(strings = {"c0", "c9"})
  void theBitOfCompressionWhereItMustNotBe(String hex) throws ProtocolFault {
    read(client, "0100");

    assertThatThrownBy(() -> read(client, hex)).hasMessageStartingWith("expected no reserved bits");
  }

  @Test
  void aFrameThatIsTooLong() {
    var head = new FrameHead(false, false, 1000);

    assertThatThrownBy(() -> read(head, "827e03e9"))
        .isInstanceOfSatisfying(
            ProtocolFault.class, fault -> assertThat(fault.code()).isEqualTo(1009))
        .hasMessage("expected frames of at most 1000 bytes, found one of 1001");
  }
}
