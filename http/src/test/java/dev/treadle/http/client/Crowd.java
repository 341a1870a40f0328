package dev.treadle.http.client;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.io.Tls;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Callers of one client, some of whom change their minds. When they are done, no connection must
/// be open that is not the pool's, and no place in the pool be taken for nothing.
final class Crowd {

  private static final PoolLimits LIMITS = new PoolLimits(3, 2, Duration.ofSeconds(1));
  private static final int CALLERS = 3;
  private static final int CALLS = 3;

  private final HttpClient client;
  private final CountingConnector connector;
  private final RandomGenerator random;

  private Crowd(HttpClient client, CountingConnector connector, RandomGenerator random) {
    this.client = client;
    this.connector = connector;
    this.random = random;
  }

  /// What each caller does several times, each time with another number.
  interface Call {
    void make(HttpClient client, RandomGenerator random, int number) throws IOException;
  }

  static void run(Simulation simulation, UnaryOperator<ClientSettings> change, Call call) {
    run(simulation, change, null, call);
  }

  static void run(
      Simulation simulation, UnaryOperator<ClientSettings> change, @Nullable Tls tls, Call call) {
    var connector = new CountingConnector(LIMITS, tls);
    var settings = change.apply(ExchangeTest.bare(new ClientSettings())).withLimits(_ -> LIMITS);
    var transport = new Http1Transport(settings, connector);
    var client = HttpClient.open(s -> change.apply(ExchangeTest.bare(s)).withTransport(transport));
    new Crowd(client, connector, simulation.random()).run(call);
  }

  private void run(Call call) {
    TaskGroup.run(group -> {
      for (int i = 0; i < CALLERS; i++) {
        int caller = i;
        group.start(() -> calls(call, caller));
      }
    });
    connector.check();
    var statistics = client.statistics();
    assertThat(statistics.waiting()).isZero();
    assertThat(statistics.open()).isEqualTo(statistics.idle()).isEqualTo(connector.total());
    client.close();
    assertThat(connector.total()).isZero();
    assertThat(client.statistics()).isEqualTo(new PoolStatistics(0, 0, 0));
  }

  private void calls(Call call, int caller) {
    for (int i = 0; i < CALLS; i++) {
      int number = 10 * caller + i;
      if (random.nextInt(3) == 0) {
        var limit = Duration.ofMillis(random.nextInt(30));
        long took = ScriptedServer.millis(() -> moveOnAfter(limit, () -> make(call, number)));
        assertThat(took).isLessThanOrEqualTo(limit.toMillis());
      } else {
        make(call, number);
      }
    }
  }

  private void make(Call call, int number) {
    try {
      call.make(client, random, number);
    } catch (IOException lost) {
      // A server may fail; whoever leaves something behind is found out below.
    }
  }
}
