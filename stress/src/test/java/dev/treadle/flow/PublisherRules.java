package dev.treadle.flow;

import dev.treadle.TaskGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/// A flow as a publisher under the rules of Reactive Streams. Run by [ReactiveStreamsTest].
public class PublisherRules extends FlowPublisherVerification<Integer> {

  private final CompletableFuture<TaskGroup> owner = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /// Makes it with the times within which something must have happened, and within which it must
  /// not.
  public PublisherRules() {
    super(new TestEnvironment(5_000, 100), 1_000);
  }

  /// Opens a group for the publishers.
  @BeforeClass
  public void openGroup() {
    Thread.startVirtualThread(() ->
        TaskGroup.supervise(group -> {
          owner.complete(group);
          over.get();
        }));
  }

  /// Closes it.
  @AfterClass
  public void closeGroup() {
    over.complete(null);
  }

  @Override
  public Publisher<Integer> createFlowPublisher(long elements) {
    var numbers =
        Flow.<Integer>generate(emit -> {
          for (long i = 0; i < elements; i++) {
            emit.accept((int) i);
          }
        });
    return numbers.asPublisher(owner.join());
  }

  /// Returns one that has had its subscriber.
  @Override
  public Publisher<Integer> createFailedFlowPublisher() {
    var publisher = Flow.of(1).asPublisher(owner.join());
    publisher.subscribe(new Nobody());
    return publisher;
  }

  @Override
  public long maxElementsFromPublisher() {
    return publisherUnableToSignalOnComplete() - 1;
  }

  private record Nobody() implements Subscriber<Integer> {

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.cancel();
    }

    @Override
    public void onNext(Integer element) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }
}
