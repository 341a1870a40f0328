package dev.treadle.examples.scout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import dev.treadle.http.Url;
import dev.treadle.sync.CapacityLimiter;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A host that is cancelled, wherever its addresses are at that moment: each is told of once.
class HostTest {

  private static final Url HERE = Url.of("http://host/");

  private final Channel<Event> events = Channel.rendezvous();
  private final FakeDesk desk = new FakeDesk();
  private final Host host =
      new Host(
          HERE, new Gate("host", CapacityLimiter.of(8), CrawlSettings.DEFAULT.pace()), 2, desk);

  @TreadleTest
  void whatWaitsToBeToldIsSkipped(Simulation simulation) {
    assertThat(cancelled(simulation, "/a")).containsExactly("/a its host was cancelled");
  }

  @TreadleTest
  void whatIsUnderWayIsSkipped(Simulation simulation) {
    desk.delay = Duration.ofHours(1);

    assertThat(cancelled(simulation, "/a", "/b"))
        .containsExactlyInAnyOrder("/a its host was cancelled", "/b its host was cancelled");
  }

  @TreadleTest
  void whatHasNotBegunIsSkipped(Simulation simulation) {
    desk.delay = Duration.ofHours(1);

    assertThat(cancelled(simulation, "/a", "/b", "/c", "/d")).hasSize(4).doesNotHaveDuplicates();
  }

  @TreadleTest
  void aHostThatIsBeingAskedWhatItAllowsSaysThatThereIsNoMore(Simulation simulation) {
    desk.surveyDelay = Duration.ofHours(1);
    host.expect();

    TaskGroup.run(group -> {
      host.add(new Entry.Job(new Entry(HERE, 0, true), true));
      group.start("host", host::run);
      simulation.awaitBlocked();
      host.cancel();
      host.close();

      assertThat(events.receive()).isEqualTo(new Event.Prepared(List.of()));
      assertThat(events.receive()).isInstanceOf(Event.Settled.class);
    });
  }

  @TreadleTest
  void aHostThatWasCancelledSkipsWhatComesLater(Simulation simulation) {
    TaskGroup.run(group -> {
      host.cancel();
      group.start("host", host::run);
      simulation.awaitBlocked();
      host.add(job("/late"));
      host.close();

      assertThat(text(events.receive())).isEqualTo("/late its host was cancelled");
      assertThat(host.line().cancelled()).isTrue();
    });
  }

  /// Returns what is told when the host is cancelled while everything waits.
  private List<String> cancelled(Simulation simulation, String... paths) {
    var told = new ArrayList<String>();
    TaskGroup.run(group -> {
      for (var path : paths) {
        host.add(job(path));
      }
      group.start(
          "host",
          () -> {
            host.run();
            events.close();
          });
      simulation.awaitBlocked();
      host.cancel();
      // Whoever took a verdict now would still get it, and that would be all.
      simulation.awaitBlocked();
      host.close();
      for (var event : events) {
        told.add(text(event));
      }
    });
    assertThat(host.fetches()).isEmpty();
    return told;
  }

  private static Entry.Job job(String path) {
    return new Entry.Job(new Entry(HERE.withPath(path), 0, false), false);
  }

  private static String text(Event event) {
    return switch (event) {
      case Event.Settled(var entry, Verdict.Skipped(var reason), _) ->
          entry.url.path() + " " + reason;
      default -> event.toString();
    };
  }

  /// Answers after a while that everything is there.
  private final class FakeDesk implements Host.Desk {

    private final AtomicLong ids = new AtomicLong();
    private Duration delay = Duration.ZERO;
    private Duration surveyDelay = Duration.ZERO;

    @Override
    public Robots robots(Url url, Gate gate) {
      Treadle.sleep(surveyDelay);
      return Robots.NONE;
    }

    @Override
    public List<Event.Listed> pages(Url url, Robots robots, Gate gate) {
      return List.of();
    }

    @Override
    public Answer answer(Fetch fetch, Gate gate) {
      Treadle.sleep(delay);
      return Answer.of(new Verdict.Present(0, null));
    }

    @Override
    public long nextId() {
      return ids.incrementAndGet();
    }

    @Override
    public void send(Event event) {
      events.send(event);
    }

    @Override
    public void send(Fetched page) {
      throw new AssertionError("expected no page, found " + page.entry.url);
    }
  }
}
