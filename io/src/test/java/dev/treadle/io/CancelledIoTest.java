package dev.treadle.io;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of wait on the real machine, cancelled anywhere: it ends soon, and when the test is
/// over its descriptors are counted.
class CancelledIoTest {

  private static final TestAuthority AUTHORITY = new TestAuthority("authority");

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static void readAll(ByteStream stream) throws IOException {
    var some = ByteBuffer.allocate(1000);
    while (stream.read(some.clear()) >= 0) {
      // says nothing
    }
  }

  private static void readOne(ByteStream stream) throws IOException {
    stream.read(ByteBuffer.allocate(1));
  }

  @TreadleTest(realTime = true)
  void acceptingAndConnecting() throws IOException {
    try (var listener = Tcp.listen(0)) {
      CancelledAnywhere.run(() -> listener.accept().close());
      CancelledAnywhere.run(() -> {
        try (var stream = Tcp.connect("localhost", listener.port())) {
          readOne(stream);
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void readingAndWriting() throws IOException {
    try (var pair = SocketPair.open()) {
      CancelledAnywhere.run(() -> readOne(pair.client()));
    }
    var much = ByteBuffer.allocate(20_000_000);
    CancelledAnywhere.onPairs(
        SocketPair::open,
        pair -> {
          pair.client().write(much.clear());
          throw new AssertionError("a socket took more than it can hold");
        });
  }

  @TreadleTest(realTime = true)
  void connectingToWhoDoesNotAnswer() throws IOException {
    var waiting = new ArrayList<ByteStream>();
    try (var listener = Tcp.listen(loopback(0), settings -> settings.withBacklog(1))) {
      var address = loopback(listener.port());
      for (var next = patiently(address); next.isPresent(); next = patiently(address)) {
        waiting.add(next.get());
        assertThat(waiting).as("the backlog").hasSizeLessThan(5);
      }
      CancelledAnywhere.run(() -> Tcp.connect(address).close());

      for (var _ : List.copyOf(waiting)) {
        listener.accept().close();
      }
      waiting.add(Tcp.connect(address));
    } finally {
      for (var stream : waiting) {
        stream.close();
      }
    }
  }

  private static Optional<ByteStream> patiently(InetSocketAddress address) throws IOException {
    return moveOnAfter(Duration.ofMillis(200), () -> Tcp.connect(address));
  }

  @TreadleTest(realTime = true)
  void lookingUpNames() throws IOException {
    var dns = Dns.create(settings -> settings.withTtl(Duration.ZERO));

    CancelledAnywhere.run(() -> {
      var _ = dns.resolve("localhost");
    });
  }

  @TreadleTest(realTime = true)
  void secureStreams() throws IOException {
    var server = Tls.of(s -> s.withIdentity(AUTHORITY.sign("localhost").identity()));
    var client = Tls.of(s -> s.withTrust(AUTHORITY.trust()).withCloseWait(Duration.ZERO));
    try (var pair = secured(client, server)) {
      CancelledAnywhere.run(() -> readOne(pair.client()));

      pair.server().write(ByteBuffer.allocate(1));
      readOne(pair.client());
    }
    var much = ByteBuffer.allocate(20_000_000);
    CancelledAnywhere.onPairs(
        () -> secured(client, server), pair -> pair.client().write(much.clear()));
  }

  private static SocketPair secured(Tls client, Tls server) throws IOException {
    var below = SocketPair.open();
    return gather(
        () -> client.client(below.client(), "localhost"),
        () -> server.server(below.server()),
        SocketPair::new);
  }

  @TreadleTest(realTime = true)
  void unixSockets(@TempDir Path directory) throws IOException {
    var path = directory.resolve("socket");
    try (var listener = UnixSocket.listen(path)) {
      CancelledAnywhere.run(() -> listener.accept().close());
      CancelledAnywhere.run(() -> {
        try (var stream = UnixSocket.connect(path)) {
          readOne(stream);
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void datagrams() throws IOException {
    try (var socket = Udp.open(loopback(0))) {
      CancelledAnywhere.run(() -> socket.receive(ByteBuffer.allocate(1)));
    }
    CancelledAnywhere.run(() -> {
      try (var socket = Udp.open(loopback(0))) {
        socket.receive(ByteBuffer.allocate(1));
      }
    });
  }

  @TreadleTest(realTime = true)
  void handshakes() throws IOException {
    var tls = Tls.of(settings -> settings);
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(CancelledIoTest::readAll));
        CancelledAnywhere.run(() -> {
          try (var stream = Tcp.connect(loopback(listener.port()))) {
            tls.client(stream, "localhost").close();
          }
        });
      });
    }
  }

  @TreadleTest(realTime = true)
  void proxyHeaders() throws IOException {
    try (var pair = SocketPair.open()) {
      CancelledAnywhere.run(() -> ProxyProtocol.read(pair.server()));
    }
  }

  @TreadleTest(realTime = true)
  void serving() throws IOException {
    CancelledAnywhere.run(() -> {
      try (var listener = Tcp.listen(0)) {
        TaskGroup.run(group -> {
          group.start(() -> listener.serve(CancelledIoTest::readOne));
          try (var stream = Tcp.connect(loopback(listener.port()))) {
            readOne(stream);
          }
        });
      }
    });
  }
}
