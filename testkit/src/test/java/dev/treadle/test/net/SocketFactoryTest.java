package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// JDK sockets over the fake network, in the real world's time: a real-clock suite.
@Timeout(60)
class SocketFactoryTest {

  private final SimNet net = SimNet.create();
  private final SimHost client = net.host("client");
  private final SimHost server = net.host("server");
  private ServerSocket listening;
  private Socket near;
  private Socket far;

  @BeforeEach
  void connect() throws IOException {
    listening = server.serverSocketFactory().createServerSocket(80);
    near = client.socketFactory().createSocket("server", 80);
    far = listening.accept();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    listening.close();
  }

  @Test
  void socketsKnowBothAddresses() {
    assertThat(near.isConnected()).isTrue();
    assertThat(near.getInetAddress()).isEqualTo(server.address());
    assertThat(near.getPort()).isEqualTo(80);
    assertThat(near.getLocalAddress()).isEqualTo(client.address());
    assertThat(near.getLocalPort()).isEqualTo(49152);
    assertThat(far.getRemoteSocketAddress()).isEqualTo(near.getLocalSocketAddress());
    assertThat(far.getLocalSocketAddress()).isEqualTo(near.getRemoteSocketAddress());
    assertThat(listening.getLocalPort()).isEqualTo(80);
  }

  @Test
  void bytesGoBothWaysUntilTheEnd() throws Exception {
    var echo = start(() -> far.getInputStream().transferTo(far.getOutputStream()));
    var sent = "x".repeat(300_000);
    var writing = start(() -> send(near, sent));

    var received = readExactly(near, sent.length());
    near.shutdownOutput();

    assertThat(received).isEqualTo(sent);
    assertThat(echo.get()).isEqualTo(300_000);
    assertThat(writing.get()).isTrue();
  }

  @Test
  void shutdownOutputEndsTheOthersInputOnly() throws IOException {
    send(near, "request");
    near.shutdownOutput();
    var request = new String(far.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    send(far, "answer");

    assertThat(request).isEqualTo("request");
    assertThat(readExactly(near, 6)).isEqualTo("answer");
  }

  @Test
  void shutdownInputEndsTheOwnInput() throws Exception {
    var reading = start(() -> near.getInputStream().read());
    Blocked.await(reading.thread());

    near.shutdownInput();

    assertThat(reading.get()).isEqualTo(-1);
  }

  @Test
  void singleBytesAreUnsigned() throws IOException {
    near.getOutputStream().write(0xfe);

    assertThat(far.getInputStream().read()).isEqualTo(0xfe);
  }

  @Test
  void availableIsWhatCanBeReadWithoutWaiting() throws IOException {
    send(near, "abc");
    far.getInputStream().read();

    assertThat(far.getInputStream().available()).isEqualTo(2);
  }

  @Test
  void connectToAPortOfNobodyIsRefused() {
    assertThatExceptionOfType(ConnectException.class)
        .isThrownBy(() -> client.socketFactory().createSocket("server", 81))
        .withMessage("Connection refused: nobody listens on server:81");
  }

  @Test
  void connectToAnUnknownHostSaysSo() {
    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> client.socketFactory().createSocket("sever", 80))
        .withMessageStartingWith("unknown host 'sever'");
  }

  @Test
  void connectFromABoundAddressUsesIt() throws IOException {
    try (var socket =
        client.socketFactory().createSocket(server.address(), 80, client.address(), 7777)) {
      assertThat(socket.getLocalPort()).isEqualTo(7777);
    }
  }

  @Test
  void boundPortIsTakenUntilTheSocketIsClosed() throws IOException {
    var local = new InetSocketAddress(client.address(), 7777);
    try (var first = client.socketFactory().createSocket();
        var second = client.socketFactory().createSocket()) {
      first.bind(local);
      assertThatExceptionOfType(BindException.class).isThrownBy(() -> second.bind(local));
    }

    try (var third = client.socketFactory().createSocket()) {
      third.bind(local);
      assertThat(third.getLocalPort()).isEqualTo(7777);
    }
  }

  @Test
  void serverPortInUseCannotBeBound() {
    assertThatExceptionOfType(BindException.class)
        .isThrownBy(() -> server.serverSocketFactory().createServerSocket(80))
        .withMessage("address in use: server:80 belongs to listener server:80");
  }

