package dev.treadle.http.server;

import dev.treadle.Each;
import dev.treadle.io.ByteStream;
import java.nio.file.Path;

/// What an answer has for content.
sealed interface Content {

  /// None.
  Content NONE = new Whole(new byte[0]);

  /// The length of what has none that is known.
  long UNKNOWN = -1;

  /// All of it, here.
  final class Whole implements Content {

    private final byte[] bytes;

    Whole(byte[] bytes) {
      this.bytes = bytes;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /// Written by and by.
  ///
  /// @param length how many bytes it will have, or [#UNKNOWN]
  record Written(long length, Each<? super ResponseWriter, ?> body) implements Content {}

  /// Written for as long as somebody listens and the server does not stop.
  record Endless(Each<? super ResponseWriter, ?> body) implements Content {}

  /// A file, or the parts of it that are asked for.
  record OfFile(Path path) implements Content {}

  /// None, but another protocol on the same connection.
  record Upgraded(Each<? super ByteStream, ?> body) implements Content {}
}
