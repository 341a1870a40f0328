package dev.treadle.test.net;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a JDK socket of a simulated host stands on: the network's non-blocking operations, and a
/// thread that waits between them.
///
/// Messages are the JDK's where code is known to look at them.
final class SimSocketImpl extends SocketImpl {

  private final SimHost host;
  private final SocketSettings settings = new SocketSettings();

  /// One reader (or acceptor, or connector) at a time, as in the JDK: a wake-up has one receiver.
  private final ReentrantLock reading = new ReentrantLock();

  /// One writer at a time, so that what one call writes is not torn apart by another's.
  private final ReentrantLock writing = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();

  // Set once each, guarded by `lock`.
  private volatile @Nullable InetSocketAddress bound;
  private volatile @Nullable SimConnection connection;
  private volatile @Nullable SimListener listener;
  private volatile boolean closed;

  SimSocketImpl(SimHost host) {
    this.host = host;
    this.fd = new FileDescriptor();
  }

  @Override
  protected void create(boolean stream) throws IOException {
    if (!stream) {
      throw new IOException("expected a stream socket: use network().bind for datagrams");
    }
  }

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(InetSocketAddress.createUnresolved(host, port), 0);
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
    connect(new InetSocketAddress(address, port), 0);
  }

  @Override
  protected void connect(SocketAddress remote, int timeoutMillis) throws IOException {
    reading.lock();
    try {
      var begun = host.hostNetwork().connect(bound, remote, this);
      adopt(begun);
      var limit = Wait.Limit.ofMillis(host.net().world(), timeoutMillis, "Connect timed out");
      while (!begun.finishConnect()) {
        Wait.until(begun::onWritable, limit);
      }
    } catch (IOException e) {
      close();
      throw translated(e);
    } finally {
      reading.unlock();
    }
  }

  @Override
  protected void bind(InetAddress wanted, int port) throws IOException {
    lock.lock();
    try (var _ = host.net().lock().hold()) {
      requireOpen();
      host.requireUp();
      var claimed = host.streams().claim(new InetSocketAddress(wanted, port), this);
      bound = claimed;
      address = claimed.getAddress();
      localport = claimed.getPort();
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void listen(int backlog) throws IOException {
    lock.lock();
    try {
      requireOpen();
      var local = bound;
      if (local == null) {
        throw new SocketException("Socket is not bound yet");
      }
      listener = host.hostNetwork().listen(local, Math.max(1, backlog), this);
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void accept(SocketImpl accepted) throws IOException {
    reading.lock();
    try {
      var source = listener;
      if (source == null) {
        throw new SocketException("Socket is not listening");
      }
      var limit =
          Wait.Limit.ofMillis(host.net().world(), settings.timeoutMillis(), "Accept timed out");
      var next = source.poll();
      while (next == null) {
        Wait.until(source::onReadable, limit);
        next = source.poll();
      }
      ((SimSocketImpl) accepted).adopt(next);
    } catch (IOException e) {
      throw closedIfInterrupted(e);
    } finally {
      reading.unlock();
    }
  }

  private void adopt(SimConnection adopted) throws IOException {
    lock.lock();
    try {
      if (closed) {
        adopted.close();
      }
      requireOpen();
      connection = adopted;
      localport = ((InetSocketAddress) adopted.local()).getPort();
      var remote = (InetSocketAddress) adopted.remote();
      address = remote.getAddress();
      port = remote.getPort();
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    requireConnection();
    return new SocketInput(this);
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    requireConnection();
    return new SocketOutput(this);
  }

  /// Reads at least one byte; -1 at the end.
  int read(ByteBuffer into) throws IOException {
    reading.lock();
    try {
      var source = requireConnection();
      var limit =
          Wait.Limit.ofMillis(host.net().world(), settings.timeoutMillis(), "Read timed out");
      int count = source.read(into);
      while (count == 0 && into.hasRemaining()) {
        Wait.until(source::onReadable, limit);
        count = source.read(into);
      }
      return count;
    } catch (IOException e) {
      throw closedIfInterrupted(e);
    } finally {
      reading.unlock();
    }
  }

  /// Writes all.
  void write(ByteBuffer from) throws IOException {
    writing.lock();
    try {
      var target = requireConnection();
      var unlimited = Wait.Limit.ofMillis(host.net().world(), 0, "Write timed out");
      while (from.hasRemaining()) {
        if (target.write(from) == 0) {
          Wait.until(target::onWritable, unlimited);
        }
      }
    } catch (IOException e) {
      throw closedIfInterrupted(e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  protected int available() throws IOException {
    try {
      return requireConnection().available();
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  protected void shutdownInput() throws IOException {
    try {
      requireConnection().shutdownInput();
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  protected void shutdownOutput() throws IOException {
    try {
      requireConnection().shutdownOutput();
    } catch (IOException e) {
      throw translated(e);
    }
  }

  @Override
  protected void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
    } finally {
      lock.unlock();
    }
    release();
  }

  private void release() {
    var local = bound;
    if (local != null) {
      try (var _ = host.net().lock().hold()) {
        host.streams().release(local, this);
      }
    }
    if (listener != null) {
      listener.close();
    }
    var open = connection;
    if (open != null && settings.closesByReset()) {
      open.abort();
    } else if (open != null) {
      open.close();
    }
  }

  @Override
  protected boolean supportsUrgentData() {
    return false;
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw new SocketException("Urgent data not supported");
  }

  @Override
  public void setOption(int number, Object value) throws SocketException {
    requireOpen();
    settings.set(number, value);
  }

  @Override
  public Object getOption(int number) throws SocketException {
    requireOpen();
    return number == SocketOptions.SO_BINDADDR ? localInetAddress() : settings.get(number);
  }

  @Override
  protected <T> void setOption(SocketOption<T> option, T value) throws IOException {
    requireOpen();
    settings.set(option, value);
  }

  @Override
  @SuppressWarnings("unchecked") // Options are stored under their own name with values of its type.
  protected <T> T getOption(SocketOption<T> option) throws IOException {
    requireOpen();
    return (T) settings.get(option);
  }

  @Override
  protected Set<SocketOption<?>> supportedOptions() {
    return SocketSettings.supported();
  }

  private InetAddress localInetAddress() {
    var local = connection != null ? connection.local() : bound;
    return local instanceof InetSocketAddress inet
        ? inet.getAddress()
        : new InetSocketAddress(0).getAddress();
  }

  private void requireOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  private SimConnection requireConnection() throws SocketException {
    requireOpen();
    var open = connection;
    if (open == null) {
      throw new SocketException("Socket is not connected");
    }
    return open;
  }

  private IOException closedIfInterrupted(IOException e) {
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
      close();
    }
    return translated(e);
  }

  /// Puts a failure the way the JDK's sockets do.
  private static IOException translated(IOException e) {
    return switch (e) {
      case SocketTimeoutException timeout -> timeout;
      case UnknownHostException unknown -> unknown;
      case InterruptedIOException _ -> new SocketException("Closed by interrupt");
      case ClosedChannelException _ -> new SocketException("Socket closed");
      case ConnectException refused -> caused(new ConnectException(capital(refused)), refused);
      case SocketException reset when capital(reset).startsWith("Connection reset") ->
          caused(new SocketException("Connection reset"), reset);
      case SocketException failure -> failure;
      default -> caused(new SocketException(capital(e)), e);
    };
  }

  private static IOException caused(IOException e, IOException cause) {
    e.initCause(cause);
    return e;
  }

  private static String capital(IOException e) {
    var message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toUpperCase(Locale.ROOT) + message.substring(1);
  }
}
