package dev.treadle.http.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.treadle.http.wire.FuzzTarget;
import dev.treadle.http.wire.Fuzzer;
import dev.treadle.io.ByteStream;
import dev.treadle.seam.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The same as `ParserFuzzTest`, for the frames of WebSockets: whatever comes is messages and an
/// end, at once, in little memory, and the same wherever it is cut.
class FrameFuzzTest {

  private static final int LIMIT = 500;

  private static final String HELLO = text(WireFrame.text("hello"));
  private static final String FRAGMENTS =
      text(
          WireFrame.text("one ").unfinished(),
          WireFrame.ping("p"),
          WireFrame.text("two").continuation());
  private static final String LONG = text(WireFrame.binary(new byte[300]));

  /// "Hello" as in RFC 7692 section 7.2.3.1.
  private static final String PACKED =
      text(
          WireFrame.binary(HexFormat.of().parseHex("f248cdc9c90700")).withBits(12),
          WireFrame.text("a"));

  private static final List<String> WORDS =
      List.of(
          HELLO,
          PACKED,
          text(WireFrame.ping("")),
          text(WireFrame.pong("x")),
          text(WireFrame.close(1000, "bye")),
          text(WireFrame.closeOf()),
          text(WireFrame.closeOf((byte) 3)),
          text(WireFrame.text("").unfinished()),
          text(WireFrame.text("").continuation()),
          text(WireFrame.text("x").bare()),
          "\u0082\u00fe\0~\0\0\0\0",
          "\u0082\u00ff\0\0\0\0\0\1\0\0\0\0\0\0",
          "\u0082\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
          "\u00c1\u0085\0\0\0\0\0\0\0\u00ff\u00ff",
          "\u00ed\u00a0\u0080",
          "\u00f0\u009f\u0098\u0080",
          "\0\0\0\0",
          "\u0081",
          "\u0080");

  private static String text(WireFrame... frames) {
    return new String(WireFrame.bytes(frames), StandardCharsets.ISO_8859_1);
  }

  @TestFactory
  Stream<DynamicTest> noFramesAreTooMuch() {
    var keeps = new DeflateTerms(CompressionSettings.withContext(), true, true);
    return Stream.of(
            new FuzzTarget(
                "WebSocket frames",
                List.of(HELLO + LONG, FRAGMENTS + text(WireFrame.close(1000, "bye"))),
                WORDS,
                (input, piece) -> heard(input, piece, null)),
            new FuzzTarget(
                "compressed WebSocket frames",
                List.of(PACKED + HELLO, PACKED + FRAGMENTS + PACKED),
                WORDS,
                (input, piece) -> heard(input, piece, keeps)))
        .map(target -> dynamicTest(target.name(), () -> Fuzzer.attack(target)));
  }

  /// What a server hears: messages, control frames, and the end.
  private static String heard(byte[] input, int piece, @Nullable DeflateTerms deflate) {
    var heard = new Heard();
    var head = new FrameHead(true, deflate != null, 2 * LIMIT);
    var assembly = new Assembly(deflate == null ? null : deflate.inflation(false));
    var watched = new Inbound.Watched(new Silence(World.current()), heard);
    try (var inbound =
        new Inbound(new Pieces(input, piece), head, assembly, heard.closing, watched)) {
      while (true) {
        heard.message(inbound.message(LIMIT));
      }
    } catch (WebSocketClosedException end) {
      return heard.said.append(verdict(end)).toString();
    } catch (IOException undocumented) {
      throw new UncheckedIOException(undocumented);
    }
  }

  /// If data is wrong in two ways, it depends on how much is here which of them is seen first.
  private static String verdict(WebSocketClosedException end) {
    return end.code() == CloseCode.INVALID_DATA ? "wrong data" : String.valueOf(end.getMessage());
  }

  private static final class Heard implements Controls {

    private final StringBuilder said = new StringBuilder();
    private final Closing closing = new Closing(() -> {});

    private void message(Message message) {
      var bytes =
          switch (message) {
            case Message.Text(var text) -> text.getBytes(StandardCharsets.UTF_8);
            case Message.Binary(var binary) -> binary;
          };
      assertThat(bytes.length).isLessThanOrEqualTo(LIMIT);
      note(message.getClass().getSimpleName(), bytes);
    }

    private void note(String what, byte[] bytes) {
      said.append(what).append(' ').append(HexFormat.of().formatHex(bytes)).append('\n');
    }

    @Override
    public void ping(byte[] payload) {
      note("ping", payload);
    }

    @Override
    public void pong(byte[] payload) {
      note("pong", payload);
    }

    @Override
    public void close(int code, String reason) {
      closing.receivedClose(code, reason);
    }
  }

  /// A connection on which bytes come in pieces, and then its end.
  private static final class Pieces implements ByteStream {

    private final ByteBuffer bytes;
    private final int piece;

    Pieces(byte[] bytes, int piece) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.piece = piece;
    }

    @Override
    public int read(ByteBuffer into) {
      int count = Math.min(piece, Math.min(bytes.remaining(), into.remaining()));
      if (count == 0) {
        return -1;
      }
      into.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public int tryRead(ByteBuffer into) {
      return read(into);
    }

    @Override
    public void write(ByteBuffer from) {
      from.position(from.limit());
    }

    @Override
    public void shutdownOutput() {
      // Nothing was to be sent.
    }

    @Override
    public void abort() {
      // Nobody is told.
    }

    @Override
    public SocketAddress localAddress() {
      return InetSocketAddress.createUnresolved("here", 1);
    }

    @Override
    public SocketAddress remoteAddress() {
      return InetSocketAddress.createUnresolved("there", 1);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
