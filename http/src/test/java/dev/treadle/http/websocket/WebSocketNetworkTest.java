package dev.treadle.http.websocket;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.websocket.Talk.bytes;
import static dev.treadle.http.websocket.Talk.text;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Each;
import dev.treadle.TaskGroup;
import dev.treadle.io.ByteStream;
import dev.treadle.io.Tcp;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Over TCP, on the simulated network, where bytes come late and in pieces.
class WebSocketNetworkTest {

  private static final WebSocketSettings SETTINGS =
      WebSocketSettings.defaults().withPings(Duration.ofSeconds(20), Duration.ofSeconds(5));

  private final List<String> log = new ArrayList<>();

  private static void talk(Each<? super WebSocket, ?> serving, Each<? super WebSocket, ?> calling) {
    TaskGroup.run(group -> {
      try (var listener = Tcp.listen(80)) {
        group.start("server", () -> serve(listener.accept(), serving));
        WebSocket.connect(
            Tcp.connect("localhost", 80), Agreement.plain(), SETTINGS, calling::accept);
      }
    });
  }

  private static void serve(ByteStream stream, Each<? super WebSocket, ?> serving)
      throws Exception {
    WebSocket.serve(stream, Agreement.plain(), SETTINGS, serving);
  }

  private static void slow(Simulation simulation) {
    simulation
        .network()
        .links()
        .configure(link ->
            link.withLatency(Duration.ofMillis(1), Duration.ofMillis(40))
                .withSplits(true)
                .withBufferBytes(700));
  }

  @TreadleTest(explore = 300)
  void messagesOfAnySizeComeBack(Simulation simulation) {
    slow(simulation);
    talk(
        Talk::echo,
        socket -> {
          for (int size : new int[] {0, 1, 125, 126, 4_000}) {
            socket.send(new byte[size]);
            assertThat(bytes(socket.receive())).hasSize(size);
          }
        });
  }

  @TreadleTest(explore = 300)
  void aPingTakesAsLongAsTheWayThereAndBack(Simulation simulation) {
    slow(simulation);
    talk(
        socket -> thrownBy(WebSocketClosedException.class, socket::receive),
        socket ->
            assertThat(socket.ping())
                .isBetween(Duration.ofMillis(2), Duration.ofMillis(100 + 9 * 40)));
  }

  @TreadleTest
  void aNetworkThatIsCutIsNoticedByBothEnds(Simulation simulation) {
    var net = simulation.network();
    talk(
        socket -> log.add(thrownBy(WebSocketClosedException.class, socket::receive).reason()),
        socket -> {
          socket.ping();
          net.links().partition();
          log.add(thrownBy(WebSocketClosedException.class, socket::receive).reason());
        });

    assertThat(log)
        .containsExactly(
            "the peer did not answer a ping within PT5S",
            "the peer did not answer a ping within PT5S");
    assertThat(simulation.clock().elapsed())
        .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(26));
  }

  @TreadleTest
  void aConnectionThatIsResetEndsBothBlocks(Simulation simulation) {
    var net = simulation.network();
    talk(
        socket -> log.add("" + thrownBy(WebSocketClosedException.class, socket::receive).code()),
        socket -> {
          sleep(Duration.ofSeconds(1));
          net.links().reset();
          log.add("" + thrownBy(WebSocketClosedException.class, () -> socket.send("x")).code());
        });

    assertThat(log).containsExactlyInAnyOrder("1006", "1006");
  }

  @TreadleTest
  void aCloseReachesThePeerWhateverItIsDoing(Simulation simulation) {
    slow(simulation);
    talk(
        socket -> {
          for (int i = 0; i < 100; i++) {
            socket.send("x".repeat(50));
          }
        },
        socket -> {
          assertThat(text(socket.receive())).hasSize(50);
          socket.close(CloseCode.GOING_AWAY, "enough");
        });
  }
}
