package dev.treadle.http.client;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Content that is in a file. As many bytes are sent as it has when sending begins.
record FileContent(Path path, Optional<MediaType> type) implements Content {

  private static final int PIECE = 64 * 1024;

  @Override
  public long length() throws IOException {
    return Treadle.<Long, IOException>blocking(() -> Files.size(path));
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public void writeTo(ContentSink sink) throws IOException {
    var channel =
        Treadle.<FileChannel, IOException>blocking(
            () -> FileChannel.open(path, StandardOpenOption.READ));
    try (channel) {
      var piece = ByteBuffer.allocate(PIECE);
      while (Treadle.<Integer, IOException>blocking(() -> channel.read(piece)) >= 0) {
        sink.write(piece.flip());
        piece.clear();
      }
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
