package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.Treadle;
import dev.treadle.seam.Network;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

class ListenerTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  // --- accept

  @TreadleTest
  void anAcceptThatIsGivenUpTakesNobody() throws IOException {
    try (var listener = Tcp.listen(0)) {
      assertThat(moveOnAfter(SECOND, listener::accept)).isEmpty();

      try (var pair = SocketPair.connected(listener, () -> connect(listener))) {
        assertThat(pair.server()).isNotNull();
      }
    }
  }

  @TreadleTest(explore = 5_000)
  void everyConnectionIsAcceptedOnceWhoeverIsCancelled(Simulation simulation) throws IOException {
    var accepted = new AtomicInteger();
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        for (int i = 0; i < 2; i++) {
          group.start(() -> connect(listener).close());
        }
        var impatient =
            group.start(() -> {
              acceptOne(listener, accepted);
            });
        impatient.cancel("enough");
        Tasks.waitAll(List.of(impatient));
        while (accepted.get() < 2) {
          acceptOne(listener, accepted);
        }
      });
    }
    assertThat(accepted).hasValue(2);
  }

  private static void acceptOne(Listener listener, AtomicInteger accepted) throws IOException {
    try (var _ = listener.accept()) {
      accepted.incrementAndGet();
    }
  }

  @TreadleTest
  void closingWakesWhoeverAccepts(Simulation simulation) throws IOException {
    var listener = Tcp.listen(0);
    TaskGroup.run(group -> {
      group.start(
          () -> assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class));
      simulation.awaitBlocked();
      listener.close();
    });
  }

  @TreadleTest
  void aSecondTaskThatAcceptsIsToldSo(Simulation simulation) throws IOException {
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(ListenerTest::echoAfterASecond));
        simulation.awaitBlocked();

        assertThatThrownBy(listener::accept)
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "two tasks wait for a connection at %s at the same time; only one can", listener);
        assertThat(talk(listener)).isTrue();
      });
    }
  }

  @TreadleTest(realTime = true)
  void afterClosingNothingWorksAndClosingAgainDoesNothing() throws IOException {
    var listener = Tcp.listen(0);
    int port = listener.port();
    listener.close();
    listener.close();

    assertThatThrownBy(listener::accept).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(listener::address).isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(listener::port).isInstanceOf(ClosedChannelException.class);
    listener.serve(ListenerTest::echoAfterASecond);
    assertThat(listener).hasToString("127.0.0.1:" + port);
  }

  // --- serve

  @TreadleTest(explore = 2_000)
  void whenItIsCancelledEveryConnectionIsClosed() throws IOException {
    var listener = Tcp.listen(0);
    TaskGroup.run(group -> {
      var serving = group.start(() -> listener.serve(ListenerTest::readOne));
      for (int i = 0; i < 3; i++) {
        // Reads the end, or is reset if it was not accepted.
        group.start(() -> catchThrowable(() -> connectAndRead(listener)));
      }
      group.start(() -> {
        serving.cancel("enough");
        Tasks.waitAll(List.of(serving));
        listener.close();
      });
    });
  }

  private static void connectAndRead(Listener listener) throws IOException {
    try (var client = connect(listener)) {
      readOne(client);
    }
  }

  private static void readOne(ByteStream stream) throws IOException {
    stream.read(ByteBuffer.allocate(1));
  }

  @TreadleTest
  void eachConnectionHasATaskOfItsOwn(Simulation simulation) throws IOException {
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(ListenerTest::echoAfterASecond));
        simulation.awaitBlocked();

        Treadle.gather(List.of(1, 2, 3), _ -> talk(listener));
      });
    }
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void noMoreHandlersRunAtOnceThanAreAllowed(Simulation simulation) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var listener = Tcp.listen(address, settings -> settings.withMaxConnections(2))) {
      TaskGroup.run(group -> {
        group.startDaemon(() -> listener.serve(ListenerTest::echoAfterASecond));
        simulation.awaitBlocked();

        Treadle.gather(List.of(1, 2, 3), _ -> talk(listener));
      });
    }
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.multipliedBy(2));
  }

  @TreadleTest
  void aHandlerThatFailsEndsItsOwnConnectionOnly(Simulation simulation) throws IOException {
    var calls = new AtomicInteger();
    try (var listener = Tcp.listen(0)) {
      TaskGroup.run(group -> {
        group.startDaemon(() ->
            listener.serve(stream -> {
              if (calls.incrementAndGet() == 1) {
                throw new IOException("the first has bad luck");
              }
              echoAfterASecond(stream);
            }));
        simulation.awaitBlocked();

        try (var unlucky = connect(listener)) {
          assertThat(unlucky.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        }
        assertThat(talk(listener)).isTrue();
      });
    }
  }

  @TreadleTest
  void whoIsAskedToStopLetsHandlersEndAndAcceptsNobodyMore(Simulation simulation)
      throws IOException {
    var listener = Tcp.listen(0);
    var served = new AtomicInteger();
    TaskGroup.run(group -> {
      group.start(() -> {
        listener.serve(ListenerTest::echoAfterASecond);
        served.incrementAndGet();
      });
      simulation.awaitBlocked();
      var client = connect(listener);
      client.write(ByteBuffer.wrap(new byte[] {7}));
      simulation.awaitBlocked();

      group.cancel("the program ends", Duration.ofSeconds(10));

      assertThat(client.read(ByteBuffer.allocate(1))).isEqualTo(1);
      client.close();
    });
    assertThat(served).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void whenItIsCancelledAllHandlersHaveEnded(Simulation simulation) throws IOException {
    var ended = new AtomicInteger();
    try (var listener = Tcp.listen(0)) {
      moveOnAfter(
          SECOND,
          () ->
              TaskGroup.run(group -> {
                group.start(() ->
                    listener.serve(stream -> {
                      try {
                        stream.read(ByteBuffer.allocate(1));
                      } finally {
                        ended.incrementAndGet();
                      }
                    }));
                simulation.awaitBlocked();
                try (var _ = connect(listener)) {
                  sleep(SECOND.multipliedBy(2));
                }
              }));
    }
    assertThat(ended).hasValue(1);
  }

  @TreadleTest
  void anAcceptThatFailsIsTriedAgainAfterAPause(Simulation simulation) {
    var listener = new Failing();
    new Listener(listener, ListenSettings.defaults()).serve(_ -> {});

    assertThat(listener.accepts)
        .containsExactly(Duration.ZERO, Duration.ofMillis(100), Duration.ofMillis(200));
  }

  /// Fails twice for want of descriptors, then is closed.
  private static final class Failing implements Network.Listener {

    private final long start = System.nanoTime();
    private final List<Duration> accepts = new ArrayList<>();

    @Override
    public Network.@Nullable Connection accept() throws IOException {
      accepts.add(Duration.ofNanos(System.nanoTime() - start));
      if (accepts.size() > 2) {
        throw new ClosedChannelException();
      }
      throw new IOException("Too many open files");
    }

    @Override
    public SocketAddress localAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 80);
    }

    @Override
    public void onReadable(Runnable wake) {
      throw new AssertionError("there was always something to be told");
    }

    @Override
    public void close() {}
  }

  private static ByteStream connect(Listener listener) throws IOException {
    return Tcp.connect((InetSocketAddress) listener.address());
  }

  private static boolean talk(Listener listener) throws IOException {
    try (var stream = connect(listener)) {
      stream.write(ByteBuffer.wrap(new byte[] {7}));
      return stream.read(ByteBuffer.allocate(1)) == 1;
    }
  }

  private static void echoAfterASecond(ByteStream stream) throws IOException {
    var buffer = ByteBuffer.allocate(1);
    stream.read(buffer);
    sleep(SECOND);
    stream.write(buffer.flip());
  }
}
