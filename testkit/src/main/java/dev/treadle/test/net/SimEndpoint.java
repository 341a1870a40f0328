package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What connection, listener and datagram socket of a simulated host have in common. All state is
/// guarded by the network's lock.
abstract class SimEndpoint implements Network.Endpoint {

  private final SimHost host;
  private final SocketAddress local;
  private @Nullable Runnable onReadable;
  private boolean closed;
  private @Nullable Supplier<IOException> failure;

  SimEndpoint(SimHost host, SocketAddress local) {
    this.host = host;
    this.local = local;
  }

  /// Describes it as a person would; needs no lock.
  abstract String description();

  /// Returns whether a read or accept would find something, unless closed or failed.
  abstract boolean hasArrivals();

  /// Lets go of everything, on close; called once, `failed` if it had failed before.
  abstract void released(boolean failed);

  /// The host's process is no more; called once, unless closed before.
  abstract void abandoned();

  @Override
  public final SocketAddress localAddress() throws IOException {
    try (var _ = hold()) {
      requireUsable();
      return local;
    }
  }

  @Override
  public final void onReadable(Runnable wake) {
    try (var _ = hold()) {
      onReadable = wake;
      if (isUnusable() || hasArrivals()) {
        wakeReader();
      }
    }
  }

  @Override
  public final void close() {
    try (var _ = hold()) {
      if (!closed) {
        closed = true;
        released(failure != null);
        host.forget(this);
        wakeAll();
      }
    }
  }

  /// Whoever owns this from now on must close it.
  final void opened() {
    host.remember(this);
  }

  final void crash() {
    if (!isUnusable()) {
      abandoned();
    }
    failWith(() -> new SocketException("host '" + host.name() + "' crashed"));
  }

  /// Every later operation fails; the first failure counts.
  final void failWith(Supplier<IOException> why) {
    if (!isUnusable()) {
      failure = why;
      wakeAll();
    }
  }

  final void requireUsable() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (failure != null) {
      throw failure.get();
    }
  }

  final boolean isUnusable() {
    return closed || failure != null;
  }

  final void wakeReader() {
    if (onReadable != null) {
      host.net().lock().afterwards(onReadable);
      onReadable = null;
    }
  }

  void wakeAll() {
    wakeReader();
  }

  final NetLock.Held hold() {
    return host.net().lock().hold();
  }

  final SimHost host() {
    return host;
  }

  final SocketAddress local() {
    return local;
  }
}
