package dev.treadle.io;

import dev.treadle.Cancelled;
import dev.treadle.Waiter;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One of two connected ends in memory: for tests of whatever speaks a protocol, and between two
/// parts of a program. It keeps the whole contract of [ByteStream], which the same tests check as
/// for TCP.
///
/// Each direction holds so many bytes as its capacity says, and who writes more waits. An end that
/// is closed is closed for good: the other reads what is on its way, then the end, and cannot write
/// any more.
///
/// {@snippet class=dev.treadle.io.MemoryStreamSnippets region=pair lang=java}
///
/// @see dev.treadle.seam.Network for a whole network in memory, with delays and failures, which the
///   test kit has
public final class MemoryStream implements ByteStream {

  private static final int CAPACITY = 64 * 1024;

  private final MemoryPipe incoming;
  private final MemoryPipe outgoing;
  private final SocketAddress local;
  private final SocketAddress remote;
  private volatile boolean closed;

  /// How far a cancelled write got.
  private volatile @Nullable PartialWrite broken;

  private MemoryStream(
      MemoryPipe incoming, MemoryPipe outgoing, SocketAddress local, SocketAddress remote) {
    this.incoming = incoming;
    this.outgoing = outgoing;
    this.local = local;
    this.remote = remote;
  }

  /// Returns two connected ends with 64 KiB of room in each direction.
  public static Pair pair() {
    return pair(CAPACITY);
  }

  /// Returns two connected ends.
  ///
  /// @param capacity how many bytes each direction holds, at least 1
  /// @throws IllegalArgumentException if it is less than 1
  public static Pair pair(int capacity) {
    return pair(capacity, new MemoryAddress("client"), new MemoryAddress("server"));
  }

  /// Returns two connected ends that have these addresses.
  ///
  /// @param capacity how many bytes each direction holds, at least 1
  /// @throws IllegalArgumentException if it is less than 1
  public static Pair pair(int capacity, SocketAddress client, SocketAddress server) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: expected at least 1, found " + capacity);
    }
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(server, "server");
    var toServer = new MemoryPipe(client + " -> " + server, capacity);
    var toClient = new MemoryPipe(server + " -> " + client, capacity);
    return new Pair(
        new MemoryStream(toClient, toServer, client, server),
        new MemoryStream(toServer, toClient, server, client));
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    Waiter.checkCancelled();
    requireUsable();
    return incoming.read(into);
  }

  @Override
  public int tryRead(ByteBuffer into) throws IOException {
    ByteReader.requireRoom(into);
    requireUsable();
    return incoming.tryRead(into);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    Waiter.checkCancelled();
    requireUsable();
    int start = from.position();
    try {
      // Once at least: a closed stream refuses even nothing.
      do {
        outgoing.write(from);
      } while (from.hasRemaining());
    } catch (Cancelled cancelled) {
      broken = PartialWrite.of(from, start);
      throw cancelled;
    }
  }

  @Override
  public void shutdownOutput() throws IOException {
    requireUsable();
    outgoing.end();
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    requireOpen();
    return local;
  }

  @Override
  public SocketAddress remoteAddress() throws IOException {
    requireOpen();
    return remote;
  }

  private void requireUsable() throws IOException {
    requireOpen();
    PartialWrite.requireNone(broken);
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new ClosedStreamException();
    }
  }

  @Override
  public void abort() {
    close(true);
  }

  @Override
  public void close() {
    close(false);
  }

  private void close(boolean aborting) {
    closed = true;
    outgoing.closeWriter(aborting);
    incoming.closeReader(aborting);
  }

  /// Returns which end this is, such as `memory:client`.
  @Override
  public String toString() {
    return local.toString();
  }

  /// Two connected ends, alike but for their names.
  ///
  /// @param client one end
  /// @param server the other
  public record Pair(MemoryStream client, MemoryStream server) implements AutoCloseable {

    /// Closes both.
    @Override
    public void close() {
      client.close();
      server.close();
    }
  }
}
