package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Cancelled;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.SubmissionPublisher;
import org.jspecify.annotations.Nullable;

/// Flows and publishers of reactive streams. That they keep the rules is shown in module `stress`.
class PublishersTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  /// Logs what it is told, and requests so many at first and one more for each.
  private final class Logging implements Subscriber<Object> {

    private final long atFirst;
    private final long more;
    private @Nullable Subscription subscription;

    Logging(long atFirst, long more) {
      this.atFirst = atFirst;
      this.more = more;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      if (atFirst != 0) {
        given.request(atFirst);
      }
    }

    Subscription subscription() {
      return Objects.requireNonNull(subscription);
    }

    @Override
    public void onNext(Object element) {
      log.add(element);
      if (more > 0 && subscription != null) {
        subscription.request(more);
      }
    }

    @Override
    public void onError(Throwable failure) {
      log.add(failure);
    }

    @Override
    public void onComplete() {
      log.add("complete");
    }
  }

  // --- A flow as a publisher

  @TreadleTest
  void aSubscriberGetsTheElementsAndTheEnd() {
    TaskGroup.run(group -> Spring.of(3).flow().asPublisher(group).subscribe(new Logging(1, 1)));

    assertThat(log).containsExactly(1, 2, 3, "complete");
  }

  @TreadleTest
  void nothingHappensBeforeSomethingIsRequested(Simulation simulation) {
    var spring = Spring.of(3);
    TaskGroup.run(group -> {
      var subscriber = new Logging(0, 0);
      spring.flow().asPublisher(group).subscribe(subscriber);
      simulation.awaitBlocked();
      assertThat(spring.opened).hasValue(0);
      subscriber.subscription().request(2);
      simulation.awaitBlocked();
      assertThat(log).containsExactly(1, 2);
      assertThat(spring.asked).hasValue(3); // one ahead
      subscriber.subscription().request(5);
    });

    assertThat(log).containsExactly(1, 2, 3, "complete");
  }

  @TreadleTest
  void theEndNeedsNoRequest() {
    TaskGroup.run(group -> Spring.of(2).flow().asPublisher(group).subscribe(new Logging(2, 0)));

    assertThat(log).containsExactly(1, 2, "complete");
  }

  @TreadleTest
  void aFailureGoesToTheSubscriberAndNobodyElse() {
    TaskGroup.run(
        group -> Spring.of(3).failingAt(2).flow().asPublisher(group).subscribe(new Logging(9, 0)));

    assertThat(log.getFirst()).isEqualTo(1);
    assertThat((Throwable) log.getLast()).isInstanceOf(IOException.class).hasMessage("no 2");
  }

  @TreadleTest
  void whoCancelsEndsTheFlow(Simulation simulation) {
    var spring = Spring.endless().every(SECOND);
    TaskGroup.run(group -> {
      var subscriber = new Logging(9, 0);
      spring.flow().buffer(1).asPublisher(group).subscribe(subscriber);
      sleep(Duration.ofMillis(2500));
      subscriber.subscription().cancel();
    });

    assertThat(log).containsExactly(1, 2);
    assertThat(spring.closed).hasValue(1);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(2500));
  }

  @TreadleTest
  void whoIsCancelledWithItsGroupIsTold() {
    TaskGroup.run(group -> {
      Spring.of(3).every(SECOND).flow().asPublisher(group).subscribe(new Logging(9, 0));
      sleep(Duration.ofMillis(1500));
      group.cancel("closing time");
    });

    assertThat(log.getFirst()).isEqualTo(1);
    assertThat((Throwable) log.getLast()).isInstanceOf(Cancelled.class);
  }

  @TreadleTest
  void aSubscriberThatThrowsIsAFailureOfTheTask() {
    assertThatThrownBy(() ->
            TaskGroup.run(group ->
                Spring.of(3)
                    .flow()
                    .asPublisher(group)
                    .subscribe(
                        new SubscriberAdapter() {
                          @Override
                          public void onNext(Integer element) {
                            throw new IllegalStateException("confused");
                          }
                        })))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.lang.IllegalStateException: confused");
  }

  private static class SubscriberAdapter implements Subscriber<Integer> {

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(9);
    }

    @Override
    public void onNext(Integer element) {}

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError("told of its own failure", failure);
    }

    @Override
    public void onComplete() {}
  }

  @TreadleTest
  void aSecondSubscriberIsToldThatThereIsOne() {
    TaskGroup.run(group -> {
      var publisher = Spring.of(1).flow().asPublisher(group);
      publisher.subscribe(new Logging(0, 0));
      publisher.subscribe(new Logging(1, 1));
      group.cancel("enough is known");
    });

    assertThat((Throwable) log.getFirst())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "asPublisher: expected one subscriber, because a flow runs once; share() is for"
                + " several");
  }

  @TreadleTest
  void aClosedGroupRefuses() {
    var kept = new TaskGroup[1];
    TaskGroup.run(group -> kept[0] = group);
    Flow.of(1).asPublisher(kept[0]).subscribe(new Logging(1, 1));

    assertThat((Throwable) log.getFirst())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  // --- A publisher as a flow

  @TreadleTest
  void thereAndBack() {
    TaskGroup.run(group -> {
      var flow = Flow.from(Spring.of(5).flow().asPublisher(group));
      assertThat(flow.map(number -> number * 2).toList()).containsExactly(2, 4, 6, 8, 10);
    });
  }

  @TreadleTest
  void anElementIsRequestedWhenItIsAskedFor(Simulation simulation) {
    var requested = new Requested();
    try (var cursor = Flow.from(requested).open()) {
      assertThat(requested.sum).isZero();
      assertThat(cursor.iterator().next()).isEqualTo(1);
      assertThat(cursor.iterator().next()).isEqualTo(2);
      assertThat(requested.sum).isEqualTo(2);
    }
    assertThat(requested.cancelled).isTrue();
    assertThat(simulation.clock().elapsed()).isZero();
  }

  @TreadleTest
  void withABufferSoManyAreRequestedAhead() {
    var requested = new Requested();
    try (var cursor = Flow.from(requested).buffer(8).open()) {
      var numbers = cursor.iterator();
      assertThat(numbers.next()).isEqualTo(1);
      assertThat(requested.sum).isEqualTo(9); // this one, and eight
      for (int i = 2; i <= 20; i++) {
        assertThat(numbers.next()).isEqualTo(i);
      }
      assertThat(requested.sum).isBetween(20L, 29L);
    }
  }

  /// Publishes numbers as they are requested, in the thread that requests them.
  private static final class Requested implements Publisher<Integer> {

    private long sum;
    private boolean cancelled;

    @Override
    public void subscribe(Subscriber<? super Integer> subscriber) {
      subscriber.onSubscribe(
          new Subscription() {
            @Override
            public void request(long elements) {
              for (long i = 0; i < elements; i++) {
                sum++;
                subscriber.onNext((int) sum);
              }
            }

            @Override
            public void cancel() {
              cancelled = true;
            }
          });
    }
  }

  private record Nothing() implements Subscription {

    @Override
    public void request(long elements) {}

    @Override
    public void cancel() {}
  }

  @TreadleTest
  void aFailedPublisherIsAFailure() {
    Publisher<Integer> failed =
        subscriber -> {
          subscriber.onSubscribe(new Nothing());
          subscriber.onError(new IOException("broken"));
        };

    assertThatThrownBy(() -> Flow.from(failed).toList())
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: broken");
  }

  @TreadleTest
  void aPublisherThatNeverAnswersIsAwaitedUntilOneIsCancelled() {
    Publisher<Integer> silent = _ -> {};

    var given = Treadle.moveOnAfter(SECOND, () -> Flow.from(silent).toList());

    assertThat(given).isEmpty();
  }

  @TreadleTest(realTime = true)
  void thePublisherOfTheJdk() {
    var publisher = new SubmissionPublisher<Integer>();
    TaskGroup.run(group -> {
      var sum = group.start(() -> Flow.from(publisher).buffer(4).reduce(0, Integer::sum));
      while (publisher.getNumberOfSubscribers() == 0) {
        Treadle.checkpoint();
      }
      for (int i = 1; i <= 1000; i++) {
        publisher.submit(i);
      }
      publisher.close();
      assertThat(sum.await()).isEqualTo(500_500);
    });
  }
}
