package dev.treadle.benchmarks.channels;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.benchmarks.Measuring;
import dev.treadle.benchmarks.Rounds;
import dev.treadle.channel.Channel;
import dev.treadle.sync.Mutex;
import dev.treadle.sync.Semaphore;
import dev.treadle.sync.Token;
import java.time.Duration;
import java.util.Arrays;

/// What it costs to end the waits of many tasks, by serving them or by cancelling them: from the
/// first release, or from the cancellation, until all of them have ended.
final class Waiting {

  private static final Duration POLL = Duration.ofMillis(1);

  /// How the waits end.
  enum End {
    SERVED,
    CANCELLED
  }

  /// What is waited for.
  enum For {
    MUTEX("a mutex") {
      @Override
      Place open() {
        return new MutexPlace();
      }
    },
    SEMAPHORE("a semaphore") {
      @Override
      Place open() {
        return new SemaphorePlace();
      }
    },
    CHANNEL("a channel") {
      @Override
      Place open() {
        return new ChannelPlace();
      }
    };

    final String title;

    For(String title) {
      this.title = title;
    }

    abstract Place open();
  }

  private Waiting() {}

  static String word(End end, For what) {
    return end + "-" + what;
  }

  public static void main(String[] words) throws Exception {
    int waiters = Integer.parseInt(words[0]);
    var rows = Arrays.asList(words).subList(1, words.length);
    var time = Measuring.ordered().time().dividedBy(rows.size());
    for (var row : rows) {
      var rounds = new Rounds(count -> count, waiters);
      Measuring.report(row, rounds.median(time, _ -> nanos(row, waiters)));
    }
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /// Returns the nanoseconds for each waiter of one round.
  static double nanos(String row, int waiters) {
    int dash = row.indexOf('-');
    var end = End.valueOf(row.substring(0, dash));
    var what = For.valueOf(row.substring(dash + 1));
    return (double) Treadle.<Long, RuntimeException>run(() -> once(what.open(), end, waiters))
        / waiters;
  }

  private static long once(Place place, End end, int waiters) {
    var start = new long[1];
    CancelScope.run(scope ->
        TaskGroup.run(group -> {
          for (int i = 0; i < waiters; i++) {
            group.start(place::await);
          }
          while (place.waiting() < waiters) {
            Treadle.sleep(POLL);
          }
          start[0] = System.nanoTime();
          if (end == End.CANCELLED) {
            scope.cancel("enough waited");
          } else {
            place.serve(waiters);
          }
        }));
    long elapsed = System.nanoTime() - start[0];
    if (end == End.CANCELLED) {
      place.serve(0);
    }
    return elapsed;
  }

  /// Where tasks wait.
  interface Place {
    void await();

    int waiting();

    /// Lets so many through.
    void serve(int waiters);
  }

  /// A mutex that is held until they are served.
  private static final class MutexPlace implements Place {
    private final Mutex mutex = Mutex.create();
    private final Token held = mutex.acquire();

    @Override
    public void await() {
      mutex.acquire().close();
    }

    @Override
    public int waiting() {
      return mutex.statistics().waiting();
    }

    @Override
    public void serve(int waiters) {
      held.close();
    }
  }

  /// A semaphore of which there is nothing left until they are served.
  private static final class SemaphorePlace implements Place {
    private final Semaphore semaphore = Semaphore.of(1);
    private final Token held = semaphore.acquire();

    @Override
    public void await() {
      semaphore.acquire().close();
    }

    @Override
    public int waiting() {
      return semaphore.statistics().waiting();
    }

    @Override
    public void serve(int waiters) {
      held.close();
    }
  }

  /// A channel in which there is nothing until they are served.
  private static final class ChannelPlace implements Place {
    private final Channel<Integer> channel = Channel.buffered(16);

    @Override
    public void await() {
      channel.receive();
    }

    @Override
    public int waiting() {
      return channel.statistics().waitingReceivers();
    }

    @Override
    public void serve(int waiters) {
      for (int i = 0; i < waiters; i++) {
        channel.send(i);
      }
    }
  }
}
