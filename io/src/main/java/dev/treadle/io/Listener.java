package dev.treadle.io;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.Waiter;
import dev.treadle.seam.Network;
import dev.treadle.sync.Semaphore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.function.Consumer;

/// A socket that accepts connections; from [Tcp] or [UnixSocket].
///
/// {@snippet class=dev.treadle.io.TcpSnippets region=serve lang=java}
///
/// Whoever comes while nobody accepts waits in the system's backlog
/// ([ListenSettings#withBacklog(int)]).
public final class Listener implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.treadle.io");

  /// What fails here mostly fails for want of descriptors, and will again at once.
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

  private final Network.Listener listener;
  private final ListenSettings settings;
  private final Waits acceptable;

  /// Kept, because a closed one does not know it any more.
  private final String at;

  Listener(Network.Listener listener, ListenSettings settings) {
    this.listener = listener;
    this.settings = settings;
    this.at = Addresses.describe(listener::localAddress);
    this.acceptable = new Waits(new Described(this), listener::onReadable);
  }

  private record Described(Listener listener) {
    @Override
    public String toString() {
      return "a connection at " + listener;
    }
  }

  /// Waits for the next connection. It is the caller's to close.
  ///
  /// @throws ClosedChannelException if this is closed, also while it waits
  /// @throws IOException if the system could not hand out the connection, for want of descriptors
  ///   as a rule; this stays open
  /// @throws IllegalStateException if another task accepts here
  /// @throws Cancelled if it was cancelled; no connection is lost
  public ByteStream accept() throws IOException {
    Waiter.checkCancelled();
    while (true) {
      var accepted = listener.accept();
      if (accepted != null) {
        return new SocketStream(accepted);
      }
      acceptable.await();
    }
  }

  /// Accepts until the task is cancelled or this is closed, and hands each connection to a handler
  /// in a task of its own. Closes a connection when its handler has ended.
  ///
  /// A handler that fails ends its own connection only; the failure is logged. At most
  /// [ListenSettings#maxConnections()] handlers run at once: then nobody is accepted until one has
  /// ended. A task that is asked to stop ([CancelScope#stopping()]) accepts nobody more, lets the
  /// handlers end, and returns. So does [#close()].
  ///
  /// If the system cannot hand out a connection, that is logged, and tried again after 100 ms.
  ///
  /// @throws IllegalStateException if another task accepts here
  /// @throws Cancelled if it was cancelled; by then all handlers have ended
  public void serve(Each<? super ByteStream, ?> handler) {
    var room = Semaphore.of("connections of " + this, settings.maxConnections());
    TaskGroup.supervise(
        this::handlerFailed,
        handlers -> {
          handlers.startDaemon("until asked to stop", this::closeWhenAskedToStop);
          acceptAll(connection -> handlers.start(() -> handle(connection, handler, room)), room);
        });
  }

  private void closeWhenAskedToStop() throws IOException {
    CancelScope.current().stopping().await();
    close();
  }

  private void acceptAll(Consumer<ByteStream> hand, Semaphore room) {
    while (true) {
      room.take();
      try {
        hand.accept(accept());
      } catch (ClosedChannelException end) {
        return;
      } catch (IOException failure) {
        room.release();
        LOG.log(Level.WARNING, "could not accept a connection at " + this, failure);
        Treadle.sleep(PAUSE_AFTER_FAILURE);
      }
    }
  }

  private static void handle(
      ByteStream connection, Each<? super ByteStream, ?> handler, Semaphore room) throws Exception {
    try (connection) {
      handler.accept(connection);
    } finally {
      room.release();
    }
  }

  private void handlerFailed(Throwable failure) {
    LOG.log(Level.WARNING, "the handler of a connection at " + this + " failed", failure);
  }

  /// Returns the address it listens on, with its real port.
  ///
  /// @throws IOException if this is closed
  public SocketAddress address() throws IOException {
    return listener.localAddress();
  }

  /// Returns the port it listens on.
  ///
  /// @throws IOException if this is closed
  /// @throws IllegalStateException if it listens on a path
  public int port() throws IOException {
    if (address() instanceof InetSocketAddress internet) {
      return internet.getPort();
    }
    throw new IllegalStateException("a listener at a path has no port: " + this);
  }

  /// Stops listening and wakes whoever accepts. Connections that were accepted go on; those in the
  /// backlog are reset. Never waits, and closing again does nothing.
  ///
  /// @throws IOException if the system could not close it properly; it is released all the same
  @Override
  public void close() throws IOException {
    listener.close();
  }

  @Override
  public String toString() {
    return at;
  }
}
