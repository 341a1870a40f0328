package dev.treadle.io;

import dev.treadle.Cancelled;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Streams between programs of one machine, by a path of its file system.
///
/// {@snippet class=dev.treadle.io.UnixSocketSnippets region=both lang=java}
///
/// Who may connect is what the directory's and the file's permissions say.
public final class UnixSocket {

  private UnixSocket() {}

  /// Connects to whoever listens at a path.
  ///
  /// @throws java.net.ConnectException if nobody listens there
  /// @throws IOException if there is nothing, it may not be used, or the path is longer than the
  ///   system can do, some 100 bytes
  /// @throws Cancelled if it was cancelled; nothing stays open
  public static ByteStream connect(Path path) throws IOException {
    return Sockets.connect(UnixDomainSocketAddress.of(path));
  }

  /// Listens at a path, where there must be nothing yet. Closing the listener takes the file away.
  ///
  /// @throws java.net.BindException if there is something at the path, such as the socket of a
  ///   program that was killed: delete it if nobody listens there
  /// @throws IOException if the directory is not there or may not be used, or the path is longer
  ///   than the system can do, some 100 bytes
  public static Listener listen(Path path) throws IOException {
    return listen(path, settings -> settings);
  }

  /// Listens at a path with other settings.
  ///
  /// @throws java.net.BindException if there is something at the path
  /// @throws IOException if the directory is not there or may not be used, or the path is longer
  ///   than the system can do, some 100 bytes
  public static Listener listen(Path path, UnaryOperator<ListenSettings> settings)
      throws IOException {
    return Sockets.listen(UnixDomainSocketAddress.of(path), settings);
  }
}
