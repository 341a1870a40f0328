package dev.treadle.http.server;

import dev.treadle.Treadle;
import dev.treadle.http.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A file that came in a form: in memory if it has up to 64 KiB, else in a temporary file.
public final class Upload {

  private static final System.Logger LOG = System.getLogger("dev.treadle.http.server");

  private static final int IN_MEMORY = 64 * 1024;
  private static final Duration DELETING = Duration.ofSeconds(10);

  private final String name;
  private final String filename;
  private final MediaType type;
  private byte[] bytes = new byte[0];
  private @Nullable Path file;
  private long size;

  private Upload(Part part) {
    this.name = part.name();
    this.filename = part.filename().orElse("");
    this.type = part.type();
  }

  static Upload read(Part part) throws IOException {
    var upload = new Upload(part);
    try {
      upload.readAll(part);
      return upload;
    } catch (Throwable failure) {
      upload.close();
      throw failure;
    }
  }

  private void readAll(Part part) throws IOException {
    var memory = new ByteArrayOutputStream();
    var piece = ByteBuffer.allocate(8 * 1024);
    while (part.read(piece.clear()) >= 0) {
      memory.write(piece.array(), 0, piece.position());
      if (memory.size() > IN_MEMORY) {
        spool(memory);
      }
    }
    if (file == null) {
      bytes = memory.toByteArray();
      size = bytes.length;
    } else {
      spool(memory);
    }
  }

  /// Moves what is in memory to the end of the file.
  private void spool(ByteArrayOutputStream memory) throws IOException {
    var content = ByteBuffer.wrap(memory.toByteArray());
    memory.reset();
    size += content.remaining();
    Treadle.blocking(() -> {
      var path = file;
      if (path == null) {
        path = Files.createTempFile("treadle-upload-", null);
        file = path;
      }
      try (var channel = FileChannel.open(path, StandardOpenOption.APPEND)) {
        while (content.hasRemaining()) {
          channel.write(content);
        }
      }
    });
  }

  /// Returns the name of the form's field.
  public String name() {
    return name;
  }

  /// Returns what the file was called where it came from. Never use it as a path.
  public String filename() {
    return filename;
  }

  /// Returns what the client says it is.
  public MediaType type() {
    return type;
  }

  /// Returns how many bytes it has.
  public long size() {
    return size;
  }

  /// Returns all of it.
  ///
  /// @throws IOException if the temporary file cannot be read
  public byte[] bytes() throws IOException {
    var path = file;
    return path == null ? bytes.clone() : Treadle.blocking(() -> Files.readAllBytes(path));
  }

  /// Moves it to where it is to stay, in place of what is there.
  ///
  /// @throws IOException if it cannot be written there
  public void moveTo(Path target) throws IOException {
    var path = file;
    Treadle.blocking(() -> {
      if (path == null) {
        Files.write(target, bytes);
      } else {
        Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
      }
    });
    file = null;
  }

  void close() {
    var path = file;
    file = null;
    if (path == null) {
      return;
    }
    try {
      Treadle.shield(DELETING, () -> Treadle.blocking(() -> Files.deleteIfExists(path)));
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "could not delete the temporary file " + path, failure);
    }
  }

  @Override
  public String toString() {
    return "upload '" + name + "' of " + size + " bytes";
  }
}
