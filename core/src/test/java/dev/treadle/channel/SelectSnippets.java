package dev.treadle.channel;

// @start region="import"
import static dev.treadle.channel.Select.after;
import static dev.treadle.channel.Select.ended;
import static dev.treadle.channel.Select.receive;
import static dev.treadle.channel.Select.send;
// @end region="import"
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;

/// The examples of [Select], run as tests.
class SelectSnippets {

  @TreadleTest
  void select() {
    TaskGroup.run(group -> {
      var orders = Channel.<String>rendezvous();
      var audit = Channel.<String>buffered(1);
      var server = group.startDaemon(() -> orders.send("tea"));
      // @start region="select"
      var said =
          Select.select(
              receive(orders, order -> "got " + order),
              send(audit, "idle", () -> "reported"),
              ended(server, outcome -> "the server ended: " + outcome),
              after(Duration.ofSeconds(10), () -> "nothing to do"));
      // @end region="select"
      assertThat(said).isIn("got tea", "reported");
    });
  }
}
