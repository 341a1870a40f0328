package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A connection of the network: it tries, waits until it may be worth to try again, and tries
/// again.
final class SocketStream implements ByteStream {

  private final Network.Connection connection;
  private final Waits readable;
  private final Waits writable;

  /// How far a cancelled write got; `null` as long as none has broken this.
  private volatile @Nullable Broken broken;

  private record Broken(int written, int total) {}

  SocketStream(Network.Connection connection) {
    this.connection = connection;
    this.readable = new Waits(new Described("bytes from ", this), connection::onReadable);
    this.writable = new Waits(new Described("room to write to ", this), connection::onWritable);
  }

  /// What a task tree shows; put into words only if somebody looks.
  private record Described(String what, SocketStream stream) {
    @Override
    public String toString() {
      return what + stream;
    }
  }

  /// Waits until the connection is established.
  ///
  /// @throws IOException if it cannot be
  void awaitConnected() throws IOException {
    Waiter.checkCancelled();
    while (!connection.finishConnect()) {
      writable.await();
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    Waiter.checkCancelled();
    while (true) {
      requireWhole();
      int count = connection.read(into);
      if (count != 0) {
        return count;
      }
      readable.await();
    }
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    requireWhole();
    return connection.read(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    Waiter.checkCancelled();
    requireWhole();
    int total = from.remaining();
    while (connection.write(from) >= 0 && from.hasRemaining()) {
      awaitRoom(total - from.remaining(), total);
    }
  }

  private void awaitRoom(int written, int total) {
    try {
      writable.await();
    } catch (Cancelled cancelled) {
      if (written > 0) {
        broken = new Broken(written, total);
      }
      throw cancelled;
    }
  }

  private void requireWhole() throws BrokenStreamException {
    var how = broken;
    if (how != null) {
      throw new BrokenStreamException(how.written, how.total);
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    requireWhole();
    connection.shutdownOutput();
  }

  @Override
  public void abort() throws IOException {
    connection.abort();
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    return connection.localAddress();
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    return connection.remoteAddress();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }

  @Override
  public String toString() {
    return "connection with " + Addresses.describe(connection::remoteAddress);
  }
}
