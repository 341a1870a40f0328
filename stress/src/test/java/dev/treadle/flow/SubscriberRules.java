package dev.treadle.flow;

import dev.treadle.TaskFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberBlackboxVerification;

/// A flow from a publisher under the rules of Reactive Streams, for its subscriber. Run by
/// [ReactiveStreamsTest].
public class SubscriberRules extends FlowSubscriberBlackboxVerification<Integer> {

  /// Makes it with the times within which something must have happened, and within which it must
  /// not.
  public SubscriberRules() {
    super(new TestEnvironment(5_000, 100));
  }

  @Override
  public Subscriber<Integer> createFlowSubscriber() {
    var subscriber = new CompletableFuture<Subscriber<? super Integer>>();
    Publisher<Integer> publisher = subscriber::complete;
    Thread.startVirtualThread(() -> consume(Flow.from(publisher)));
    return cast(subscriber.join());
  }

  @SuppressWarnings("unchecked") // it takes integers
  private static Subscriber<Integer> cast(Subscriber<? super Integer> subscriber) {
    return (Subscriber<Integer>) subscriber;
  }

  private static void consume(Flow<Integer> flow) {
    try {
      flow.forEach(_ -> {});
    } catch (TaskFailedException failed) {
      // The rules have it fail, too.
    }
  }

  @Override
  public Integer createElement(int number) {
    return number;
  }
}
