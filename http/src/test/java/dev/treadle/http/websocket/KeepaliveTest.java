package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.websocket.Talk.text;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.io.MemoryStream;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Who is alive, and who is taken for dead.
class KeepaliveTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final WebSocketSettings SETTINGS =
      WebSocketSettings.defaults().withPings(Duration.ofSeconds(20), Duration.ofSeconds(5));

  private final List<String> log = new ArrayList<>();

  @TreadleTest
  void aPeerThatAnswersPingsIsKept(Simulation simulation) {
    Talk.create()
        .server(_ -> SETTINGS)
        .client(WebSocketSettings::withoutPings)
        .run(
            socket -> {
              assertThat(moveOnAfter(Duration.ofHours(1), socket::receive)).isEmpty();
              assertThat(socket.statistics().bytesReceived())
                  .as("a pong of 14 bytes every 20 seconds")
                  .isEqualTo(179 * 14);
            },
            socket -> thrownBy(WebSocketClosedException.class, socket::receive));
  }

  @TreadleTest
  void aPeerThatDoesNotAnswerIsTakenForDead(Simulation simulation) throws Exception {
    try (var pair = MemoryStream.pair()) {
      WebSocket.serve(
          pair.server(),
          Agreement.plain(),
          SETTINGS,
          socket ->
              assertThat(thrownBy(WebSocketClosedException.class, socket::receive))
                  .hasMessage("the WebSocket broke: the peer did not answer a ping within PT5S"));

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(25));
    }
  }

  @TreadleTest
  void aBlockThatIsBusyHearsOfItToo(Simulation simulation) {
    try (var pair = MemoryStream.pair()) {
      var failure =
          catchThrowableOfType(
              TaskFailedException.class,
              () ->
                  TaskGroup.run(_ ->
                      WebSocket.serve(
                          pair.server(), Agreement.plain(), SETTINGS, _ -> sleep(MINUTE))));

      assertThat(failure.getCause())
          .hasMessage("the WebSocket broke: the peer did not answer a ping within PT5S");
      assertThat(simulation.clock().elapsed())
          .isBetween(Duration.ofSeconds(25), Duration.ofMillis(25_200));
    }
  }

  @TreadleTest
  void aPeerThatTakesNothingIsTakenForDead() throws Exception {
    try (var pair = MemoryStream.pair(100)) {
      WebSocket.serve(
          pair.server(),
          Agreement.plain(),
          SETTINGS,
          socket ->
              assertThat(
                      thrownBy(WebSocketClosedException.class, () -> socket.send("x".repeat(1000))))
                  .hasMessage(
                      "the WebSocket broke: a ping could not be sent within PT5S, as the peer takes"
                          + " no bytes"));
    }
  }

  @TreadleTest
  void pingsAreAnsweredWhileNobodyReceives() {
    Talk.create()
        .server(WebSocketSettings::withoutPings)
        .client(_ -> SETTINGS)
        .run(
            socket -> {
              sleep(MINUTE.multipliedBy(10));
              socket.send("still here");
            },
            socket -> assertThat(text(socket.receive())).isEqualTo("still here"));
  }

  @TreadleTest
  void aProgramThatIsBusyDoesNotLoseItsPeer() {
    Talk.create()
        .both(_ -> SETTINGS)
        .run(
            socket -> {
              for (int i = 0; i < 100; i++) {
                socket.send("message " + i);
              }
              log.add(thrownBy(WebSocketClosedException.class, socket::receive).getMessage());
            },
            socket -> {
              // More messages wait than are read ahead, so pongs cannot be seen.
              sleep(MINUTE.multipliedBy(10));
              for (int i = 0; i < 100; i++) {
                assertThat(text(socket.receive())).isEqualTo("message " + i);
              }
            });

    assertThat(log).hasSize(1);
  }

  @TreadleTest
  void givingUpToReceiveAgainAndAgainDoesNotHideADeadPeer(Simulation simulation) throws Exception {
    try (var pair = MemoryStream.pair()) {
      WebSocket.serve(
          pair.server(),
          Agreement.plain(),
          SETTINGS,
          socket ->
              thrownBy(
                  WebSocketClosedException.class,
                  () -> {
                    while (true) {
                      moveOnAfter(Duration.ofSeconds(1), socket::receive);
                    }
                  }));

      assertThat(simulation.clock().elapsed())
          .isBetween(Duration.ofSeconds(25), Duration.ofSeconds(27));
    }
  }

  @TreadleTest
  void whoIsHeardIsNotPinged() {
    Talk.create()
        .server(_ -> SETTINGS)
        .client(WebSocketSettings::withoutPings)
        .run(
            socket -> {
              for (int i = 0; i < 20; i++) {
                socket.receive();
              }
              assertThat(socket.statistics().bytesSent()).isZero();
            },
            socket -> {
              for (int i = 0; i < 20; i++) {
                sleep(Duration.ofSeconds(15));
                socket.send("x");
              }
            });
  }

  @TreadleTest
  void pingMeasuresTheRoundTripWithoutAReceiver(Simulation simulation) {
    Talk.create()
        .run(
            _ -> sleep(MINUTE),
            socket -> {
              assertThat(socket.ping()).isLessThanOrEqualTo(Duration.ofMillis(100));
              TaskGroup.run(group -> {
                group.start(() -> socket.ping());
                group.start(() -> socket.ping());
              });
              assertThat(moveOnAfter(Duration.ZERO, () -> socket.ping())).isEmpty();
            });
  }

  @TreadleTest
  void pingFailsWhenTheEndComesFirst() {
    Talk.create()
        .run(
            socket -> socket.close(4000, "no time"),
            socket ->
                log.add(
                    thrownBy(
                            WebSocketClosedException.class,
                            () -> {
                              while (true) {
                                socket.ping();
                                sleep(Duration.ofSeconds(1));
                              }
                            })
                        .getMessage()));

    assertThat(log).containsExactly("the peer closed the WebSocket: 4000, no time");
  }
}
