package dev.treadle.http.websocket;

import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.websocket.Talk.text;
import static dev.treadle.test.Failures.thrownBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.CancelScope;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.io.MemoryStream;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a [WebSocket] ends: by its block, by the peer, by nobody.
class WebSocketEndTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();

  @TreadleTest
  void theBlockThatReturnsClosesWithNormal() {
    Talk.create()
        .run(
            _ -> {},
            socket -> {
              var end = thrownBy(WebSocketClosedException.class, socket::receive);
              assertThat(end).hasMessage("the peer closed the WebSocket: 1000");
              assertThat(end.isOrderly()).isTrue();
              assertThat(socket.isOpen()).isFalse();
            });
  }

  @TreadleTest
  void theBlockThatThrowsClosesWithInternalError() throws Exception {
    try (var pair = MemoryStream.pair()) {
      thrownBy(
          FileNotFoundException.class,
          () ->
              WebSocket.serve(
                  pair.server(),
                  Agreement.plain(),
                  WebSocketSettings.defaults(),
                  _ -> {
                    throw new FileNotFoundException("no such file");
                  }));

      assertThat(WireFrame.parse(RawClient.readAll(pair.client()))).hasToString("[close! 1011 '']");
    }
  }

  @TreadleTest
  void aCancelledBlockClosesWithGoingAway() {
    Talk.create()
        .run(
            socket -> {
              log.add(thrownBy(WebSocketClosedException.class, socket::receive).getMessage());
            },
            socket -> {
              try (var pair = MemoryStream.pair()) {
                assertThat(pair).isNotNull();
              }
              CancelScope.current().cancel("shutting down");
              sleep(SECOND);
            });

    assertThat(log).containsExactly("the peer closed the WebSocket: 1001");
  }

  @TreadleTest
  void whatThePeerHadSentIsReceivedBehindAClose() throws Exception {
    try (var pair = MemoryStream.pair()) {
      TaskGroup.run(group -> {
        group.start(() -> {
          sleep(Duration.ofSeconds(3));
          pair.server().write(ByteBuffer.wrap(WireFrame.text("on its way").bare().bytes()));
          pair.server().write(ByteBuffer.wrap(WireFrame.close(4001, "").bare().bytes()));
          pair.server().close();
        });
        WebSocket.connect(
            pair.client(), Agreement.plain(), WebSocketSettings.defaults(), this::closeAndReceive);
      });
    }

    assertThat(log)
        .containsExactlyInAnyOrder(
            "on its way",
            "closed",
            "the WebSocket was closed by this end: 4001, enough",
            "the WebSocket was closed by this end: 4001, enough");
  }

  private void closeAndReceive(WebSocket socket) {
    TaskGroup.run(group -> {
      group.start(() -> {
        log.add(text(socket.receive()));
        log.add(thrownBy(WebSocketClosedException.class, socket::receive).getMessage());
      });
      sleep(SECOND);
      socket.close(4001, "enough");
      log.add("closed");
      log.add(thrownBy(WebSocketClosedException.class, () -> socket.send("x")).getMessage());
    });
  }

  @TreadleTest
  void aPeerThatDoesNotCloseIsLeftAfterAWhile(Simulation simulation) throws Exception {
    try (var pair = MemoryStream.pair()) {
      WebSocket.connect(
          pair.client(),
          Agreement.plain(),
          WebSocketSettings.defaults().withCloseTimeout(Duration.ofSeconds(4)),
          _ -> {});

      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
      assertThat(WireFrame.parse(RawClient.readAll(pair.server()))).hasToString("[close! 1000 '']");
    }
  }

  @TreadleTest
  void anOrderlyCloseIsTheOrdinaryEndOfAServersBlock() {
    Talk.create().run(Talk::echo, socket -> socket.close());
  }

  @TreadleTest
  void anOrderlyCloseMayAlsoComeFromAGroup() {
    Talk.create()
        .run(
            socket ->
                TaskGroup.run(group -> {
                  group.start(() -> Talk.echo(socket));
                  group.start(() -> sleep(Duration.ofHours(1)));
                }),
            socket -> socket.close(CloseCode.GOING_AWAY, ""));
  }

  @TreadleTest
  void anErrorClosesWithInternalError() throws Exception {
    try (var pair = MemoryStream.pair()) {
      var failure =
          thrownBy(
              TaskFailedException.class,
              () ->
                  WebSocket.serve(
                      pair.server(),
                      Agreement.plain(),
                      WebSocketSettings.defaults(),
                      _ -> {
                        throw new LinkageError("planted");
                      }));

      assertThat(failure).hasCauseInstanceOf(LinkageError.class);
      assertThat(WireFrame.parse(RawClient.readAll(pair.client()))).hasToString("[close! 1011 '']");
    }
  }

  @TreadleTest
  void closingLetsMessagesComeToTheirEnd(Simulation simulation) {
    Talk.create()
        .both(settings -> settings.withFragment(128))
        .run(
            socket -> {
              TaskGroup.run(group -> {
                group.start(() ->
                    socket.writeText(writer -> {
                      writer.write("begin".repeat(100));
                      sleep(Duration.ofSeconds(2));
                      writer.write("end");
                    }));
                simulation.awaitBlocked();
                group.start(() ->
                    log.add(
                        thrownBy(WebSocketClosedException.class, () -> socket.send("too late"))
                            .getMessage()));
                socket.close();
              });
            },
            socket -> {
              assertThat(text(socket.receive())).endsWith("end");
              thrownBy(WebSocketClosedException.class, socket::receive);
            });

    assertThat(log).containsExactly("the WebSocket was closed by this end: 1000");
  }

  @TreadleTest
  void nothingIsSentBehindAClose() throws Exception {
    try (var pair = MemoryStream.pair()) {
      WebSocket.serve(
          pair.server(),
          Agreement.plain(),
          WebSocketSettings.defaults().withFragment(128).withCloseTimeout(Duration.ofSeconds(4)),
          this::writeSlowlyAndClose);

      assertThat(WireFrame.parse(RawClient.readAll(pair.client())))
          .extracting(WireFrame::opcode)
          .containsExactly(Opcode.TEXT, Opcode.CLOSE);
    }
    assertThat(log).containsExactly("the WebSocket was closed by this end: 1000");
  }

  private void writeSlowlyAndClose(WebSocket socket) {
    TaskGroup.run(group -> {
      group.start(() ->
          log.add(
              thrownBy(WebSocketClosedException.class, () -> writeSlowly(socket)).getMessage()));
      sleep(Duration.ofMillis(1));
      socket.close();
    });
  }

  private static void writeSlowly(WebSocket socket) throws IOException {
    socket.writeText(writer -> {
      writer.write("x".repeat(200));
      sleep(Duration.ofSeconds(3));
    });
  }

  @TreadleTest
  void closingInsideAMessageThatIsReadOrWrittenIsPossible() {
    Talk.create()
        .run(
            socket -> {
              socket.send("x");
              thrownBy(
                  WebSocketClosedException.class,
                  () ->
                      socket.writeText(writer -> {
                        writer.write("never");
                        socket.receive();
                      }));
            },
            socket ->
                socket.readMessage(reader -> {
                  socket.close();
                  return reader.isText();
                }));
  }

  @TreadleTest
  void aSocketIsOfNoUseBehindItsBlock() throws InterruptedException {
    var kept = new ArrayList<WebSocket>();
    Talk.create().run(Talk::echo, kept::add);

    var socket = kept.getFirst();
    assertThat(thrownBy(WebSocketClosedException.class, socket::receive).code()).isEqualTo(1000);
    assertThat(thrownBy(WebSocketClosedException.class, () -> socket.send("x")).code())
        .isEqualTo(1000);
    socket.close();
    assertThat(socket).hasToString("WebSocket (closed)");
  }

  @TreadleTest
  void closingTwiceDoesNothing(Simulation simulation) {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              socket.close();
              socket.close(4000, "again");
              assertThat(thrownBy(WebSocketClosedException.class, socket::receive).code())
                  .isEqualTo(1000);
            });

    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void codesAndReasonsThatMayNotBeSent() {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              assertThat(thrownBy(IllegalArgumentException.class, () -> socket.close(1005, "")))
                  .hasMessage(
                      "code: expected 1000 to 1003, 1007 to 1014, or 3000 to 4999, found 1005");
              assertThat(
                      thrownBy(
                          IllegalArgumentException.class, () -> socket.close(1000, "ü".repeat(62))))
                  .hasMessage("reason: expected at most 123 bytes in UTF-8, found 124");
            });
  }

  @TreadleTest
  void aPeerThatVanishesCancelsABlockThatIsBusy(Simulation simulation) {
    try (var pair = MemoryStream.pair()) {
      var end =
          catchThrowableOfType(
              TaskFailedException.class,
              () ->
                  TaskGroup.run(group -> {
                    group.start(() -> {
                      sleep(Duration.ofSeconds(5));
                      pair.client().close();
                    });
                    WebSocket.serve(
                        pair.server(),
                        Agreement.plain(),
                        WebSocketSettings.defaults(),
                        _ -> sleep(Duration.ofHours(1)));
                  }));

      assertThat(end.getCause())
          .isInstanceOf(WebSocketClosedException.class)
          .hasMessage("the WebSocket broke: the connection ended without a close frame");
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
    }
  }

  @TreadleTest
  void statisticsSayWhatWentThrough() {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              socket.send("12345");
              socket.receive();
              assertThat(socket.statistics())
                  .isEqualTo(new WebSocket.Statistics(1, 7, 1, 11, Optional.empty()));
              socket.ping();
              assertThat(socket.statistics().roundTrip()).contains(Duration.ZERO);
              assertThat(socket).hasToString("WebSocket (open)");
            });
  }
}
