package dev.treadle.flow;

import dev.treadle.CancelScope;
import dev.treadle.TaskFailedException;
import dev.treadle.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.SubscriberPuppet;
import org.reactivestreams.tck.SubscriberWhiteboxVerification.WhiteboxSubscriberProbe;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowSubscriberWhiteboxVerification;

/// A flow from a publisher under the rules of Reactive Streams, for its subscriber, which asks for
/// elements and leaves when it is told to. Run by [ReactiveStreamsTest].
public class ProbedSubscriberRules extends FlowSubscriberWhiteboxVerification<Integer> {

  /// Makes it with the times within which something must have happened, and within which it must
  /// not.
  public ProbedSubscriberRules() {
    super(new TestEnvironment(5_000, 100));
  }

  @Override
  protected Subscriber<Integer> createFlowSubscriber(WhiteboxSubscriberProbe<Integer> probe) {
    var subscriber = new CompletableFuture<Subscriber<? super Integer>>();
    var probed = new Probed(probe, subscriber);
    Publisher<Integer> publisher = subscriber::complete;
    Thread.startVirtualThread(() -> probed.consume(Flow.from(publisher)));
    subscriber.join();
    return probed;
  }

  @Override
  public Integer createElement(int number) {
    return number;
  }

  private static final class Probed implements Subscriber<Integer>, SubscriberPuppet {

    private final WhiteboxSubscriberProbe<Integer> probe;
    private final CompletableFuture<Subscriber<? super Integer>> subscriber;
    private final CompletableFuture<CancelScope> consumer = new CompletableFuture<>();
    private final Channel<Long> requests = Channel.unbounded();
    private boolean subscribed;

    Probed(
        WhiteboxSubscriberProbe<Integer> probe,
        CompletableFuture<Subscriber<? super Integer>> subscriber) {
      this.probe = probe;
      this.subscriber = subscriber;
    }

    // --- The consumer

    void consume(Flow<Integer> flow) {
      try (var cursor = flow.open()) {
        var elements = cursor.iterator();
        CancelScope.run(scope -> {
          consumer.complete(scope);
          for (long request : requests) {
            for (long i = 0; i < request && elements.hasNext(); i++) {
              elements.next();
            }
          }
        });
      } catch (TaskFailedException failed) {
        // The rules have it fail, too.
      }
    }

    @Override
    public void triggerRequest(long elements) {
      requests.send(elements);
    }

    /// Whatever the consumer waits for, it leaves.
    @Override
    public void signalCancel() {
      consumer.join().cancel("the rules say so");
    }

    // --- The subscriber

    private Subscriber<? super Integer> real() {
      return subscriber.join();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      real().onSubscribe(subscription);
      if (!subscribed) {
        subscribed = true;
        probe.registerOnSubscribe(this);
      }
    }

    @Override
    public void onNext(Integer element) {
      real().onNext(element);
      probe.registerOnNext(element);
    }

    @Override
    public void onError(Throwable failure) {
      real().onError(failure);
      probe.registerOnError(failure);
    }

    @Override
    public void onComplete() {
      real().onComplete();
      probe.registerOnComplete();
    }
  }
}
