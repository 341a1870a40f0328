package dev.treadle.http.websocket;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static dev.treadle.http.websocket.Talk.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Task;
import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whatever is cancelled, and whenever: no message is lost or doubled or out of order, nobody is
/// stuck, no task is left.
class WebSocketExplorationTest {

  private static final String WEBSOCKET = "dev.treadle.http.websocket";

  private final List<String> sent = new CopyOnWriteArrayList<>();
  private final List<String> received = new CopyOnWriteArrayList<>();

  private static List<String> numbers(int count) {
    var numbers = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      numbers.add("message " + i);
    }
    return numbers;
  }

  private static void sendAll(WebSocket socket, List<String> texts) throws IOException {
    for (var text : texts) {
      socket.send(text);
    }
  }

  private void receiveAll(WebSocket socket) throws IOException {
    try {
      while (true) {
        received.add(text(socket.receive()));
      }
    } catch (WebSocketClosedException e) {
      assertThat(e.isOrderly()).as(e.getMessage()).isTrue();
    }
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void aReceiveThatIsCancelledAnywhereLosesNothing(Simulation simulation) {
    Talk.create()
        .capacity(16)
        .run(
            socket -> sendAll(socket, numbers(6)),
            socket -> {
              for (int i = 0; i < 4; i++) {
                TaskGroup.run(group -> {
                  var receiver = group.start(() -> received.add(text(socket.receive())));
                  group.start(() -> receiver.cancel("enough"));
                });
              }
              receiveAll(socket);
            });

    assertThat(received).isEqualTo(numbers(6));
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void aLoopThatGivesUpAgainAndAgainLosesNothing(Simulation simulation) {
    var random = simulation.random();
    Talk.create()
        .capacity(20)
        .run(
            socket -> {
              for (var text : numbers(10)) {
                sleep(Duration.ofMillis(random.nextInt(300)));
                socket.send(text);
              }
            },
            socket -> {
              while (received.size() < 10) {
                moveOnAfter(Duration.ofMillis(random.nextInt(200)), socket::receive)
                    .ifPresent(message -> received.add(text(message)));
                sleep(Duration.ofMillis(random.nextInt(200)));
              }
            });

    assertThat(received).isEqualTo(numbers(10));
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void whoeverReceivesGetsEachMessageOnce() {
    Talk.create()
        .capacity(64)
        .run(
            socket -> sendAll(socket, numbers(8)),
            socket ->
                TaskGroup.run(group -> {
                  var cancelled = group.start(() -> receiveAll(socket));
                  group.start(() -> receiveAll(socket));
                  group.start(() -> cancelled.cancel("enough"));
                }));

    assertThat(received).containsExactlyInAnyOrderElementsOf(numbers(8));
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void aSendThatIsCancelledAnywhereHasSentAllOrNothingOrSaysSo() {
    Talk.create()
        .capacity(24)
        .run(
            socket -> {
              TaskGroup.run(group -> {
                var sender = group.start(() -> sendCounting(socket, "a"));
                group.start(() -> sendCounting(socket, "b"));
                group.start(() -> sender.cancel("enough"));
              });
            },
            this::receiveUntilAnyEnd);

    assertThat(received).containsAll(sent);
    assertThat(received).doesNotHaveDuplicates();
  }

  private void sendCounting(WebSocket socket, String name) throws IOException {
    try {
      for (int i = 0; i < 3; i++) {
        var text = name + " of some length, number " + i;
        socket.send(text);
        sent.add(text);
      }
    } catch (WebSocketClosedException e) {
      // Whoever sent says so, or whoever read ahead and found that the stream was broken.
      assertThat(e)
          .hasMessageMatching(".*a (send|write) was cancelled after [0-9]+ of [0-9]+ bytes");
    }
  }

  private void receiveUntilAnyEnd(WebSocket socket) throws IOException {
    try {
      while (true) {
        received.add(text(socket.receive()));
      }
    } catch (WebSocketClosedException e) {
      assertThat(e.code()).isIn(1000, 1001, 1006);
    }
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void bothEndsCloseAtTheSameTime() {
    Talk.create()
        .capacity(16)
        .run(
            socket -> {
              socket.send("x");
              socket.close(4000, "server");
            },
            socket -> {
              socket.send("y");
              socket.close(4001, "client");
            });
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void bothSendMuchAndPingEachOtherAndNobodyIsStuck() {
    Talk.create().capacity(16).run(this::busy, this::busy);

    assertThat(received).hasSize(8);
  }

  private void busy(WebSocket socket) {
    TaskGroup.run(group -> {
      group.start(() -> sendAll(socket, numbers(4)));
      group.start(() -> socket.ping());
      for (int i = 0; i < 4; i++) {
        received.add(text(socket.receive()));
      }
    });
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void anEndThatIsCancelledAnywhereLeavesNoTask() {
    TaskGroup.run(group -> {
      Task<?> both =
          group.start(() ->
              Talk.create()
                  .capacity(16)
                  .run(socket -> sendAll(socket, numbers(3)), this::receiveUntilAnyEnd));
      group.start(() -> both.cancel("enough"));
    });

    assertThat(received).isEqualTo(numbers(received.size()));
  }

  @TreadleTest(explore = 1_000, racePoints = WEBSOCKET)
  void aReaderThatIsCancelledAnywhereLosesNoOtherMessage() {
    Talk.create()
        .capacity(16)
        .run(
            socket -> sendAll(socket, numbers(4)),
            socket -> {
              TaskGroup.run(group -> {
                var reader =
                    group.start(
                        () -> socket.readMessage(r -> r.read(java.nio.ByteBuffer.allocate(3))));
                group.start(() -> reader.cancel("enough"));
              });
              receiveAll(socket);
            });

    assertThat(received).isIn(numbers(4), numbers(4).subList(1, 4));
  }

  @TreadleTest(explore = 1_000)
  void compressedContextsStayTogetherWhateverIsCancelled() {
    var text = "something that is long enough to be compressed, and the same again ".repeat(4);
    Talk.create()
        .capacity(32)
        .compressed(CompressionSettings.withContext())
        .run(
            socket -> {
              TaskGroup.run(group -> {
                var sender = group.start(() -> sendAll(socket, List.of(text, text, text)));
                group.start(() -> sender.cancel("enough"));
              });
              if (socket.isOpen()) {
                socket.send(text + "!");
              }
            },
            this::receiveUntilAnyEnd);

    assertThat(received).allMatch(each -> each.startsWith(text));
  }
}
