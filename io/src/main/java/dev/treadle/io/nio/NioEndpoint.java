package dev.treadle.io.nio;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import org.jspecify.annotations.Nullable;

/// What all sockets have in common: a non-blocking channel, and two things one may wait for.
abstract class NioEndpoint implements Network.Endpoint {

  private final SelectableChannel channel;
  private final Poller poller;
  private final int readOps;
  private final Interest.Watch readWatch;
  private final Interest readable = new Interest();
  private final Interest writable = new Interest();

  /// Set once, by whoever is the first to wait, under this endpoint's monitor.
  private volatile @Nullable SelectionKey key;

  NioEndpoint(SelectableChannel channel, int readOps) {
    this.channel = channel;
    this.poller = Poller.of(channel);
    this.readOps = readOps;
    this.readWatch = on -> watch(readOps, on);
  }

  @Override
  public SocketAddress localAddress() throws IOException {
    return NioNetwork.bound((NetworkChannel) channel);
  }

  @Override
  public final void onReadable(Runnable wake) {
    readable.await(wake, readWatch);
  }

  final void awaitWritable(Runnable wake) {
    writable.await(wake, on -> watch(writeOps(), on));
  }

  /// What to watch for, for somebody who wants to write.
  int writeOps() {
    return SelectionKey.OP_WRITE;
  }

  /// The poller found it ready.
  final void ready(SelectionKey selected) {
    int ops = selected.readyOps();
    if ((ops & readOps) != 0) {
      readable.ready(readWatch);
    }
    int others = ops & ~readOps;
    if (others != 0) {
      writable.readyOnce(on -> watch(others, on));
    }
  }

  private void watch(int ops, boolean on) {
    try {
      var registered = key;
      if (registered == null) {
        register(ops);
      } else if (on) {
        registered.interestOpsOr(ops);
        poller.wakeUp();
      } else {
        registered.interestOpsAnd(~ops);
      }
    } catch (CancelledKeyException | ClosedChannelException closed) {
      // Whoever closes it wakes everybody.
    }
  }

  private synchronized void register(int ops) throws ClosedChannelException {
    var registered = key;
    if (registered == null) {
      // Known before the poller is told: whoever closes this in between must see it, or the
      // descriptor would stay until something else wakes the poller.
      key = poller.register(channel, ops, this);
    } else {
      registered.interestOpsOr(ops);
    }
    poller.wakeUp();
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      if (key != null) {
        // The system's descriptor is given back when the selector has let go of it.
        poller.wakeUp();
      }
      readable.close();
      writable.close();
    }
  }
}
