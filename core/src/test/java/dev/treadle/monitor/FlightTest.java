package dev.treadle.monitor;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.resource.Pool;
import dev.treadle.resource.Resource;
import dev.treadle.retry.CircuitBreaker;
import dev.treadle.retry.Fallback;
import dev.treadle.retry.Retry;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flight recordings of simulated programs.
class FlightTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;
  private final Recording recording = new Recording();
  private final Findings findings = Findings.begin();

  @BeforeEach
  void record() {
    recording.start();
  }

  @AfterEach
  void recordNoMore() {
    recording.close();
    findings.close();
  }

  @Test
  void aCancellationIsRecordedWithScopeReasonAndSite() throws Exception {
    Simulation.run(_ -> TaskGroup.run("crawl", group -> group.cancel("enough")));

    var event = only("dev.treadle.Cancellation");
    assertThat(event.getString("scope")).isEqualTo("task group 'main/crawl'");
    assertThat(event.getString("reason")).isEqualTo("enough");
    assertThat(event.getString("site")).contains("FlightTest.java");
  }

  @Test
  void aTimeoutIsRecorded() throws Exception {
    Simulation.run(_ -> moveOnAfter(SECOND, () -> sleep(LONG)));

    assertThat(only("dev.treadle.Timeout").getString("scope")).isEqualTo("timeout of PT1S");
  }

  @Test
  void theLintsOfCancellationAreRecorded() throws Exception {
    Simulation.run(_ -> moveOnAfter(SECOND, FlightTest::swallow));

    assertThat(only("dev.treadle.SwallowedCancellation").getString("waitsAt"))
        .contains("FlightTest.swallow");
    assertThat(only("dev.treadle.IgnoredInterrupt").getString("site"))
        .contains("FlightTest.swallow");
  }

  @Test
  void tasksAreRecordedOnDemand() throws Exception {
    recording.enable("dev.treadle.TaskStart");
    recording.enable("dev.treadle.TaskEnd").withoutThreshold();

    Simulation.run(_ ->
        TaskGroup.run(
            "g",
            group -> {
              group.start("a", () -> sleep(LONG));
              sleep(SECOND);
              group.cancel("enough");
            }));

    assertThat(only("dev.treadle.TaskStart").getString("path")).isEqualTo("main/g/a");
    assertThat(only("dev.treadle.TaskEnd").getString("outcome")).isEqualTo("cancelled");
  }

  @Test
  void tasksAreNotRecordedOtherwise() throws Exception {
    Simulation.run(_ -> TaskGroup.run(group -> group.start(() -> sleep(SECOND))));

    assertThat(events("dev.treadle.TaskStart")).isEmpty();
    assertThat(events("dev.treadle.TaskEnd")).isEmpty();
  }

  @Test
  void aWaitForAnItemOfAPoolIsRecorded() throws Exception {
    recording.enable("dev.treadle.PoolWait").withoutThreshold();

    Simulation.run(_ -> {
      try (var pool = Pool.open(Resource.of(() -> "item", _ -> {}), c -> c.withName("db"))) {
        pool.acquire().close(); // has to wait for it to be opened
        pool.acquire().close();
      }
    });

    assertThat(only("dev.treadle.PoolWait").getString("pool")).isEqualTo("pool 'db'");
  }

  @Test
  void failedAttemptsChangesOfBreakersAndFallbacksAreRecorded() throws Exception {
    Simulation.run(_ -> {
      var breaker = CircuitBreaker.create("payments", c -> c.withConsecutiveFailures(1));
      Fallback.watched("price")
          .call(
              () ->
                  Retry.of(1)
                      .call(() ->
                          breaker.<Integer, IOException>call(() -> {
                            throw new IOException("refused");
                          })),
              _ -> 0);
    });

    var attempt = only("dev.treadle.AttemptFailed");
    assertThat(attempt.getInt("attempt")).isEqualTo(1);
    assertThat(attempt.getString("failure")).isEqualTo("java.io.IOException: refused");
    assertThat(attempt.getString("verdict")).isEqualTo("NO_ATTEMPTS_LEFT");
    var change = only("dev.treadle.CircuitChanged");
    assertThat(change.getString("breaker")).isEqualTo("payments");
    assertThat(change.getString("from")).isEqualTo("CLOSED");
    assertThat(change.getString("to")).isEqualTo("OPEN");
    assertThat(change.getString("reason"))
        .startsWith("a call failed, the last one with java.io.IOException");
    var fallback = only("dev.treadle.FellBack");
    assertThat(fallback.getString("fallback")).isEqualTo("price");
    assertThat(fallback.getString("failure")).isEqualTo("java.io.IOException: refused");
  }

  private static void swallow() {
    try {
      var _ = new Semaphore(0).tryAcquire(1, TimeUnit.HOURS);
    } catch (InterruptedException ignored) {
      try {
        var _ = new Semaphore(0).tryAcquire(20, TimeUnit.SECONDS);
      } catch (InterruptedException again) {
        // The interrupt is repeated.
      }
    }
    for (int i = 0; i < 2; i++) {
      try {
        sleep(LONG);
      } catch (Cancelled swallowed) {
        // And again.
      }
    }
  }

  private RecordedEvent only(String name) throws Exception {
    assertThat(events(name)).hasSize(1);
    return events(name).getFirst();
  }

  private List<RecordedEvent> events(String name) throws Exception {
    var file = folder.resolve("flight.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }
}