  @Test
  void serverPortZeroIsAFreeOne() throws IOException {
    try (var free = server.serverSocketFactory().createServerSocket(0)) {
      assertThat(free.getLocalPort()).isEqualTo(49152);
    }
  }

  @Test
  void resetIsReportedAsTheJdkDoes() {
    net.between(client, server).reset();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> near.getInputStream().read())
        .withMessage("Connection reset");
  }

  @Test
  void closingWithLingerZeroResets() throws IOException {
    far.setSoLinger(true, 0);
    send(far, "lost");
    far.close();

    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> near.getInputStream().readAllBytes())
        .withMessage("Connection reset");
  }

  @Test
  void closingASocketEndsAWaitInIt() throws Exception {
    var reading = start(() -> near.getInputStream().read());
    Blocked.await(reading.thread());

    near.close();

    assertThat(reading.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
  }

  @Test
  void closingAServerSocketEndsAWaitInIt() throws Exception {
    var accepting = start(listening::accept);
    Blocked.await(accepting.thread());

    listening.close();

    assertThat(accepting.failure()).isInstanceOf(SocketException.class).hasMessage("Socket closed");
  }

  @Test
  void interruptClosesTheSocketThatIsReadFrom() throws Exception {
    var reading = start(() -> near.getInputStream().read());
    Blocked.await(reading.thread());

    reading.thread().interrupt();

    assertThat(reading.failure())
        .isInstanceOf(SocketException.class)
        .hasMessage("Closed by interrupt");
    assertThat(near.isClosed() || isUnusable(near)).isTrue();
  }

  @Test
  void interruptClosesTheSocketThatIsWrittenTo() throws Exception {
    var writing = start(() -> send(near, "x".repeat(1_000_000)));
    Blocked.await(writing.thread());

    writing.thread().interrupt();

    assertThat(writing.failure())
        .isInstanceOf(SocketException.class)
        .hasMessage("Closed by interrupt");
  }

  @Test
  void interruptClosesTheServerSocketThatAccepts() throws Exception {
    var accepting = start(listening::accept);
    Blocked.await(accepting.thread());

    accepting.thread().interrupt();

    assertThat(accepting.failure())
        .isInstanceOf(SocketException.class)
        .hasMessage("Closed by interrupt");
  }

  @Test
  void optionsAreRemembered() throws IOException {
    near.setTcpNoDelay(true);
    near.setKeepAlive(true);
    near.setReuseAddress(true);
    near.setSoLinger(true, 5);
    near.setOption(StandardSocketOptions.SO_RCVBUF, 1234);

    assertThat(near.getTcpNoDelay()).isTrue();
    assertThat(near.getKeepAlive()).isTrue();
    assertThat(near.getReuseAddress()).isTrue();
    assertThat(near.getSoLinger()).isEqualTo(5);
    assertThat(near.getReceiveBufferSize()).isEqualTo(1234);
    assertThat(near.supportedOptions()).contains(StandardSocketOptions.TCP_NODELAY);
  }

  @Test
  void lingeringCanBeSwitchedOff() throws IOException {
    near.setSoLinger(true, 5);
    near.setSoLinger(false, 0);

    assertThat(near.getSoLinger()).isEqualTo(-1);
  }

  @Test
  void urgentDataIsNotSupported() {
    assertThatExceptionOfType(SocketException.class)
        .isThrownBy(() -> near.sendUrgentData(1))
        .withMessage("Urgent data not supported");
  }

  @Test
  void writersDoNotTearEachOthersBytesApart() throws Exception {
    var one = start(() -> send(near, "a".repeat(200_000)));
    var two = start(() -> send(near, "b".repeat(200_000)));

    var received = readExactly(far, 400_000);

    assertThat(received).matches("a{200000}b{200000}|b{200000}a{200000}");
    assertThat(one.get() && two.get()).isTrue();
  }

  private static boolean isUnusable(Socket socket) {
    try {
      socket.getInputStream().read();
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  private static boolean send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private static String readExactly(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
  }

  private static <T> Blocked<T> start(Callable<T> body) {
    return Blocked.start(new FutureTask<>(body));
  }
}
