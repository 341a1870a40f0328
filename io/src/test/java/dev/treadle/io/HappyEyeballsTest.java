package dev.treadle.io;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.Tasks;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import dev.treadle.test.net.SimHost;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HappyEyeballsTest {

  private static final int PORT = 80;

  @Test
  void familiesTakeTurnsBeginningWithTheFirst() {
    assertThat(inTurns("::1", "::2", "::3", "1.1.1.1"))
        .containsExactly("::1", "1.1.1.1", "::2", "::3");
    assertThat(inTurns("1.1.1.1", "1.1.1.2", "::1")).containsExactly("1.1.1.1", "::1", "1.1.1.2");
  }

  private static List<String> inTurns(String... addresses) {
    var parsed = Stream.of(addresses).map(InetAddress::ofLiteral).toList();
    return HappyEyeballs.inTurns(parsed).stream()
        .map(address -> address.getHostAddress().replace("0:0:0:0:0:0:0:", "::"))
        .toList();
  }

  @TreadleTest
  void theNextAttemptBeginsAQuarterOfASecondAfterOneThatIsNotAnswered(Simulation simulation)
      throws IOException {
    var silent = host(simulation, "silent");
    var good = host(simulation, "good");
    simulation.network().linksOf(silent).partition();

    try (var listener = ListenerOn.host(good, PORT);
        var pair = SocketPair.connected(listener, () -> connect(silent, good))) {
      assertThat(pair.client().remoteAddress()).isEqualTo(listener.address());
    }
    assertThat(simulation.clock().elapsed()).isEqualTo(HappyEyeballs.ATTEMPT_DELAY);
  }

  @TreadleTest
  void theNextAttemptBeginsAtOnceAfterOneThatIsRefused(Simulation simulation) throws IOException {
    var refusing = host(simulation, "refusing");
    var good = host(simulation, "good");

    try (var listener = ListenerOn.host(good, PORT);
        var pair = SocketPair.connected(listener, () -> connect(refusing, good))) {
      assertThat(pair.client().remoteAddress()).isEqualTo(listener.address());
    }
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void aSlowFirstAddressMayStillWin(Simulation simulation) throws IOException {
    var slow = host(simulation, "slow");
    var silent = host(simulation, "silent");
    simulation.network().linksOf(silent).partition();
    simulation.network().linksOf(slow).configure(link -> link.withLatency(Duration.ofMillis(400)));

    try (var listener = ListenerOn.host(slow, PORT);
        var pair = SocketPair.connected(listener, () -> connect(slow, silent))) {
      assertThat(pair.client().remoteAddress()).isEqualTo(listener.address());
    }
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(800));
  }

  @TreadleTest
  void ifNobodyAnswersAllFailuresAreTold(Simulation simulation) {
    var one = host(simulation, "one");
    var two = host(simulation, "two");

    assertThatThrownBy(() -> connect(one, two))
        .isInstanceOf(ConnectException.class)
        .hasMessage(
            "could not connect to test.example:80 at any of its 2 addresses: "
                + "could not connect to 10.0.0.2:80: connection refused: nobody listens on one:80")
        .satisfies(failure ->
            assertThat(failure.getSuppressed())
                .singleElement()
                .satisfies(other ->
                    assertThat(other)
                        .hasMessage(
                            "could not connect to 10.0.0.3:80: connection refused: nobody listens"
                                + " on two:80")));
  }

  @TreadleTest(explore = 2_000)
  void whoeverWinsAndWhoeverIsCancelledNothingElseStaysOpen(Simulation simulation) {
    var hosts = List.of(host(simulation, "a"), host(simulation, "b"), host(simulation, "c"));
    simulation
        .network()
        .links()
        .configure(link -> link.withLatency(Duration.ofMillis(1), Duration.ofMillis(300)));
    TaskGroup.run(group -> {
      var listeners = new ArrayList<Listener>();
      for (var host : hosts) {
        listeners.add(ListenerOn.host(host, PORT));
      }
      var connecting = group.start(() -> connect(hosts.toArray(SimHost[]::new)).close());
      sleep(Duration.ofMillis(simulation.random().nextInt(1_000)));
      connecting.cancel("enough");
      Tasks.waitAll(List.of(connecting));
      for (var listener : listeners) {
        listener.close();
      }
    });
  }

  @TreadleTest(explore = 2_000)
  void whoIsCancelledWhenSomebodyAnswersHasTheConnectionOrNone(Simulation simulation)
      throws IOException {
    var silent = host(simulation, "silent");
    var good = host(simulation, "good");
    simulation.network().linksOf(silent).partition();
    TaskGroup.run(group -> {
      try (var _ = ListenerOn.host(good, PORT)) {
        var connecting = group.start(() -> connect(silent, good).close());
        sleep(HappyEyeballs.ATTEMPT_DELAY);
        connecting.cancel("at the same time");
        Tasks.waitAll(List.of(connecting));
      }
    });
  }

  private static SimHost host(Simulation simulation, String name) {
    // Links are between hosts there are: the test's own first.
    var _ = simulation.network().host("test");
    return simulation.network().host(name);
  }

  private static ByteStream connect(SimHost... hosts) throws IOException {
    var addresses = Stream.of(hosts).map(SimHost::address).toList();
    return HappyEyeballs.connect("test.example", PORT, addresses);
  }
}
