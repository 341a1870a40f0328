package dev.treadle.io.process;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Who receives which signal, with signals that tests send.
class SignalHubTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final Map<String, Consumer<String>> handlers = new HashMap<>();
  private final SignalHub hub = new SignalHub(this::handle);

  private Runnable handle(String name, Consumer<String> handler) {
    if (name.equals("KILL")) {
      throw new UnsupportedOperationException("signal 'KILL' is nobody's");
    }
    assertThat(handlers.put(name, handler)).isNull();
    return () -> handlers.remove(name);
  }

  private void send(String name) {
    Objects.requireNonNull(handlers.get(name), name).accept(name);
  }

  @TreadleTest(explore = 1_000)
  void whoWaitsReceives() {
    var receiver = hub.open(List.of("HUP", "USR1"));
    TaskGroup.run(group -> {
      group.start(() -> {
        log.add(receiver.next());
        log.add(receiver.next());
      });
      sleep(SECOND);
      send("USR1");
      send("HUP");
    });

    assertThat(log).containsExactly("USR1", "HUP");
  }

  @TreadleTest
  void signalsWaitForTheirReceiverEachOnce() {
    var receiver = hub.open(List.of("HUP", "USR1"));
    send("HUP");
    send("USR1");
    send("HUP");

    assertThat(receiver.next()).isEqualTo("HUP");
    assertThat(receiver.next()).isEqualTo("USR1");
    assertThat(moveOnAfter(SECOND, receiver::next)).isEmpty();
  }

  @TreadleTest(explore = 5_000)
  void noSignalIsLostWheneverAWaitIsCancelled() {
    var receiver = hub.open(List.of("HUP"));
    TaskGroup.run(group -> {
      var task = group.start(() -> log.add(receiver.next()));
      group.start(() -> {
        sleep(SECOND);
        send("HUP");
      });
      sleep(SECOND);
      task.cancel("at the same time");
    });

    if (log.isEmpty()) {
      log.add(receiver.next());
    }
    assertThat(log).containsExactly("HUP");
  }

  @TreadleTest
  void severalReceiveTheSame() {
    var first = hub.open(List.of("HUP"));
    var second = hub.open(List.of("HUP"));
    send("HUP");

    assertThat(first.next()).isEqualTo("HUP");
    assertThat(second.next()).isEqualTo("HUP");
  }

  @TreadleTest
  void theHandlerGoesWithTheLastReceiver() {
    var first = hub.open(List.of("HUP"));
    var second = hub.open(List.of("HUP", "USR1"));
    hub.close(first);
    assertThat(handlers).containsOnlyKeys("HUP", "USR1");
    hub.close(second);
    hub.close(second);

    assertThat(handlers).isEmpty();
  }

  @TreadleTest
  void ifOneCannotBeHadNoneIs() {
    assertThatThrownBy(() -> hub.open(List.of("HUP", "KILL")))
        .isInstanceOf(UnsupportedOperationException.class);

    assertThat(handlers).isEmpty();
  }

  @TreadleTest
  void aSignalThatComesWhenNobodyReceivesAnyMoreIsNobodys() {
    var receiver = hub.open(List.of("HUP"));
    var handler = Objects.requireNonNull(handlers.get("HUP"));
    hub.close(receiver);
    handler.accept("HUP");

    assertThat(moveOnAfter(SECOND, receiver::next)).isEmpty();
    assertThat(new ArrayList<>(receiver.names())).containsExactly("HUP");
    assertThat(receiver).hasToString("signal HUP");
  }
}
