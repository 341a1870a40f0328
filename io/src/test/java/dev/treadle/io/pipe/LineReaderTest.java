package dev.treadle.io.pipe;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final SlowInput in = new SlowInput();

  private static LineReader of(ByteSource source) {
    return new LineReader("text", source, StandardCharsets.UTF_8, CodingErrorAction.REPORT);
  }

  /// A source that gives its bytes in pieces of a size.
  private static ByteSource pieces(byte[] bytes, int size) {
    var in = new ByteArrayInputStream(bytes);
    return into -> {
      var piece = new byte[Math.min(size, into.remaining())];
      int read = in.read(piece);
      if (read > 0) {
        into.put(piece, 0, read);
      }
      return read;
    };
  }

  private static List<String> lines(String text, int size) throws IOException {
    var reader = of(pieces(text.getBytes(StandardCharsets.UTF_8), size));
    var lines = new ArrayList<String>();
    for (var line = reader.next(); line != null; line = reader.next()) {
      lines.add(line);
    }
    assertThat(reader.next()).isNull();
    return lines;
  }

  @Test
  void linesMayEndInAnyWay() throws IOException {
    assertThat(lines("a\rb\r\nc\n\r\nd\r", 3)).containsExactly("a", "b", "c", "", "d");
    assertThat(lines("", 3)).isEmpty();
    assertThat(lines("\n", 3)).containsExactly("");
    assertThat(lines("\r\n", 1)).containsExactly("");
    assertThat(lines("no end", 100)).containsExactly("no end");
  }

  @Test
  void itDoesNotMatterHowTheBytesCome() throws IOException {
    long seed = Long.getLong("fuzz.seed", 2026);
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.append(List.of("a", "é", "\r", "\n", "\r\n", "𝄞", "€").get(random.nextInt(7)));
      }
      assertThat(lines(text.toString(), 1 + random.nextInt(4)))
          .as("seed " + seed + ", round " + round)
          .isEqualTo(text.toString().lines().toList());
    }
  }

  @Test
  void aLineMayBeLongerThanAnyBuffer() throws IOException {
    assertThat(lines("x".repeat(100_000) + "\nend", 10_000))
        .containsExactly("x".repeat(100_000), "end");
  }

  @Test
  void aLineThatIsTooLongIsRefused() {
    ByteSource endless =
        into -> {
          int room = into.remaining();
          while (into.hasRemaining()) {
            into.put((byte) 'x');
          }
          return room;
        };

    assertThatThrownBy(() -> of(endless).next())
        .isInstanceOf(IOException.class)
        .hasMessage(
            "text: expected lines of at most 16777216 chars, found a longer one; read bytes"
                + " instead");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    assertThatThrownBy(() -> of(pieces(new byte[] {'a', (byte) 0xff, '\n'}, 9)).next())
        .isInstanceOf(MalformedInputException.class);
    assertThatThrownBy(() -> of(pieces(new byte[] {'a', (byte) 0xc3}, 9)).next())
        .isInstanceOf(MalformedInputException.class);
  }

  @Test
  void linesBeforeThatComeFirst() throws IOException {
    var reader = of(pieces(new byte[] {'a', '\n', 'b', '\n', (byte) 0xff, '\n'}, 9));

    assertThat(reader.next()).isEqualTo("a");
    assertThat(reader.next()).isEqualTo("b");
    assertThatThrownBy(reader::next).isInstanceOf(MalformedInputException.class);
    assertThatThrownBy(reader::next).isInstanceOf(MalformedInputException.class);
  }

  @Test
  void orReplaced() throws IOException {
    var bytes = new byte[] {'a', (byte) 0xff, '\n', (byte) 0xc3};
    var reader =
        new LineReader("text", pieces(bytes, 1), StandardCharsets.UTF_8, CodingErrorAction.REPLACE);

    assertThat(reader.next()).isEqualTo("a\uFFFD");
    assertThat(reader.next()).isEqualTo("\uFFFD");
    assertThat(reader.next()).isNull();
  }

  @TreadleTest
  void aLineComesBeforeTheNextIsThere() throws IOException {
    var reader = of(new PipeReader("text", in));
    in.gives("first\rsec");

    assertThat(reader.next()).isEqualTo("first");
    in.gives("ond\n");
    assertThat(reader.next()).isEqualTo("second");
  }

  @TreadleTest(explore = 1_000)
  void whatHasComeOfALineIsNotLostWithItsReader() throws IOException {
    var reader = of(new PipeReader("text", in));
    in.gives("half a ");

    assertThat(moveOnAfter(SECOND, () -> Optional.ofNullable(reader.next()))).isEmpty();
    in.gives("line\n");

    assertThat(reader.next()).isEqualTo("half a line");
  }

  @TreadleTest(explore = 5_000)
  void everyLineComesOnceAndInOrderWhateverIsCancelled() throws IOException {
    var reader = of(new PipeReader("text", in));
    TaskGroup.run(group -> {
      group.start(() -> {
        for (int i = 0; i < 8; i++) {
          sleep(Duration.ofMillis(1));
          in.gives(i + "\n" + i);
        }
        in.ends();
      });
      while (log.size() < 9) {
        var _ = moveOnAfter(Duration.ofMillis(1), () -> log.add(reader.next()));
      }
    });

    assertThat(log).containsExactly("0", "01", "12", "23", "34", "45", "56", "67", "7");
    assertThat(reader.next()).isNull();
  }

  @TreadleTest
  void oneTaskAtATimeReads() {
    var reader = of(new PipeReader("text", in));
    TaskGroup.run(group -> {
      group.start(() -> Optional.ofNullable(reader.next()));
      sleep(SECOND);
      assertThatThrownBy(reader::next)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("lines of text: expected one task at a time, found '");
      in.ends();
    });
  }

  @Test
  void aSourceWithLittleRoomIsFilledUp() throws IOException {
    var reader = of(into -> into.remaining() > 0 ? put(into) : 0);

    assertThat(reader.next()).isEqualTo("ab");
  }

  private static int put(ByteBuffer into) {
    into.put((byte) 'a').put((byte) 'b').put((byte) '\n');
    return 3;
  }
}
