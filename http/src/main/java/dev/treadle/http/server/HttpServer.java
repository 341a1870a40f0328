package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Listener;
import dev.treadle.io.Tcp;
import dev.treadle.sync.Event;
import dev.treadle.sync.Semaphore;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server (RFC 9110, RFC 9112) in which every request is the root of a tree of tasks.
///
/// {@snippet class=dev.treadle.http.server.HttpServerSnippets region=run lang=java}
///
/// To open it is to listen; [#serve()] answers until it is stopped, and is a block like any other:
/// no task of any request outlives it. Each connection has one task, in which handlers are called,
/// so that a connection's requests are answered in their order.
///
/// **Stopping.** The server stops softly if [#close()] or [#stop()] is called, or if the task that
/// serves is asked to stop ([CancelScope#stopping()]): it listens no more, connections that have no
/// request are closed at once, those that have one when it is answered. What takes longer than the
/// grace ([Timeouts#grace()]) is cancelled, and answered with 503 if no answer has begun. What has
/// no end of its own is ended at once: streams of events, and WebSockets, with 1001. To cancel the
/// task that serves is to do without the grace, unless it is in [#run()].
///
/// **Who sends nonsense** is answered with 400, 408, 413, 414, 417, 431, 501 or 505 and loses the
/// connection, as nobody can tell where the next request would begin.
public final class HttpServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.treadle.http.server");

  /// What fails here mostly fails for want of descriptors, and will again at once.
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

  /// After the grace everybody is cancelled; so much longer one waits for them to end.
  private static final Duration AFTER_GRACE = Duration.ofSeconds(5);

  private final Listener listener;
  private final ServerSettings settings;
  private final Handler handler;
  private final AtomicReference<@Nullable TaskGroup> group = new AtomicReference<>();
  private final Event ended = Event.create("the end of an HTTP server");
  private volatile @Nullable Serving serving;

  private HttpServer(Listener listener, ServerSettings settings, Handler handler) {
    this.listener = listener;
    this.settings = settings;
    this.handler = handler;
  }

  /// Listens on a port of this machine, for connections from this machine only.
  ///
  /// @param port 0 to 65,535; 0 asks for a free one, see [#port()]
  /// @throws java.net.BindException if the port is in use
  /// @throws IllegalArgumentException if there is no such port
  public static HttpServer open(int port, Handler handler) throws IOException {
    return open(Tcp.listen(port), settings -> settings, handler);
  }

  /// Listens on an address of this machine. For connections from everywhere give it `new
  /// InetSocketAddress(port)`.
  ///
  /// @throws java.net.BindException if the address is in use, or not one of this machine's
  public static HttpServer open(
      InetSocketAddress address, UnaryOperator<ServerSettings> settings, Handler handler)
      throws IOException {
    return open(Tcp.listen(address), settings, handler);
  }

  /// Takes over a listener, such as one of [dev.treadle.io.UnixSocket].
  public static HttpServer open(
      Listener listener, UnaryOperator<ServerSettings> settings, Handler handler) {
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(handler, "handler");
    return new HttpServer(listener, settings.apply(ServerSettings.defaults()), handler);
  }

  /// Listens on an address and serves until the task is asked to stop, or is cancelled. Either way
  /// what is worked on may go on for [Timeouts#grace()], so a program that is told to end by a
  /// signal answers what it was asked before.
  ///
  /// @throws IOException if the address cannot be listened on
  /// @throws Cancelled if the task is cancelled, when the last request has ended
  public static void run(
      InetSocketAddress address, UnaryOperator<ServerSettings> settings, Handler handler)
      throws IOException {
    try (var server = open(address, settings, handler)) {
      server.run();
    }
  }

  /// Serves as [#serve()] does, but if the task is cancelled, what is worked on may go on for
  /// [Timeouts#grace()].
  ///
  /// @throws IllegalStateException if it serves already, or has
  /// @throws Cancelled if the task is cancelled, when the last request has ended
  public void run() {
    try {
      TaskGroup.run(tasks -> {
        tasks.startDaemon("stops the server", this::stopWhenCancelled);
        Treadle.shield(patience(), () -> serve());
      });
    } catch (TaskFailedException failed) {
      throw failed.rethrow(RuntimeException.class);
    }
  }

  /// The shield keeps the cancellation from those who serve; this one hears of it.
  private void stopWhenCancelled() {
    try {
      ended.await();
    } finally {
      stop();
    }
  }

  /// How long a server that stops may take.
  private Duration patience() {
    return settings.timeouts().grace().plus(AFTER_GRACE);
  }

  /// Serves until the server is closed, or the task is asked to stop or is cancelled. When this
  /// returns every request has ended.
  ///
  /// @throws IllegalStateException if it serves already, or has
  /// @throws Cancelled if the task is cancelled
  public void serve() {
    try {
      TaskGroup.supervise(this::failed, this::serve);
    } finally {
      closeListener();
      ended.set();
    }
  }

  private void serve(TaskGroup tasks) {
    var now = new Serving(settings, handler, tasks);
    if (!group.compareAndSet(null, tasks)) {
      throw new IllegalStateException("expected one call of serve(), found another");
    }
    serving = now;
    tasks.startDaemon("until asked to stop", () -> drainWhenAsked(now, tasks));
    acceptAll(now, tasks);
  }

  private void drainWhenAsked(Serving now, TaskGroup tasks) {
    CancelScope.current().stopping().await();
    closeListener();
    tasks.cancel("the server stops", settings.timeouts().grace());
    now.stop();
  }

  private void acceptAll(Serving now, TaskGroup tasks) {
    var room = Semaphore.of("connections of " + this, settings.limits().connections());
    while (true) {
      room.take();
      try {
        var stream = listener.accept();
        tasks.start(() -> serve(now, stream, room));
      } catch (ClosedChannelException end) {
        return;
      } catch (IOException failure) {
        room.release();
        LOG.log(Level.WARNING, "could not accept a connection at " + this, failure);
        Treadle.sleep(PAUSE_AFTER_FAILURE);
      }
    }
  }

  private static void serve(Serving now, ByteStream accepted, Semaphore room) {
    try (accepted) {
      var stream = now.prepare(accepted);
      if (stream.isPresent()) {
        serve(now, stream.get());
      }
    } catch (IOException gone) {
      LOG.log(Level.DEBUG, () -> "lost " + accepted + ": " + gone.getMessage());
    } finally {
      room.release();
    }
  }

  private static void serve(Serving now, ByteStream stream) throws IOException {
    try (stream) {
      var connection = new Connection(now, stream);
      long number = now.opened(connection);
      try {
        connection.run();
      } finally {
        now.closed(number);
      }
    }
  }

  private void failed(Throwable failure) {
    LOG.log(Level.ERROR, "a connection of " + this + " failed", failure);
  }

  /// Asks the server to stop: what is worked on may go on for [Timeouts#grace()]. Never waits.
  public void stop() {
    var tasks = group.get();
    if (tasks == null) {
      closeListener();
    } else {
      tasks.cancel("the server is closed", settings.timeouts().grace());
    }
  }

  /// Asks the server to stop, and waits until it has: for the grace, and a few seconds at most.
  /// Never throws [Cancelled], and closing again does nothing.
  @Override
  public void close() {
    stop();
    if (group.get() != null && !ended.isSet()) {
      var bound = patience();
      Treadle.shield(bound, () -> Treadle.moveOnAfter(bound, ended::await));
    }
  }

  private void closeListener() {
    try {
      listener.close();
    } catch (IOException failure) {
      LOG.log(Level.WARNING, "could not close the listener at " + this + " properly", failure);
    }
  }

  /// Returns the address it listens on, with its real port.
  ///
  /// @throws IOException if it is closed
  public SocketAddress address() throws IOException {
    return listener.address();
  }

  /// Returns the port it listens on.
  ///
  /// @throws IOException if it is closed
  /// @throws IllegalStateException if it listens on a path
  public int port() throws IOException {
    return listener.port();
  }

  /// Returns how many requests are worked on, and how many connections are open.
  public Statistics statistics() {
    var now = serving;
    return now == null ? new Statistics(0, 0) : new Statistics(now.requests(), now.connections());
  }

  /// How busy a server is.
  ///
  /// @param requests how many are worked on
  /// @param connections how many are open, idle ones included
  public record Statistics(int requests, int connections) {}

  @Override
  public String toString() {
    return "HTTP server at " + listener;
  }
}
