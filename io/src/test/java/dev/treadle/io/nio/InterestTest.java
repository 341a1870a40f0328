package dev.treadle.io.nio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Waiter;
import dev.treadle.test.TreadleTest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterestTest {

  private final Interest interest = new Interest();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicInteger woken = new AtomicInteger();

  @Test
  void watchesFromTheFirstOneWhoWaits() {
    interest.await(woken::incrementAndGet, watched::set);

    assertThat(watched).isTrue();
    assertThat(woken).hasValue(0);
  }

  @Test
  void whoWaitsIsCalledOnceAndTheWatchStays() {
    interest.await(woken::incrementAndGet, watched::set);

    interest.ready(watched::set);

    assertThat(woken).hasValue(1);
    assertThat(watched).isTrue();
  }

  @Test
  void whatIsReadyWhileNobodyWaitsIsNoLongerWatched() {
    interest.await(woken::incrementAndGet, watched::set);
    interest.ready(watched::set);

    interest.ready(watched::set);

    assertThat(watched).isFalse();
    interest.await(woken::incrementAndGet, watched::set);
    assertThat(watched).isTrue();
  }

  @Test
  void whatIsReadyOnceIsNotWatchedAnyMore() {
    interest.await(woken::incrementAndGet, watched::set);

    interest.readyOnce(watched::set);

    assertThat(woken).hasValue(1);
    assertThat(watched).isFalse();
  }

  @Test
  void closingCallsWhoWaitsAndWhoComesLater() {
    interest.await(woken::incrementAndGet, watched::set);

    interest.close();
    interest.await(woken::incrementAndGet, watched::set);

    assertThat(woken).hasValue(2);
  }

  @Test
  void ofTwoWhoWaitTheSecondIsCalled() {
    interest.await(() -> woken.addAndGet(100), watched::set);
    interest.await(woken::incrementAndGet, watched::set);

    interest.ready(watched::set);

    assertThat(woken).hasValue(1);
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.io.nio")
  void whoWaitsIsWokenWheneverThePollerLooks() {
    new Talk(Interest::ready).run();
  }

  @TreadleTest(explore = 20_000, racePoints = "dev.treadle.io.nio")
  void whoWaitsOnceIsWokenWheneverThePollerLooks() {
    new Talk(Interest::readyOnce).run();
  }

  @TreadleTest(explore = 10_000, racePoints = "dev.treadle.io.nio")
  void whoWaitsIsWokenByTheEnd() {
    var interest = new Interest();
    TaskGroup.run(group -> {
      group.start(() -> {
        var waiter = new Waiter<Boolean>("the end");
        interest.await(() -> waiter.wake(true), _ -> {});
        assertThat(waiter.await()).isTrue();
      });
      group.start(() -> interest.ready(_ -> {}));
      group.start(interest::close);
    });
  }

  /// Somebody who takes what arrives, one after the other, and a poller that reports it while it
  /// watches. If a wake-up gets lost, everybody waits, and the simulation says so.
  private static final class Talk {

    private static final int ARRIVALS = 3;

    private final Interest interest = new Interest();
    private final Report report;
    private final AtomicInteger there = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private volatile Waiter<Boolean> poller = new Waiter<>("something to report");

    private interface Report {
      void that(Interest interest, Interest.Watch watch);
    }

    private Talk(Report report) {
      this.report = report;
    }

    private void run() {
      TaskGroup.run(group -> {
        group.startDaemon("poller", this::poll);
        group.start("taker", this::take);
        group.start("giver", this::give);
      });
      assertThat(there).hasValue(0);
    }

    private void give() {
      for (int i = 0; i < ARRIVALS; i++) {
        there.incrementAndGet();
        poller.wake(true);
      }
    }

    private void take() {
      for (int i = 0; i < ARRIVALS; i++) {
        while (there.get() == 0) {
          var waiter = new Waiter<Boolean>("an arrival");
          interest.await(() -> waiter.wake(true), this::watch);
          boolean _ = waiter.await();
        }
        there.decrementAndGet();
      }
    }

    private void watch(boolean on) {
      watched.set(on);
      poller.wake(true);
    }

    private void poll() {
      while (true) {
        poller = new Waiter<>("something to report");
        if (watched.get() && there.get() > 0) {
          report.that(interest, this::watch);
        } else {
          boolean _ = poller.await();
        }
      }
    }
  }
}
