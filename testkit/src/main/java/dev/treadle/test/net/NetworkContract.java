package dev.treadle.test.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.treadle.seam.Network;
import dev.treadle.seam.Network.Connection;
import dev.treadle.seam.Network.Datagrams;
import dev.treadle.seam.Network.Endpoint;
import dev.treadle.seam.Network.Listener;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every [Network] must do, as a test class to extend; [SimNet] and real sockets pass it
/// alike.
///
/// One thread plays both ends. It asserts with JUnit alone, so that a subclass needs nothing else.
///
/// {@snippet class=dev.treadle.test.net.SimNetSnippets region=contract lang=java}
@Timeout(60)
public abstract class NetworkContract {

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  /// Larger than what any buffer on the way takes.
  private static final int MANY = 8 * 1024 * 1024;

  private final List<Endpoint> opened = new ArrayList<>();

  /// For subclasses.
  protected NetworkContract() {}

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

  @Test
  void connectionIsEstablishedAndAccepted() throws IOException {
    var listener = listen();
    var client = open(network().connect(listener.localAddress()));

    finishConnect(client);
    var server = accept(listener);

    assertEquals(client.localAddress(), server.remoteAddress());
    assertEquals(client.remoteAddress(), server.localAddress());
    assertTrue(client.finishConnect());
    assertTrue(server.finishConnect());
  }

  @Test
  void portZeroAsksForAFreeOne() throws IOException {
    var first = (InetSocketAddress) listen().localAddress();
    var second = (InetSocketAddress) listen().localAddress();

    assertNotEquals(0, first.getPort());
    assertNotEquals(first.getPort(), second.getPort());
  }

  @Test
  void connectionToWhereNobodyListensIsRefused() throws IOException {
    var listener = listen();
    var address = listener.localAddress();
    listener.close();

    assertThrows(ConnectException.class, () -> finishConnect(open(network().connect(address))));
  }

