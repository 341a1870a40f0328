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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Select], run as tests.
class SelectSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="ifClosed"
  void merge(ReceiveChannel<String> orders, ReceiveChannel<String> returns) {
    boolean goesOn = true;
    while (goesOn) {
      goesOn =
          Select.select(
              receive(orders, order -> log.add("order " + order)).ifClosed(() -> false),
              receive(returns, item -> log.add("return " + item)));
    }
  }

  // @end region="ifClosed"

  // @start region="clauses"
  List<String> firstOfEach(int count, List<? extends ReceiveChannel<String>> channels) {
    var clauses = new ArrayList<Clause<String, RuntimeException>>();
    channels.forEach(channel -> clauses.add(receive(channel)));
    clauses.add(after(Duration.ofSeconds(10), () -> "nothing for ten seconds"));
    var said = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      said.add(Select.<String, RuntimeException>select(clauses)); // the same clauses, again
    }
    return said;
  }

  // @end region="clauses"

  @TreadleTest
  void ordersAreTakenUntilThereAreNoMore() {
    var orders = Channel.<String>buffered(4);
    var returns = Channel.<String>buffered(4);
    orders.send("tea");
    orders.close();
    merge(orders, returns);

    assertThat(log).containsExactly("order tea");
  }

  @TreadleTest
  void whicheverComesFirst() {
    var one = Channel.<String>buffered(1);
    var other = Channel.<String>buffered(1);
    other.send("milk");

    assertThat(firstOfEach(2, List.of(one, other)))
        .containsExactly("milk", "nothing for ten seconds");
  }

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
