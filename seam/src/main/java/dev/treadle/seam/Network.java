package dev.treadle.seam;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network seen from one host, as non-blocking operations and one-shot wake-ups.
///
/// No method waits, except [#resolve(String)]. The layer above does the waiting, because
/// cancellation and deadlines live there: it tries, registers a wake-up, parks, and tries again. A
/// wait that is given up this way has transferred nothing and leaves the connection usable.
///
/// {@snippet class=dev.treadle.seam.WorldSnippets region=read lang=java}
///
/// Addresses are [java.net.InetSocketAddress] or [java.net.UnixDomainSocketAddress]; port 0 asks
/// for a free one. Every method may be called from any thread; of two concurrent reads (or writes)
/// of one connection it is undefined which gets which bytes. After `close` the `on...` methods call
/// their action at once, and every other method throws [java.nio.channels.ClosedChannelException].
public interface Network {

  /// Begins to connect to a remote address and returns at once; see [Connection#finishConnect()].
  ///
  /// @throws IOException if the attempt cannot even begin: address of an unknown kind, no local
  ///   port left
  Connection connect(SocketAddress remote) throws IOException;

  /// Listens on a local address.
  ///
  /// @param backlog how many connections may wait to be accepted, at least 1; further ones are
  ///   refused or delayed
  /// @throws IllegalArgumentException if `backlog` is less than 1
  /// @throws java.net.BindException if the address is in use or not this host's
  Listener listen(SocketAddress local, int backlog) throws IOException;

  /// Opens a datagram socket on a local address.
  ///
  /// @throws java.net.BindException if the address is in use or not this host's
  Datagrams bind(SocketAddress local) throws IOException;

  /// Returns the addresses of a host name, most preferred first. The one method that may wait.
  ///
  /// @throws UnknownHostException if the name has none
  List<InetAddress> resolve(String host) throws UnknownHostException;

  /// What connection, listener and datagram socket have in common.
  interface Endpoint extends Closeable {

    /// Returns the address this end is bound to, with its real port.
    SocketAddress localAddress() throws IOException;

    /// Calls an action once, soon after a read, accept or receive here would not come back
    /// empty-handed: data, end of stream, an error, or this end's close. If that is so already it
    /// is called at once, perhaps on this very thread. The action must be short and must not wait.
    /// A later call replaces an action not yet called.
    void onReadable(Runnable wake);

    /// Closes this end, wakes whoever registered, and releases everything. Never waits; closing
    /// again does nothing.
    @Override
    void close() throws IOException;
  }

  /// One end of a byte stream.
  interface Connection extends Endpoint {

    /// Returns whether the connection is established; `false` while it is still being made. Until
    /// this has returned `true`, reading, writing and shutting down throw
    /// [java.nio.channels.NotYetConnectedException]; an accepted connection is established.
    ///
    /// @throws java.net.ConnectException if it was refused or nobody answered
    /// @throws IOException if it failed otherwise; a failed connection is still to be closed
    boolean finishConnect() throws IOException;

    /// Returns the address of the other end.
    SocketAddress remoteAddress() throws IOException;

    /// Moves bytes that have arrived into a buffer: more than 0 bytes read, 0 none here now (or no
    /// room), -1 the other end has shut down its output and all was read.
    ///
    /// @throws IOException if the connection was reset
    int read(ByteBuffer into) throws IOException;

    /// Moves bytes out of a buffer and returns how many, 0 if there is no room now.
    ///
    /// @throws IOException if the connection was reset or its output shut down
    int write(ByteBuffer from) throws IOException;

    /// Calls an action once, soon after [#finishConnect()] or [#write] would not come back
    /// empty-handed; otherwise as [#onReadable(Runnable)].
    void onWritable(Runnable wake);

    /// Tells the other end that no more bytes will come; reading goes on. Never waits.
    void shutdownOutput() throws IOException;

    /// Closes this end, and resets the connection: bytes on their way are lost, and the other end's
    /// reads and writes fail. Otherwise as [#close()]. Where there are no resets, as between Unix
    /// sockets, it is an ordinary close.
    void abort() throws IOException;
  }

  /// A socket that accepts connections.
  interface Listener extends Endpoint {

    /// Returns the next connection, established, or `null` if none waits.
    @Nullable Connection accept() throws IOException;
  }

  /// A socket for datagrams.
  interface Datagrams extends Endpoint {

    /// Sends the rest of a buffer as one datagram, which may get lost, and returns whether there
    /// was room to.
    ///
    /// @throws IOException if the datagram is larger than the network carries
    boolean send(ByteBuffer datagram, SocketAddress to) throws IOException;

    /// Moves the next datagram into a buffer and returns its sender, or `null` if none waits; what
    /// does not fit is lost.
    @Nullable SocketAddress receive(ByteBuffer into) throws IOException;
  }
}
