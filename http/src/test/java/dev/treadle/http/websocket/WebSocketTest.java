package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.websocket.Talk.bytes;
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

class WebSocketTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> log = new ArrayList<>();

  // --- Messages

  @TreadleTest
  void messagesGoBothWays() {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              socket.send("héllo");
              socket.send(new byte[] {1, 2, 3});
              socket.send(ByteBuffer.allocateDirect(2).put(0, (byte) 7));
              socket.send(ByteBuffer.wrap(new byte[] {9, 8, 7}, 1, 1));
              assertThat(text(socket.receive())).isEqualTo("héllo");
              assertThat(bytes(socket.receive())).containsExactly(1, 2, 3);
              assertThat(bytes(socket.receive())).containsExactly(7, 0);
              assertThat(bytes(socket.receive())).containsExactly(8);
            });
  }

  @TreadleTest
  void sendersGoInOrderAndMessagesStayWhole(Simulation simulation) {
    Talk.create()
        .capacity(100)
        .both(settings -> settings.withFragment(128))
        .run(
            socket -> {
              TaskGroup.run(group -> {
                for (var letter : List.of("a", "b", "c")) {
                  group.start(() -> socket.send(letter.repeat(1000)));
                  simulation.awaitBlocked();
                }
              });
            },
            socket -> {
              for (var letter : List.of("a", "b", "c")) {
                assertThat(text(socket.receive())).isEqualTo(letter.repeat(1000));
              }
            });
  }

  @TreadleTest
  void aSenderWaitsWhileThePeerTakesNothing(Simulation simulation) {
    Talk.create()
        .server(settings -> settings.withoutPings())
        .run(
            socket -> {
              TaskGroup.run(group -> {
                var sending =
                    group.start(() -> {
                      for (int i = 0; i < 100; i++) {
                        socket.send(new byte[10_000]);
                      }
                    });
                sleep(Duration.ofMinutes(1));
                assertThat(sending.isDone()).isFalse();
                // 64 KiB on the way, 64 KiB and a message read ahead at most.
                assertThat(socket.statistics().messagesSent()).isLessThan(20);
                socket.receive();
              });
            },
            socket -> {
              sleep(Duration.ofMinutes(2));
              socket.send("go on");
              for (int i = 0; i < 100; i++) {
                socket.receive();
              }
            });
  }

  @TreadleTest
  void severalMayReceiveAndEachMessageGoesToOne() {
    Talk.create()
        .run(
            socket -> {
              for (int i = 0; i < 4; i++) {
                socket.send("" + i);
              }
            },
            socket ->
                TaskGroup.run(group -> {
                  for (int i = 0; i < 4; i++) {
                    group.start(() -> log.add(text(socket.receive())));
                  }
                }));

    assertThat(log).containsExactly("0", "1", "2", "3");
  }

  @TreadleTest
  void aFlowOfMessagesEndsWhenThePeerCloses() {
    Talk.create()
        .run(
            socket -> {
              socket.send("a");
              socket.send("b");
            },
            socket ->
                assertThat(socket.messages().map(Talk::text).toList()).containsExactly("a", "b"));
  }

  @TreadleTest
  void aFlowThatIsLeftEarlyTakesNoMoreThanItGave() {
    Talk.create()
        .run(
            socket -> {
              for (var text : List.of("a", "b", "c")) {
                socket.send(text);
              }
            },
            socket -> {
              assertThat(socket.messages().take(2).map(Talk::text).toList())
                  .containsExactly("a", "b");
              assertThat(text(socket.receive())).isEqualTo("c");
            });
  }

  @TreadleTest
  void aFlowFailsWhenThePeerClosesForAReason() {
    Talk.create()
        .run(
            socket -> socket.close(4000, "no more"),
            socket ->
                assertThat(thrownBy(TaskFailedException.class, () -> socket.messages().toList()))
                    .hasRootCauseMessage("the peer closed the WebSocket: 4000, no more"));
  }

  // --- Giving up

  @TreadleTest
  void receivingMayBeGivenUpAsOftenAsOneLikes() {
    Talk.create()
        .run(
            socket -> {
              for (int i = 0; i < 5; i++) {
                sleep(Duration.ofMillis(1700));
                socket.send("tick " + i);
              }
            },
            socket -> {
              int pauses = 0;
              while (log.size() < 5) {
                var message = moveOnAfter(SECOND, socket::receive);
                message.map(Talk::text).ifPresent(log::add);
                pauses += message.isEmpty() ? 1 : 0;
              }
              assertThat(pauses).isEqualTo(5);
            });

    assertThat(log).containsExactly("tick 0", "tick 1", "tick 2", "tick 3", "tick 4");
  }

  @TreadleTest
  void whoReadsAheadMakesWayForWhoReceives(Simulation simulation) {
    Talk.create()
        .run(
            Talk::echo,
            socket -> {
              for (int i = 0; i < 5; i++) {
                sleep(SECOND);
                socket.send("" + i);
                assertThat(text(socket.receive())).isEqualTo("" + i);
              }
            });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(5));
  }

  @TreadleTest
  void aSendThatIsCancelledBeforeItsFirstByteHasSentNothing(Simulation simulation) {
    Talk.create()
        .capacity(1000)
        .both(WebSocketSettings::withoutPings)
        .run(
            socket -> {
              TaskGroup.run(group -> {
                group.start(() -> socket.send("x".repeat(200_000)));
                simulation.awaitBlocked();
                assertThat(moveOnAfter(SECOND, () -> socket.send("never"))).isFalse();
                socket.send("behind");
              });
            },
            socket -> {
              sleep(Duration.ofSeconds(5));
              assertThat(text(socket.receive())).hasSize(200_000);
              assertThat(text(socket.receive())).isEqualTo("behind");
            });
  }

  @TreadleTest
  void aSendThatIsCancelledMidwayBreaksTheSocketAndSaysSo() throws Exception {
    var broken = "the WebSocket broke: a send was cancelled after 1000 of 5004 bytes";
    try (var pair = MemoryStream.pair(1000)) {
      WebSocket.serve(
          pair.server(),
          Agreement.plain(),
          WebSocketSettings.defaults(),
          socket -> {
            assertThat(moveOnAfter(SECOND, () -> socket.send("x".repeat(5000)))).isFalse();
            assertThat(thrownBy(WebSocketClosedException.class, () -> socket.send("more")))
                .hasMessage(broken);
            assertThat(thrownBy(WebSocketClosedException.class, socket::receive))
                .hasMessage(broken);
          });

      assertThat(RawClient.readAll(pair.client())).as("and nothing behind it").hasSize(1000);
    }
  }

  // --- By and by

  @TreadleTest
  void longMessagesAreWrittenAndReadByAndBy() {
    Talk.create()
        .both(settings -> settings.withMaxMessage(1000).withoutPings())
        .run(
            socket ->
                socket.writeBinary(writer -> {
                  for (int i = 0; i < 1000; i++) {
                    writer.write(ByteBuffer.wrap(new byte[1000]));
                  }
                }),
            socket -> {
              long size =
                  socket.readMessage(reader -> {
                    assertThat(reader.isText()).isFalse();
                    return count(reader);
                  });
              assertThat(size).isEqualTo(1_000_000);
            });
  }

  private static long count(MessageReader reader) throws IOException {
    long size = 0;
    var buffer = ByteBuffer.allocate(777);
    for (int count = 0; count >= 0; count = reader.read(buffer.clear())) {
      size += count;
    }
    return size;
  }

  @TreadleTest
  void whatIsLeftOfAMessageIsThrownAway() {
    Talk.create()
        .both(WebSocketSettings::withoutPings)
        .run(
            socket -> {
              socket.send(new byte[300_000]);
              socket.send("short");
              socket.send("last");
            },
            socket -> {
              int first = socket.readMessage(reader -> reader.read(ByteBuffer.allocate(10)));
              assertThat(first).isEqualTo(10);
              assertThat(socket.<Boolean, RuntimeException>readMessage(reader -> reader.isText()))
                  .isTrue();
              assertThat(text(socket.receive())).isEqualTo("last");
            });
  }

  @TreadleTest
  void pongsGetThroughWhileAMessageIsWritten() {
    Talk.create()
        .both(settings -> settings.withFragment(128))
        .run(
            socket ->
                socket.writeText(writer -> {
                  writer.write("begin".repeat(100));
                  sleep(Duration.ofSeconds(10));
                  writer.write(" end");
                }),
            socket -> {
              sleep(SECOND);
              assertThat(socket.ping()).isLessThan(SECOND);
              assertThat(text(socket.receive())).startsWith("begin").endsWith("end");
            });
  }

  @TreadleTest
  void aMessageThatIsNotFinishedIsNotTakenForWhole() {
    Talk.create()
        .both(settings -> settings.withFragment(128))
        .run(
            socket -> {
              thrownBy(
                  IllegalStateException.class,
                  () ->
                      socket.writeText(writer -> {
                        writer.write("x".repeat(200));
                        throw new IllegalStateException("out of ideas");
                      }));
              log.add(
                  thrownBy(WebSocketClosedException.class, () -> socket.send("y")).getMessage());
            },
            socket ->
                log.add(thrownBy(WebSocketClosedException.class, socket::receive).getMessage()));

    assertThat(log)
        .containsExactlyInAnyOrder(
            "the WebSocket was closed by this end: 1011, a message was cut short after 128 bytes"
                + " were sent",
            "the peer closed the WebSocket: 1011, a message was cut short after 128 bytes were"
                + " sent");
  }

  @TreadleTest
  void aMessageOfWhichNothingWasSentMayBeGivenUp() {
    Talk.create()
        .run(
            socket -> {
              thrownBy(
                  IllegalStateException.class,
                  () ->
                      socket.writeText(writer -> {
                        writer.write("x");
                        throw new IllegalStateException("out of ideas");
                      }));
              socket.send("y");
            },
            socket -> assertThat(text(socket.receive())).isEqualTo("y"));
  }

  // --- The end

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
