package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.io.ByteStreamContract.assertClosed;
import static dev.treadle.io.ByteStreamContract.bytes;
import static dev.treadle.io.ByteStreamContract.readText;
import static dev.treadle.io.ByteStreamContract.readToEnd;
import static dev.treadle.io.ByteStreamContract.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/// What goes on between two ends of a [ByteStream] in explorations, with what must hold after it.
public final class ByteStreamTraffic {

  private ByteStreamTraffic() {}

  /// Readers and writers of both ends are cancelled at any moment. What a write said it wrote
  /// arrives, in order, and once.
  public static void cancelReadersAndWriters(ByteStream client, ByteStream server)
      throws IOException {
    var written = new ByteArrayOutputStream();
    var read = new ByteArrayOutputStream();
    TaskGroup.run(group -> {
      var writer = group.start(() -> writeSteps(client, written));
      group.start(() -> writer.cancel("enough"));
      var reader = group.start(() -> readSteps(server, read));
      group.start(() -> reader.cancel("enough"));
    });
    written.write('z');
    var last = bytes("z");

    var rest = gather(() -> send(client, last), () -> readToEnd(server), (_, got) -> got);

    read.writeBytes(rest);
    assertThat(read.toByteArray()).isEqualTo(written.toByteArray());
  }

  private static void writeSteps(ByteStream stream, ByteArrayOutputStream written)
      throws IOException {
    for (int i = 0; i < 6; i++) {
      var piece = ByteBuffer.wrap(new byte[] {(byte) i});
      try {
        stream.write(piece);
      } finally {
        written.write(piece.array(), 0, piece.position());
      }
    }
  }

  private static void readSteps(ByteStream stream, ByteArrayOutputStream read) throws IOException {
    var into = ByteBuffer.allocate(2);
    for (int i = 0; i < 3; i++) {
      try {
        stream.read(into);
      } finally {
        read.write(into.array(), 0, into.position());
        into.clear();
      }
    }
  }

  /// Somebody reads, somebody writes, and the end is closed at any moment: nobody waits for ever.
  public static void closeWhileReadingAndWriting(ByteStream client, ByteStream server)
      throws IOException {
    TaskGroup.run(group -> {
      group.start(() -> catchThrowable(() -> client.write(ByteBuffer.allocate(200_000))));
      group.start(() -> catchThrowable(() -> readToEnd(client)));
      group.start(() -> catchThrowable(() -> readText(server, 10)));
      group.start(() -> client.close());
    });

    assertClosed(() -> client.read(ByteBuffer.allocate(1)));
  }
}
