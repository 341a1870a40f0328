package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/// What only the machine's own network can show. The leak check of each test counts descriptors.
class RealSocketsTest {

  /// With both ends fewer than the 1024 descriptors that some systems allow.
  private static final int MANY = 400;

  @TreadleTest(realTime = true)
  void aReadThatIsGivenUpLeavesTheStreamUsable() throws IOException {
    try (var pair = SocketPair.open()) {
      var into = ByteBuffer.allocate(1);
      for (int i = 0; i < 20; i++) {
        assertThat(moveOnAfter(Duration.ofMillis(2), () -> pair.client().read(into))).isEmpty();
      }

      pair.server().write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(pair.client().read(into)).isEqualTo(1);
    }
  }

  @TreadleTest(realTime = true)
  void aCancelledReaderEndsAndTheConnectionGoesOn() throws IOException {
    try (var pair = SocketPair.open()) {
      TaskGroup.run(group -> {
        var reader = group.start("reader", () -> pair.client().read(ByteBuffer.allocate(1)));
        RealTime.eventually(
            Duration.ofSeconds(30),
            () -> assertThat(TaskTree.capture().toString()).contains("bytes from"));
        reader.cancel("enough");
      });

      pair.server().write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(pair.client().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }

  @TreadleTest(realTime = true)
  void aThreadThatIsInterruptedDoesNotCloseWhatItReadsAndWrites() throws IOException {
    try (var pair = SocketPair.open()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> pair.client().read(ByteBuffer.allocate(1)))
          .isInstanceOf(Cancelled.class);
      assertThat(Thread.interrupted()).isTrue();

      pair.client().write(ByteBuffer.wrap(new byte[] {7}));
      assertThat(pair.server().read(ByteBuffer.allocate(1))).isEqualTo(1);
    }
  }

  @TreadleTest(realTime = true)
  void manyConnectionsThatAreCancelledMidwayLeaveNoDescriptor() throws IOException {
    try (var listener = Tcp.listen(0)) {
      var address = (InetSocketAddress) listener.address();
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(stream -> stream.read(ByteBuffer.allocate(1))));
        for (int i = 0; i < MANY; i++) {
          var _ =
              moveOnAfter(
                  Duration.ofNanos(i * 2_000L),
                  () -> {
                    try (var stream = Tcp.connect(address)) {
                      return stream.read(ByteBuffer.allocate(1));
                    }
                  });
        }
      });
    }
  }

  @TreadleTest(realTime = true)
  void manyConnectionsAtOnceTalkAtOnce() throws IOException {
    try (var listener = Tcp.listen(0)) {
      var address = (InetSocketAddress) listener.address();
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(RealSocketsTest::echo));
        var bodies = new ArrayList<Integer>();
        for (int i = 0; i < MANY; i++) {
          bodies.add(i);
        }
        var sums = Treadle.gather(bodies, number -> talk(address, number));

        assertThat(sums).isEqualTo(bodies);
      });
    }
  }

  private static void echo(ByteStream stream) throws IOException {
    var buffer = ByteBuffer.allocate(64);
    while (stream.read(buffer) > 0) {
      stream.write(buffer.flip());
      buffer.clear();
    }
  }

  private static int talk(InetSocketAddress address, int number) throws IOException {
    try (var stream = Tcp.connect(address)) {
      for (int i = 0; i < 10; i++) {
        stream.write(ByteBuffer.allocate(4).putInt(0, number));
        if (ByteBuffer.wrap(ByteReader.of(stream).readExactly(4)).getInt() != number) {
          return -1;
        }
      }
      return number;
    }
  }

  @TreadleTest(realTime = true)
  void aListenerAtAPathTakesItsFileAway(@TempDir Path directory) throws IOException {
    var path = directory.resolve("socket");

    UnixSocket.listen(path).close();

    assertThat(path).doesNotExist();
    UnixSocket.listen(path).close();
  }

  @TreadleTest(realTime = true)
  void aSocketThatAKilledProgramLeftIsInUse(@TempDir Path directory) throws IOException {
    var path = directory.resolve("socket");
    ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path))
        .close();

    assertThatThrownBy(() -> UnixSocket.listen(path))
        .isInstanceOf(BindException.class)
        .hasMessage("could not listen on %s: Address already in use", path);
    assertThatThrownBy(() -> UnixSocket.connect(path))
        .isInstanceOf(ConnectException.class)
        .hasMessage("could not connect to %s: Connection refused", path);
    Files.delete(path);
    UnixSocket.listen(path).close();
  }

  @TreadleTest(realTime = true)
  void pathsThatCannotBeSocketsAreRefused(@TempDir Path directory) throws IOException {
    var missing = directory.resolve("none");
    var long_ = directory.resolve("x".repeat(200));

    assertThatThrownBy(() -> UnixSocket.connect(missing)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> UnixSocket.listen(missing.resolve("socket")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> UnixSocket.connect(long_)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> UnixSocket.listen(long_)).isInstanceOf(IOException.class);
  }

  @TreadleTest(realTime = true)
  void aNameIsLookedUpOnceHoweverManyAsk() throws IOException {
    var dns = Dns.create(settings -> settings);

    var answers = Treadle.gather(List.of(1, 2, 3), _ -> dns.resolve("localhost"));

    assertThat(answers.get(0).getFirst().isLoopbackAddress()).isTrue();
    assertThat(answers.get(1)).isSameAs(answers.get(0));
    assertThat(answers.get(2)).isSameAs(answers.get(0));
  }
}
