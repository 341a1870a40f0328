package dev.treadle.channel;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Broadcast], run as tests.
class BroadcastSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="broadcast"
  void chat() {
    var room = Broadcast.<String>buffered("room", 16);
    TaskGroup.run(group -> {
      for (var guest : List.of("ann", "bob")) {
        var messages = room.subscribe(); // here, so that it is in time for the first message
        group.start(guest, () -> listen(guest, messages));
      }
      room.send("hello");
      room.send("good bye");
      room.close();
    });
  }

  void listen(String guest, Subscription<String> messages) {
    try (messages) {
      for (var message : messages) { // ends when the room is closed
        log.add(guest + " hears " + message);
      }
    }
  }

  // @end region="broadcast"

  // @start region="subscribe"
  void logPrices(Broadcast<Integer> prices) {
    try (var latest = prices.subscribe(Lag.DROP)) {
      long missed = 0;
      for (int price : latest) {
        if (latest.missed() > missed) {
          log.add("missed " + (latest.missed() - missed));
          missed = latest.missed();
        }
        log.add("price " + price);
      }
    }
  }

  // @end region="subscribe"

  // @start region="lag"
  void follow(Broadcast<String> room, String guest) {
    try (var messages = room.subscribe(Lag.FAIL)) { // Lag.WAIT would make the room wait for it
      for (var message : messages) {
        log.add(guest + " hears " + message);
        sleep(Duration.ofSeconds(1));
      }
    } catch (LagException tooSlow) {
      log.add(guest + " has missed " + tooSlow.missed());
    }
  }

  // @end region="lag"

  @TreadleTest
  void whoIsSlowIsThrownOut() {
    var room = Broadcast.<String>buffered(2);
    TaskGroup.run(group -> {
      group.start(() -> follow(room, "ann"));
      sleep(Duration.ofMillis(1));
      List.of("a", "b", "c", "d").forEach(room::send);
    });

    assertThat(log).containsExactly("ann has missed 2");
  }

  @TreadleTest
  void everyGuestHearsEverything() {
    chat();

    assertThat(log)
        .containsExactlyInAnyOrder(
            "ann hears hello", "bob hears hello", "ann hears good bye", "bob hears good bye");
  }

  @TreadleTest
  void whoIsSlowLearnsWhatItMissed() {
    var prices = Broadcast.<Integer>buffered(2);
    TaskGroup.run(group -> {
      group.start(() -> logPrices(prices));
      sleep(Duration.ofSeconds(1));
      for (int price = 1; price <= 5; price++) {
        prices.send(price);
      }
      prices.close();
    });

    assertThat(log).containsExactly("missed 3", "price 4", "price 5");
  }
}
