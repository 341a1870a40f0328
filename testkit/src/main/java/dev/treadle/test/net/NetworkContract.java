package dev.treadle.test.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What every [dev.treadle.seam.Network] must do, as a test class to extend; [SimNet] and real
/// sockets pass it alike.
///
/// One thread plays both ends. It asserts with JUnit alone, so that a subclass needs nothing else.
///
/// {@snippet class=dev.treadle.test.net.SimNetSnippets region=contract lang=java}
@Timeout(60)
public abstract class NetworkContract extends StreamContract {

  /// For subclasses.
  protected NetworkContract() {}

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
  void closeWakesWhoeverAccepts() throws IOException {
    var listener = listen();
    var woken = new AtomicBoolean();
    listener.onReadable(() -> woken.set(true));

    listener.close();

    awaitTrue(woken);
    assertThrows(ClosedChannelException.class, listener::accept);
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
  void unixDomainSocketsCanBeAborted(@TempDir Path directory) throws IOException {
    var address = UnixDomainSocketAddress.of(directory.resolve("socket"));
    var listener = open(network().listen(address, 1));
    var client = open(network().connect(address));
    finishConnect(client);
    var server = accept(listener);

    client.abort();
    awaitReadable(server);

    // Whether the other end is told of it, or just reads the end, is the system's business.
    assertThrows(
        IOException.class,
        () -> {
          if (server.read(ByteBuffer.allocate(1)) < 0) {
            writeAgainAndAgain(server);
          }
        });
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
}
