package dev.treadle.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [ExitStack], run as tests.
class ExitStackSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  private Resource<String> connection(String host) {
    return Resource.of(
        () -> {
          if (host.isEmpty()) {
            throw new IOException("no host");
          }
          return "connection to " + host;
        },
        connection -> log.add("closed " + connection));
  }

  // @start region="enter"
  void copy(List<String> hosts) {
    try (var stack = ExitStack.open()) {
      var connections = new ArrayList<String>();
      for (var host : hosts) {
        connections.add(stack.enter(connection(host)));
      }
      stack.onExit(() -> log.add("done"));
      log.add("copy over " + connections.size());
    }
  }

  // @end region="enter"

  // @start region="moveAll"
  ExitStack connectToAll(List<String> hosts) {
    try (var stack = ExitStack.open()) {
      for (var host : hosts) {
        stack.enter(connection(host));
      }
      return stack.moveAll(); // all are open: they are the caller's now
    } // else what is open is closed here
  }

  // @end region="moveAll"

  @TreadleTest
  void whatABlockOpenedIsClosed() {
    copy(List.of("a", "b"));

    assertThat(log)
        .containsExactly("copy over 2", "done", "closed connection to b", "closed connection to a");
  }

  @TreadleTest
  void allOrNone() {
    var open = connectToAll(List.of("a", "b"));
    assertThat(log).isEmpty();
    open.close();
    assertThat(log).hasSize(2);

    assertThat(catchThrowable(() -> connectToAll(List.of("c", "")))).isNotNull();
    assertThat(log).hasSize(3);
  }
}
