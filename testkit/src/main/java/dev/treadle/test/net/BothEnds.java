package dev.treadle.test.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.treadle.seam.Network;
import dev.treadle.seam.Network.Connection;
import dev.treadle.seam.Network.Datagrams;
import dev.treadle.seam.Network.Endpoint;
import dev.treadle.seam.Network.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/// One thread that plays both ends of a network under test.
abstract class BothEnds {

  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final List<Endpoint> opened = new ArrayList<>();

  /// Returns the network under test; called more than once in a test, it must be the same one.
  protected abstract Network network();

  /// Waits a little for a wake-up, or makes it happen. Parks unless overridden; a test whose time
  /// is driven by hand runs the next event here.
  protected void pause() {
    LockSupport.parkNanos(this, 100_000_000);
  }

  @AfterEach
  void closeAll() throws IOException {
    for (var endpoint : opened) {
      endpoint.close();
    }
  }

  Listener listen() throws IOException {
    return open(network().listen(ANY_PORT, 16));
  }

  Datagrams datagrams() throws IOException {
    return open(network().bind(ANY_PORT));
  }

  Pair pair() throws IOException {
    var listener = listen();
    var client = open(network().connect(listener.localAddress()));
    finishConnect(client);
    return new Pair(client, accept(listener));
  }

  <E extends Endpoint> E open(E endpoint) {
    opened.add(endpoint);
    return endpoint;
  }

  void finishConnect(Connection connection) throws IOException {
    while (!connection.finishConnect()) {
      await(connection::onWritable);
    }
  }

  Connection accept(Listener listener) throws IOException {
    var connection = listener.accept();
    while (connection == null) {
      awaitReadable(listener);
      connection = listener.accept();
    }
    return open(connection);
  }

  void awaitReadable(Endpoint endpoint) {
    await(endpoint::onReadable);
  }

  /// Reads a byte without registering for a wake-up.
  void pollOneByte(Connection connection) throws IOException {
    while (connection.read(ByteBuffer.allocate(1)) == 0) {
      pause();
    }
  }

  void await(Consumer<Runnable> register) {
    var woken = new AtomicBoolean();
    var waiter = Thread.currentThread();
    register.accept(() -> {
      woken.set(true);
      LockSupport.unpark(waiter);
    });
    awaitTrue(woken);
  }

  void awaitTrue(AtomicBoolean condition) {
    while (!condition.get()) {
      assertFalse(Thread.currentThread().isInterrupted(), "nobody has called the wake-up in time");
      pause();
    }
  }

  void writeAll(Connection connection, String text) throws IOException {
    var bytes = bytes(text);
    while (bytes.hasRemaining()) {
      if (connection.write(bytes) == 0) {
        await(connection::onWritable);
      }
    }
  }

  void writeAgainAndAgain(Connection connection) throws IOException {
    for (int i = 0; i < 100; i++) {
      connection.write(bytes("x"));
      pause();
    }
  }

  String readAtLeast(Connection connection, int count) throws IOException {
    var into = ByteBuffer.allocate(1024);
    while (into.position() < count) {
      if (connection.read(into) == 0) {
        awaitReadable(connection);
      }
    }
    return text(into);
  }

  String readToEnd(Connection connection) throws IOException {
    var into = ByteBuffer.allocate(1024);
    int count = connection.read(into);
    while (count >= 0) {
      if (count == 0) {
        awaitReadable(connection);
      }
      count = connection.read(into);
    }
    return text(into);
  }

  int fill(Connection connection) throws IOException {
    var chunk = ByteBuffer.allocate(64 * 1024);
    int written = 0;
    int idle = 0;
    // Real buffers find a little more room for a while after they seem full.
    while (idle < 3) {
      int count = connection.write(chunk.clear());
      written += count;
      idle = count == 0 ? idle + 1 : 0;
      if (count == 0) {
        pause();
      }
    }
    return written;
  }

  void drain(Connection connection, int bytes) throws IOException {
    var into = ByteBuffer.allocate(64 * 1024);
    int left = bytes;
    while (left > 0) {
      int count = connection.read(into.clear());
      left -= count;
      if (count == 0) {
        awaitReadable(connection);
      }
    }
  }

  /// Writes to one end and reads from the other until all has arrived.
  byte[] pump(Connection from, Connection to, byte[] sent) throws IOException {
    var out = ByteBuffer.wrap(sent);
    var in = ByteBuffer.allocate(sent.length);
    while (in.hasRemaining()) {
      int written = out.hasRemaining() ? from.write(out) : 0;
      int read = to.read(in);
      if (written == 0 && read == 0) {
        awaitReadable(to);
      }
      assertTrue(read >= 0, "the stream has ended early");
    }
    return in.array();
  }

  SocketAddress receive(Datagrams socket, ByteBuffer into) throws IOException {
    var from = socket.receive(into);
    while (from == null) {
      awaitReadable(socket);
      from = socket.receive(into);
    }
    return from;
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  static String text(ByteBuffer written) {
    return StandardCharsets.UTF_8.decode(written.flip()).toString();
  }

  record Pair(Connection client, Connection server) {}

  /// An address of a kind that no network knows.
  static final class StrangeAddress extends SocketAddress {
    private static final long serialVersionUID = 1;
  }
}
