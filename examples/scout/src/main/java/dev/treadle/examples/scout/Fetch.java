package dev.treadle.examples.scout;

import dev.treadle.CancelScope;
import dev.treadle.examples.scout.Snapshot.FetchLine;
import dev.treadle.examples.scout.Snapshot.Phase;
import dev.treadle.retry.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One address on its way from being known to being fetched, with all attempts that takes. It can
/// be cancelled by itself.
final class Fetch {

  final long id;
  final Entry.Job job;

  private final String host;
  private final long begun = System.nanoTime();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile Phase phase = Phase.WAITING;
  private volatile @Nullable CancelScope scope;
  private volatile boolean isCancelled;

  /// Only the fetch's own task looks at it.
  private boolean isHeadUseless;

  Fetch(long id, String host, Entry.Job job) {
    this.id = id;
    this.host = host;
    this.job = job;
  }

  /// One attempt.
  @FunctionalInterface
  interface Attempt {
    Answer make(Fetch fetch) throws IOException;
  }

  /// Tries until there is an answer or it is not worth another attempt.
  Answer run(Retry retry, Attempt attempt) {
    return CancelScope.call(
            own -> {
              scope = own;
              if (isCancelled) {
                own.cancel("cancelled by hand");
              }
              return attempts(retry, attempt);
            })
        .orElseGet(() -> Answer.of(new Verdict.Skipped("cancelled")));
  }

  private Answer attempts(Retry retry, Attempt attempt) {
    try {
      return retry.call(() -> {
        attempts.incrementAndGet();
        phase = Phase.WAITING;
        try {
          return attempt.make(this);
        } finally {
          phase = Phase.PAUSING;
        }
      });
    } catch (IOException failed) {
      return Answer.of(verdict(failed));
    }
  }

  private Verdict verdict(IOException failed) {
    var reason = Reasons.of(failed);
    if (!job.isRead() && Reasons.isRefusal(failed)) {
      return new Verdict.Refused(reason);
    }
    int made = attempts.get();
    return new Verdict.Broken(made == 1 ? reason : reason + ", " + made + " times");
  }

  /// From now on there is no use in asking for the head alone.
  void noHead() {
    isHeadUseless = true;
  }

  boolean isHeadUseless() {
    return isHeadUseless;
  }

  void enter(Phase next) {
    phase = next;
  }

  /// Any thread may call it.
  void cancel() {
    isCancelled = true;
    var own = scope;
    if (own != null) {
      own.cancel("cancelled by hand");
    }
  }

  FetchLine line() {
    var age = Duration.ofNanos(System.nanoTime() - begun);
    return new FetchLine(id, host, job.entry().url, phase, Math.max(1, attempts.get()), age);
  }
}
