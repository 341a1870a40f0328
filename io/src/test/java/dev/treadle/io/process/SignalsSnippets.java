package dev.treadle.io.process;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The example in the documentation of signals.
class SignalsSnippets {

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // @start region="reload"
  void serve() {
    TaskGroup.run(group -> {
      group.startDaemon(() -> Signals.receive("HUP").forEach(_ -> reload()));
      acceptConnections();
    });
  }

  // @end region="reload"

  private void reload() {
    log.add("reloaded");
  }

  private void acceptConnections() throws Exception {
    sleep(Duration.ofMillis(200));
    var _ = Subprocess.run("kill", "-HUP", Long.toString(ProcessHandle.current().pid())).check();
    Treadle.timeout(Duration.ofMinutes(1), this::awaitReload);
  }

  private void awaitReload() {
    while (log.isEmpty()) {
      sleep(Duration.ofMillis(5));
    }
  }

  @TreadleTest(realTime = true)
  void aServerReloads() throws IOException {
    if (IgnoredSignals.has("HUP")) {
      return;
    }
    serve();

    assertThat(log).containsExactly("reloaded");
  }
}
