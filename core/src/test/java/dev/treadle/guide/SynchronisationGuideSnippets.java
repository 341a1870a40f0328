package dev.treadle.guide;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Cancelled;
import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.sync.Barrier;
import dev.treadle.sync.BoundedSemaphore;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.sync.Condition;
import dev.treadle.sync.Event;
import dev.treadle.sync.Guarded;
import dev.treadle.sync.KeyedMutex;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.RateLimiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of docs/synchronisation.md.
class SynchronisationGuideSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  // @start region="mutex"
  private final Mutex mutex = Mutex.create("numbers");
  private int next = 1; // guarded by the mutex

  int nextNumber() {
    try (var _ = mutex.acquire()) {
      int number = next;
      sleep(Duration.ofMillis(1)); // waiting inside is allowed; others wait meanwhile
      next = number + 1;
      return number;
    }
  }

  // @end region="mutex"

  @TreadleTest(explore = 1000)
  void numbersAreGivenOnce() {
    assertThat(gather(() -> nextNumber(), () -> nextNumber())).containsExactlyInAnyOrder(1, 2);
  }

  // @start region="timeout"
  Optional<Integer> nextNumberInTime() {
    return moveOnAfter(Duration.ofSeconds(1), () -> nextNumber());
  }

  // @end region="timeout"

  @TreadleTest
  void whoCannotWaitMovesOn(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() -> {
        try (var _ = mutex.acquire()) {
          sleep(Duration.ofHours(1));
        }
      });
      simulation.awaitBlocked();
      assertThat(nextNumberInTime()).isEmpty();
      group.cancel("seen");
    });

    assertThat(nextNumberInTime()).contains(1);
  }

  // @start region="guarded"
  private final Guarded<Map<String, Integer>> stock = Guarded.of("stock", new HashMap<>());

  void deliver(String item, int pieces) {
    stock.run(all -> all.merge(item, pieces, Integer::sum));
  }

  boolean sell(String item) {
    return stock.call(all -> {
      int left = all.getOrDefault(item, 0);
      all.put(item, Math.max(0, left - 1));
      return left > 0;
    });
  }

  Map<String, Integer> inventory() {
    return stock.call(all -> Map.copyOf(all)); // a copy: the map itself must not get out
  }

  // @end region="guarded"

  // @start region="when"
  void sellAsSoonAsThereIsOne(String item) {
    stock.runWhen(
        all -> all.getOrDefault(item, 0) > 0, //  looked at whenever a block has ended
        all -> all.merge(item, -1, Integer::sum)); // nobody was there in between
  }

  // @end region="when"

  @TreadleTest(explore = 1000, racePoints = "java.util.HashMap")
  void theLastPieceIsSoldOnce() {
    deliver("teapot", 1);

    assertThat(gather(() -> sell("teapot"), () -> sell("teapot"))).containsOnlyOnce(true);
    assertThat(inventory()).containsEntry("teapot", 0);
  }

  @TreadleTest(explore = 1000)
  void whoWaitsForAPieceGetsIt() {
    TaskGroup.run(group -> {
      group.start(() -> sellAsSoonAsThereIsOne("teapot"));
      group.start(() -> deliver("teapot", 3));
    });

    assertThat(inventory()).containsEntry("teapot", 2);
  }

  // @start region="keyed"
  private final KeyedMutex<String> accounts = KeyedMutex.create("account");

  void transfer(String from, String to, int amount) {
    // Always in the same order, or two transfers may wait for each other.
    var first = from.compareTo(to) < 0 ? from : to;
    var second = first.equals(from) ? to : from;
    try (var _ = accounts.acquire(first);
        var _ = accounts.acquire(second)) {
      log.add(amount + " from " + from + " to " + to);
    }
  }

  // @end region="keyed"

  @TreadleTest(explore = 1000)
  void transfersBothWaysDoNotWaitForEachOther() {
    gather(() -> transfer("ann", "bob", 1), () -> transfer("bob", "ann", 2));

    assertThat(log).containsExactlyInAnyOrder("1 from ann to bob", "2 from bob to ann");
  }

  // @start region="event"
  void serveWhenReady(List<String> requests) {
    var ready = Event.create("index loaded");
    TaskGroup.run(group -> {
      for (var request : requests) {
        group.start(() -> {
          ready.await();
          log.add("answer to " + request);
        });
      }
      sleep(Duration.ofSeconds(1)); // load the index
      ready.set();
    });
  }

  // @end region="event"

  @TreadleTest
  void nobodyIsAnsweredBeforeTheIndexIsThere(Simulation simulation) {
    serveWhenReady(List.of("a", "b"));

    assertThat(log).containsExactly("answer to a", "answer to b");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @start region="condition"
  private final Mutex lock = Mutex.create("seats");
  private final Condition freed = Condition.of("seats freed", lock);
  private int seats = 10; // guarded by the mutex

  void book(int wanted) {
    try (var _ = lock.acquire()) {
      freed.waitFor(() -> seats >= wanted);
      seats -= wanted;
    }
  }

  void cancelBooking(int given) {
    try (var _ = lock.acquire()) {
      seats += given;
      freed.signalAll(); // who needs two cannot use what is enough for one
    }
  }

  // @end region="condition"

  @TreadleTest(explore = 1000)
  void whoWantsSeatsGetsThem() {
    TaskGroup.run(group -> {
      for (int wanted : new int[] {6, 7, 8}) {
        group.start(() -> {
          book(wanted);
          cancelBooking(wanted);
        });
      }
    });

    assertThat(seats).isEqualTo(10);
  }

  // @start region="barrier"
  void simulateDays(int regions, int days) {
    var midnight = Barrier.of("midnight", regions);
    TaskGroup.run(group -> {
      for (int number = 0; number < regions; number++) {
        int region = number;
        group.start(() -> {
          for (int day = 1; day <= days; day++) {
            log.add("day " + day + " in region " + region);
            midnight.await();
          }
        });
      }
    });
  }

  // @end region="barrier"

  @TreadleTest(explore = 1000)
  void noRegionIsADayAhead() {
    simulateDays(2, 2);

    assertThat(log.subList(0, 2)).allMatch(line -> line.startsWith("day 1"));
    assertThat(log.subList(2, 4)).allMatch(line -> line.startsWith("day 2"));
  }

  // @start region="semaphore"
  private final BoundedSemaphore memory = BoundedSemaphore.of("memory", 100);

  void resize(String image, int megabytes) {
    try (var _ = memory.acquire(megabytes)) { // all of them at once, or it waits
      sleep(Duration.ofSeconds(1));
      log.add(image);
    }
  }

  // @end region="semaphore"

  @TreadleTest
  void whatDoesNotFitBesideWaits(Simulation simulation) {
    gather(() -> resize("a", 60), () -> resize("b", 60), () -> resize("c", 40));

    assertThat(log).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(2));
  }

  // @start region="limiter"
  private final CapacityLimiter uploads = CapacityLimiter.of("uploads", 2);

  void upload(String file) {
    try (var _ = uploads.acquire()) {
      sleep(Duration.ofSeconds(1));
      log.add(file);
    }
  }

  String whoUploads() {
    return String.join(", ", uploads.statistics().borrowers());
  }

  void atNight() {
    uploads.total(20); // those who wait come in at once
  }

  // @end region="limiter"

  @TreadleTest
  void aLimiterKnowsWhoIsInsideAndCanGrow(Simulation simulation) {
    TaskGroup.run(
        "night",
        group -> {
          for (var file : List.of("a", "b", "c")) {
            group.start(file, () -> upload(file));
          }
          simulation.awaitBlocked();
          assertThat(whoUploads()).isEqualTo("task 'main/night/a', task 'main/night/b'");
          atNight();
        });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(1));
  }

  // @start region="rate"
  // As much as the map service allows: 600 requests in any minute.
  private final RateLimiter maps = RateLimiter.slidingWindow("maps", 600, Duration.ofMinutes(1));

  String locate(String address) {
    maps.acquire();
    return "location of " + address;
  }

  String locateNow(String address) {
    if (!maps.tryAcquire()) {
      return "429, retry after " + maps.untilNext();
    }
    return "location of " + address;
  }

  // @end region="rate"

  @TreadleTest
  void whoCannotWaitIsToldHowLongItWouldTake() {
    maps.acquire(600);
    sleep(Duration.ofSeconds(15));

    assertThat(locateNow("here")).isEqualTo("429, retry after PT45S");
    sleep(Duration.ofSeconds(45));
    assertThat(locateNow("here")).isEqualTo("location of here");
    assertThat(locate("there")).isEqualTo("location of there");
  }

  // @start region="cancelled"
  void withdraw(int amount) {
    try (var _ = lock.acquire()) {
      try {
        freed.waitFor(() -> seats >= amount);
      } catch (Cancelled cancelled) {
        log.add("gave up on " + amount + " of " + seats); // the mutex is held here, too
        throw cancelled;
      }
      seats -= amount;
    }
  }

  // @end region="cancelled"

  @TreadleTest
  void whoGivesUpHoldsTheMutexOnceMore() {
    moveOnAfter(Duration.ofSeconds(1), () -> withdraw(11));

    assertThat(log).containsExactly("gave up on 11 of 10");
    assertThat(lock.isHeld()).isFalse();
  }

  private static void holdBoth(Mutex first, Mutex second) {
    try (var _ = first.acquire()) {
      sleep(Duration.ofSeconds(1));
      try (var _ = second.acquire()) {
        sleep(Duration.ofSeconds(1));
      }
    }
  }

  @TreadleTest
  void aDeadlockIsNamed() {
    var orders = Mutex.create("orders");
    var stocks = Mutex.create("stock");
    TaskGroup.run(
        "shop",
        group -> {
          group.start("bill", () -> holdBoth(orders, stocks));
          group.start("ship", () -> holdBoth(stocks, orders));
          sleep(Duration.ofSeconds(2));

          // @start region="deadlock"
          for (var deadlock : TaskTree.capture().cycles()) {
            log.add("deadlock: " + deadlock);
          }
          // @end region="deadlock"
          group.cancel("seen");
        });

    assertThat(log)
        .containsExactly(
            "deadlock: main/shop/bill waits for mutex 'stock' of main/shop/ship waits for mutex"
                + " 'orders' of main/shop/bill");
  }
}
