package dev.treadle.test.net;

import dev.treadle.seam.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The least that meets the contract with real sockets: the JDK's non-blocking channels and one
/// selector. It is here to prove that the contract can be met.
final class LoopbackNetwork implements Network, AutoCloseable {

  private final Selector selector;
  private final Thread thread;
  private final ConcurrentLinkedQueue<Runnable> requests = new ConcurrentLinkedQueue<>();

  private LoopbackNetwork(Selector selector) {
    this.selector = selector;
    this.thread = Thread.ofPlatform().daemon().name("loopback-selector").unstarted(this::select);
  }

  static LoopbackNetwork open() throws IOException {
    var network = new LoopbackNetwork(Selector.open());
    network.thread.start();
    return network;
  }

  @Override
  public void close() throws IOException {
    selector.close();
  }

  @Override
  public Connection connect(SocketAddress remote) throws IOException {
    var channel =
        remote instanceof UnixDomainSocketAddress
            ? SocketChannel.open(StandardProtocolFamily.UNIX)
            : SocketChannel.open();
    return begun(channel, () -> channel.connect(remote), () -> new Stream(channel));
  }

  @Override
  public Listener listen(SocketAddress local, int backlog) throws IOException {
    if (backlog < 1) {
      throw new IllegalArgumentException("backlog must be at least 1, was " + backlog);
    }
    var channel =
        local instanceof UnixDomainSocketAddress
            ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
            : ServerSocketChannel.open().setOption(StandardSocketOptions.SO_REUSEADDR, true);
    return begun(channel, () -> channel.bind(local, backlog), () -> new Acceptor(channel));
  }

  @Override
  public Datagrams bind(SocketAddress local) throws IOException {
    var channel = DatagramChannel.open(StandardProtocolFamily.INET);
    return begun(channel, () -> channel.bind(local), () -> new Packets(channel));
  }

  @Override
  public List<InetAddress> resolve(String host) throws UnknownHostException {
    return List.of(InetAddress.getAllByName(host));
  }

  private static <E> E begun(SelectableChannel channel, Beginning beginning, Supplier<E> opening)
      throws IOException {
    try {
      channel.configureBlocking(false);
      beginning.begin();
      return opening.get();
    } catch (UnsupportedAddressTypeException e) {
      channel.close();
      throw new IOException("unsupported kind of address", e);
    } catch (IOException e) {
      channel.close();
      // What the operating system says about an address of another machine is no BindException.
      throw String.valueOf(e.getMessage()).contains("assign requested address")
          ? new BindException(e.getMessage())
          : e;
    }
  }

  private void onSelectorThread(Runnable request) {
    requests.add(request);
    selector.wakeup();
  }

  private void select() {
    try {
      while (selector.isOpen()) {
        selector.select(LoopbackNetwork::ready);
        for (var request = requests.poll(); request != null; request = requests.poll()) {
          request.run();
        }
      }
    } catch (ClosedSelectorException _) {
      // The network was closed.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ready(SelectionKey key) {
    if (key.isValid() && key.attachment() instanceof Socket socket) {
      int ready = key.readyOps();
      key.interestOpsAnd(~ready);
      socket.wake(ready);
    }
  }

  private interface Beginning {
    void begin() throws IOException;
  }

  /// A channel and who waits for it.
  private abstract class Socket implements Endpoint {

    private static final int READ = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

    private final SelectableChannel any;
    private @Nullable Runnable onReadable;
    private @Nullable Runnable onWritable;

    Socket(SelectableChannel channel) {
      this.any = channel;
    }

    @Override
    public SocketAddress localAddress() throws IOException {
      requireOpen();
      return ((NetworkChannel) any).getLocalAddress();
    }

    void requireOpen() throws ClosedChannelException {
      if (!any.isOpen()) {
        throw new ClosedChannelException();
      }
    }

    @Override
    public void onReadable(Runnable wake) {
      synchronized (this) {
        onReadable = wake;
      }
      watch(any.validOps() & READ);
    }

    void register(Runnable wake) {
      synchronized (this) {
        onWritable = wake;
      }
      boolean connecting = any instanceof SocketChannel stream && stream.isConnectionPending();
      watch(connecting ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE);
    }

    private void watch(int operation) {
      onSelectorThread(() -> watchNow(operation));
    }

    private void watchNow(int operation) {
      var key = any.keyFor(selector);
      try {
        if (key == null) {
          any.register(selector, operation, this);
        } else if (key.isValid()) {
          key.interestOpsOr(operation);
        } else {
          wake(-1);
        }
      } catch (ClosedChannelException _) {
        wake(-1);
      }
    }

    void wake(int ready) {
      Runnable reader = null;
      Runnable writer = null;
      synchronized (this) {
        if ((ready & READ) != 0) {
          reader = onReadable;
          onReadable = null;
        }
        if ((ready & ~READ) != 0) {
          writer = onWritable;
          onWritable = null;
        }
      }
      if (reader != null) {
        reader.run();
      }
      if (writer != null) {
        writer.run();
      }
    }

    @Override
    public void close() throws IOException {
      any.close();
      var forgotten = new CountDownLatch(1);
      onSelectorThread(() -> {
        forgotten.countDown();
        wake(-1);
      });
      // The selector gives the port back only when it drops the key.
      while (forgotten.getCount() > 0 && thread.isAlive()) {
        LockSupport.parkNanos(this, 10_000);
      }
    }
  }

  private final class Stream extends Socket implements Connection {

    private final SocketChannel channel;

    Stream(SocketChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    public boolean finishConnect() throws IOException {
      return channel.finishConnect();
    }

    @Override
    public SocketAddress remoteAddress() throws IOException {
      return channel.getRemoteAddress();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      return channel.read(into);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return channel.write(from);
    }

    @Override
    public void onWritable(Runnable wake) {
      register(wake);
    }

    @Override
    public void shutdownOutput() throws IOException {
      channel.shutdownOutput();
    }

    @Override
    public void abort() throws IOException {
      if (channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      close();
    }
  }

  private final class Acceptor extends Socket implements Listener {

    private final ServerSocketChannel channel;

    Acceptor(ServerSocketChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    public @Nullable Connection accept() throws IOException {
      var accepted = channel.accept();
      if (accepted == null) {
        return null;
      }
      accepted.configureBlocking(false);
      return new Stream(accepted);
    }
  }

  private final class Packets extends Socket implements Datagrams {

    private final DatagramChannel channel;

    Packets(DatagramChannel channel) {
      super(channel);
      this.channel = channel;
    }

    @Override
    public boolean send(ByteBuffer datagram, SocketAddress to) throws IOException {
      boolean empty = !datagram.hasRemaining();
      return channel.send(datagram, to) > 0 || empty;
    }

    @Override
    public @Nullable SocketAddress receive(ByteBuffer into) throws IOException {
      return channel.receive(into);
    }
  }
}
