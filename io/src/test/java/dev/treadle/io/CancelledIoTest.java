package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Action;
import dev.treadle.TaskGroup;
import dev.treadle.io.file.Files;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.io.TempDir;

/// Every kind of wait on the real machine, cancelled anywhere: it ends soon, and when the test is
/// over its descriptors are counted.
class CancelledIoTest {

  private static final int TIMES = 40;

  /// What half of them must not take longer than, on a machine that is busy with other things. The
  /// interrupt that is repeated after a second would come too late.
  private static final Duration PROMPT = Duration.ofMillis(300);

  private static void cancelledAnywhere(Action<IOException> io) throws IOException {
    var late = new ArrayList<Duration>();
    for (int i = 0; i < TIMES; i++) {
      var limit = Duration.ofNanos(i * 40_000L);
      long start = System.nanoTime();
      boolean _ = moveOnAfter(limit, io);
      late.add(Duration.ofNanos(System.nanoTime() - start).minus(limit));
    }
    late.sort(null);
    assertThat(late.get(TIMES / 2)).isLessThan(PROMPT);
  }

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
      cancelledAnywhere(() -> listener.accept().close());
      cancelledAnywhere(() -> {
        try (var stream = Tcp.connect("localhost", listener.port())) {
          readOne(stream);
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void readingAndWriting() throws IOException {
    try (var pair = SocketPair.open()) {
      cancelledAnywhere(() -> readOne(pair.client()));
    }
    var much = ByteBuffer.allocate(20_000_000);
    for (int i = 0; i < TIMES; i++) {
      var limit = Duration.ofNanos(i * 40_000L);
      try (var pair = SocketPair.open()) {
        assertThat(moveOnAfter(limit, () -> pair.client().write(much.clear()))).isFalse();
      }
    }
  }

  @TreadleTest(realTime = true)
  void unixSockets(@TempDir Path directory) throws IOException {
    var path = directory.resolve("socket");
    try (var listener = UnixSocket.listen(path)) {
      cancelledAnywhere(() -> listener.accept().close());
      cancelledAnywhere(() -> {
        try (var stream = UnixSocket.connect(path)) {
          readOne(stream);
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void datagrams() throws IOException {
    try (var socket = Udp.open(loopback(0))) {
      cancelledAnywhere(() -> socket.receive(ByteBuffer.allocate(1)));
    }
    cancelledAnywhere(() -> {
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
        cancelledAnywhere(() -> {
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
      cancelledAnywhere(() -> ProxyProtocol.read(pair.server()));
    }
  }

  @TreadleTest(realTime = true)
  void watchingADirectory(@TempDir Path directory) throws IOException {
    cancelledAnywhere(() -> Files.watch(directory).forEach(_ -> {}));
  }

  @TreadleTest(realTime = true)
  void serving() throws IOException {
    cancelledAnywhere(() -> {
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