  @Test
  void transferBeforeTheConnectionIsEstablishedIsAMistake() throws IOException {
    var client = open(network().connect(listen().localAddress()));

    assertThrows(NotYetConnectedException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(NotYetConnectedException.class, () -> client.write(ByteBuffer.allocate(1)));
    assertThrows(NotYetConnectedException.class, client::shutdownOutput);
  }

  @Test
  void addressOfAnUnknownKindCannotBeUsed() {
    var strange = new StrangeAddress();

    assertThrows(IOException.class, () -> network().connect(strange));
    assertThrows(IOException.class, () -> network().listen(strange, 1));
    assertThrows(IOException.class, () -> network().bind(strange));
  }

  @Test
  void acceptReturnsNullWhileNobodyConnects() throws IOException {
    assertNull(listen().accept());
  }

  @Test
  void listenerIsWokenWhenSomebodyConnects() throws IOException {
    var listener = listen();
    var woken = new AtomicBoolean();
    listener.onReadable(() -> woken.set(true));

    open(network().connect(listener.localAddress()));
    awaitTrue(woken);

    var accepted = listener.accept();
    assertNotNull(accepted);
    accepted.close();
  }

  @Test
  void addressInUseCannotBeBoundAgain() throws IOException {
    var address = listen().localAddress();

    assertThrows(BindException.class, () -> network().listen(address, 1));
  }

  @Test
  void addressOfSomebodyElseCannotBeBound() throws IOException {
    var foreign = new InetSocketAddress(InetAddress.ofLiteral("203.0.113.7"), 0);

    assertThrows(BindException.class, () -> network().listen(foreign, 1));
    assertThrows(BindException.class, () -> network().bind(foreign));
  }

  @Test
  void backlogLessThanOneIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> network().listen(ANY_PORT, 0));
  }

  @Test
  void bytesArriveInOrderHoweverMany() throws IOException {
    var pair = pair();
    var sent = new byte[MANY];
    new Random(1).nextBytes(sent);

    assertArrayEquals(sent, pump(pair.client, pair.server, sent));
    assertArrayEquals(sent, pump(pair.server, pair.client, sent));
  }

  @Test
  void readReturnsZeroWhileNothingHasArrived() throws IOException {
    assertEquals(0, pair().server.read(ByteBuffer.allocate(8)));
  }

  @Test
  void readWithoutRoomReturnsZeroAndLosesNothing() throws IOException {
    var pair = pair();
    writeAll(pair.client, "x");
    awaitReadable(pair.server);

    assertEquals(0, pair.server.read(ByteBuffer.allocate(0)));
    assertEquals("x", readAtLeast(pair.server, 1));
  }

  @Test
  void writeOfNothingReturnsZero() throws IOException {
    assertEquals(0, pair().client.write(ByteBuffer.allocate(0)));
  }

  @Test
  void writeReturnsZeroWithoutRoomAndIsWokenWhenThereIsSome() throws IOException {
    var pair = pair();
    int written = fill(pair.client);
    var woken = new AtomicBoolean();
    pair.client.onWritable(() -> woken.set(true));

    drain(pair.server, written);
    awaitTrue(woken);

    assertTrue(pair.client.write(ByteBuffer.allocate(1)) > 0);
  }

  @Test
  void shutdownOutputEndsTheOthersInputAfterAllBytes() throws IOException {
    var pair = pair();
    writeAll(pair.client, "last words");

    pair.client.shutdownOutput();

    assertEquals("last words", readToEnd(pair.server));
  }

  @Test
  void afterShutdownOutputTheOtherDirectionGoesOn() throws IOException {
    var pair = pair();
    pair.client.shutdownOutput();
    readToEnd(pair.server);

    writeAll(pair.server, "answer");

    assertEquals("answer", readAtLeast(pair.client, 6));
  }

  @Test
  void shutdownOutputTwiceIsOnce() throws IOException {
    var pair = pair();

    pair.client.shutdownOutput();
    pair.client.shutdownOutput();

    assertEquals("", readToEnd(pair.server));
  }

  @Test
  void writeAfterShutdownOutputFails() throws IOException {
    var pair = pair();
    pair.client.shutdownOutput();

    assertThrows(IOException.class, () -> pair.client.write(ByteBuffer.allocate(1)));
  }

  @Test
  void endOfStreamIsReadAgainAndAgain() throws IOException {
    var pair = pair();
    pair.client.close();
    readToEnd(pair.server);

    assertEquals(-1, pair.server.read(ByteBuffer.allocate(1)));
    assertEquals(-1, pair.server.read(ByteBuffer.allocate(1)));
  }

  @Test
  void closeDeliversWhatWasWritten() throws IOException {
    var pair = pair();
    writeAll(pair.client, "goodbye");

    pair.client.close();

    assertEquals("goodbye", readToEnd(pair.server));
  }

  @Test
  void closeWithUnreadBytesLeavesTheOtherEndNotWaiting() throws IOException {
    var pair = pair();
    writeAll(pair.client, "never read");
    awaitReadable(pair.server);

    pair.server.close();

    // Whether it meets the end of the stream before the reset is a matter of luck.
    assertThrows(
        IOException.class,
        () -> {
          readToEnd(pair.client);
          writeAgainAndAgain(pair.client);
        });
  }

  @Test
  void writingToAClosedEndFailsInTheEnd() throws IOException {
    var pair = pair();
    pair.server.close();

    assertThrows(IOException.class, () -> writeAgainAndAgain(pair.client));
  }

  @Test
  void wakeIsCalledOnce() throws IOException {
    var pair = pair();
    var calls = new AtomicInteger();
    pair.server.onReadable(calls::incrementAndGet);

    writeAll(pair.client, "a");
    while (calls.get() == 0) {
      pause();
    }
    pollOneByte(pair.server);
    writeAll(pair.client, "b");
    pollOneByte(pair.server);

    assertEquals(1, calls.get());
  }

  @Test
  void wakeIsCalledAtOnceWhenSomethingIsThere() throws IOException {
    var pair = pair();
    writeAll(pair.client, "x");
    awaitReadable(pair.server);

    awaitReadable(pair.server);

    assertEquals("x", readAtLeast(pair.server, 1));
  }

  @Test
  void laterWakeReplacesAnEarlierOne() throws IOException {
    var pair = pair();
    var replaced = new AtomicBoolean();
    pair.server.onReadable(() -> replaced.set(true));
    var woken = new AtomicBoolean();
    pair.server.onReadable(() -> woken.set(true));

    writeAll(pair.client, "x");
    awaitTrue(woken);

    assertFalse(replaced.get());
  }

  @Test
  void waitThatIsGivenUpTakesNothing() throws IOException {
    var pair = pair();
    var abandoned = new AtomicBoolean();
    pair.server.onReadable(() -> abandoned.set(true));

    writeAll(pair.client, "still here");
    awaitTrue(abandoned);

    assertEquals("still here", readAtLeast(pair.server, 10));
  }

  @Test
  void endOfStreamWakesTheReader() throws IOException {
    var pair = pair();
    var woken = new AtomicBoolean();
    pair.server.onReadable(() -> woken.set(true));

    pair.client.shutdownOutput();
    awaitTrue(woken);

    assertEquals(-1, pair.server.read(ByteBuffer.allocate(1)));
  }

  @Test
  void establishedConnectionIsWritable() throws IOException {
    var woken = new AtomicBoolean();

    pair().client.onWritable(() -> woken.set(true));

    awaitTrue(woken);
  }

  @Test
  void closeWakesWhoeverWaits() throws IOException {
    var pair = pair();
    fill(pair.client);
    var reader = new AtomicBoolean();
    var writer = new AtomicBoolean();
    pair.client.onReadable(() -> reader.set(true));
    pair.client.onWritable(() -> writer.set(true));

    pair.client.close();

    awaitTrue(reader);
    awaitTrue(writer);
  }

  @Test
  void closeWakesWhoeverAccepts() throws IOException {
    var listener = listen();
    var woken = new AtomicBoolean();
    listener.onReadable(() -> woken.set(true));

    listener.close();

    awaitTrue(woken);
    assertThrows(ClosedChannelException.class, listener::accept);
  }

  @Test
  void closedConnectionRefusesEverythingButWakesAndClose() throws IOException {
    var client = pair().client;
    client.close();
    client.close();

    assertThrows(ClosedChannelException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> client.write(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, client::shutdownOutput);
    assertThrows(ClosedChannelException.class, client::finishConnect);
    assertThrows(ClosedChannelException.class, client::localAddress);
    assertThrows(ClosedChannelException.class, client::remoteAddress);
    awaitReadable(client);
    await(client::onWritable);
  }

  @Test
  void connectionCanBeClosedWhileItIsBeingMade() throws IOException {
    var client = open(network().connect(listen().localAddress()));

    client.close();

    assertThrows(ClosedChannelException.class, client::finishConnect);
  }

  @Test
  void closedListenersAddressIsFree() throws IOException {
    var listener = listen();
    var address = listener.localAddress();
    listener.close();

    var again = open(network().listen(address, 1));

    assertEquals(address, again.localAddress());
  }

  @Test
  void unixDomainAddressesCarryStreamsToo(@TempDir Path directory) throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    var listener = open(network().listen(address, 1));
    var client = open(network().connect(address));
    finishConnect(client);
    var server = accept(listener);

    writeAll(client, "over a path");
    client.shutdownOutput();

    assertEquals(address, listener.localAddress());
    assertEquals(address, client.remoteAddress());
    assertEquals("over a path", readToEnd(server));
  }

  @Test
  void datagramArrivesWholeWithItsSender() throws IOException {
    var sender = datagrams();
    var receiver = datagrams();

    assertTrue(sender.send(bytes("ping"), receiver.localAddress()));

    var into = ByteBuffer.allocate(100);
    assertEquals(sender.localAddress(), receive(receiver, into));
    assertEquals("ping", text(into));
  }

  @Test
  void sendTakesTheWholeBuffer() throws IOException {
    var datagram = bytes("ping");

    datagrams().send(datagram, datagrams().localAddress());

    assertFalse(datagram.hasRemaining());
  }

  @Test
  void emptyDatagramArrives() throws IOException {
    var sender = datagrams();
    var receiver = datagrams();

    sender.send(ByteBuffer.allocate(0), receiver.localAddress());

    var into = ByteBuffer.allocate(100);
    assertEquals(sender.localAddress(), receive(receiver, into));
    assertEquals("", text(into));
  }

  @Test
  void whatDoesNotFitOfADatagramIsLost() throws IOException {
    var sender = datagrams();
    var receiver = datagrams();
    sender.send(bytes("too long"), receiver.localAddress());
    sender.send(bytes("next"), receiver.localAddress());

    var small = ByteBuffer.allocate(3);
    receive(receiver, small);
    var into = ByteBuffer.allocate(100);
    receive(receiver, into);

    assertEquals("too", text(small));
    assertEquals("next", text(into));
  }

  @Test
  void receiveReturnsNullWhileNothingHasArrived() throws IOException {
    assertNull(datagrams().receive(ByteBuffer.allocate(1)));
  }

  @Test
  void datagramLargerThanTheNetworkCarriesIsAFailure() throws IOException {
    var socket = datagrams();

    assertThrows(
        IOException.class, () -> socket.send(ByteBuffer.allocate(70_000), socket.localAddress()));
  }

  @Test
  void datagramAddressInUseCannotBeBoundAgain() throws IOException {
    var address = datagrams().localAddress();

    assertThrows(BindException.class, () -> network().bind(address));
  }

  @Test
  void closedDatagramSocketRefusesEverything() throws IOException {
    var socket = datagrams();
    var address = socket.localAddress();
    socket.close();

    assertThrows(ClosedChannelException.class, () -> socket.send(bytes("x"), address));
    assertThrows(ClosedChannelException.class, () -> socket.receive(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, socket::localAddress);
    awaitReadable(socket);
  }

  @Test
  void localhostIsALoopbackAddress() throws IOException {
    assertTrue(network().resolve("localhost").getFirst().isLoopbackAddress());
  }

  @Test
  void addressLiteralIsItsOwnName() throws IOException {
    assertEquals(List.of(InetAddress.ofLiteral("192.0.2.1")), network().resolve("192.0.2.1"));
  }

  @Test
  void nameThatNobodyHasIsUnknown() {
    assertThrows(UnknownHostException.class, () -> network().resolve("nobody.invalid"));
  }

  private Listener listen() throws IOException {
    return open(network().listen(ANY_PORT, 16));
  }

  private Datagrams datagrams() throws IOException {
    return open(network().bind(ANY_PORT));
  }

  private Pair pair() throws IOException {
    var listener = listen();
    var client = open(network().connect(listener.localAddress()));
    finishConnect(client);
    return new Pair(client, accept(listener));
  }

  private <E extends Endpoint> E open(E endpoint) {
    opened.add(endpoint);
    return endpoint;
  }

  private void finishConnect(Connection connection) throws IOException {
    while (!connection.finishConnect()) {
      await(connection::onWritable);
    }
  }

  private Connection accept(Listener listener) throws IOException {
    var connection = listener.accept();
    while (connection == null) {
      awaitReadable(listener);
      connection = listener.accept();
    }
    return open(connection);
  }

  private void awaitReadable(Endpoint endpoint) {
    await(endpoint::onReadable);
  }

  /// Reads a byte without registering for a wake-up.
  private void pollOneByte(Connection connection) throws IOException {
    while (connection.read(ByteBuffer.allocate(1)) == 0) {
      pause();
    }
  }

  private void await(Consumer<Runnable> register) {
    var woken = new AtomicBoolean();
    var waiter = Thread.currentThread();
    register.accept(() -> {
      woken.set(true);
      LockSupport.unpark(waiter);
    });
    awaitTrue(woken);
  }

  private void awaitTrue(AtomicBoolean condition) {
    while (!condition.get()) {
      assertFalse(Thread.currentThread().isInterrupted(), "nobody has called the wake-up in time");
      pause();
    }
  }

  private void writeAll(Connection connection, String text) throws IOException {
    var bytes = bytes(text);
    while (bytes.hasRemaining()) {
      if (connection.write(bytes) == 0) {
        await(connection::onWritable);
      }
    }
  }

  private void writeAgainAndAgain(Connection connection) throws IOException {
    for (int i = 0; i < 100; i++) {
      connection.write(bytes("x"));
      pause();
    }
  }

  private String readAtLeast(Connection connection, int count) throws IOException {
    var into = ByteBuffer.allocate(1024);
    while (into.position() < count) {
      if (connection.read(into) == 0) {
        awaitReadable(connection);
      }
    }
    return text(into);
  }

  private String readToEnd(Connection connection) throws IOException {
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

  private int fill(Connection connection) throws IOException {
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

  private void drain(Connection connection, int bytes) throws IOException {
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
  private byte[] pump(Connection from, Connection to, byte[] sent) throws IOException {
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

  private SocketAddress receive(Datagrams socket, ByteBuffer into) throws IOException {
    var from = socket.receive(into);
    while (from == null) {
      awaitReadable(socket);
      from = socket.receive(into);
    }
    return from;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ByteBuffer written) {
    return StandardCharsets.UTF_8.decode(written.flip()).toString();
  }

  private record Pair(Connection client, Connection server) {}

  /// An address of a kind that no network knows.
  private static final class StrangeAddress extends SocketAddress {
    private static final long serialVersionUID = 1;
  }
}
