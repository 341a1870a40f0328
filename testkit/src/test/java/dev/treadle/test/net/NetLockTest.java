package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NetLockTest {

  private final NetLock lock = new NetLock();
  private final List<String> calls = new ArrayList<>();

  @Test
  void actionsPutOffAreCalledInOrderAfterTheOutermostRelease() {
    try (var _ = lock.hold()) {
      try (var _ = lock.hold()) {
        lock.afterwards(() -> calls.add("first"));
      }
      lock.afterwards(() -> calls.add("second"));
      assertThat(calls).isEmpty();
    }

    assertThat(calls).containsExactly("first", "second");
  }

  @Test
  void failingActionGoesToTheUncaughtExceptionHandlerAndTheOthersAreCalled() throws Exception {
    var caught = new CompletableFuture<Throwable>();
    var failure = new IllegalStateException("planted");

    Thread.ofVirtual()
        .uncaughtExceptionHandler((_, thrown) -> caught.complete(thrown))
        .start(() -> putOff(failure))
        .join();

    assertThat(caught.get()).isSameAs(failure);
    assertThat(calls).containsExactly("after the failure");
  }

  @Test
  void wakeUpsAreCalledWithoutTheLock() throws IOException {
    var hosts = new TwoHosts(1);
    var pair = hosts.pair();
    var locked = new AtomicBoolean(true);
    pair.far().onReadable(() -> locked.set(isLockedForOthers(hosts.net)));

    pair.near().write(TwoHosts.bytes("x"));
    hosts.world.settle();

    assertThat(locked).isFalse();
  }

  private static boolean isLockedForOthers(SimNet net) {
    var taken = new AtomicBoolean();
    var other =
        Thread.ofVirtual()
            .start(() -> {
              try (var _ = net.lock().hold()) {
                taken.set(true);
              }
            });
    try {
      return !other.join(Duration.ofSeconds(10)) || !taken.get();
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while another thread was to take the lock", e);
    }
  }

  private void putOff(RuntimeException failure) {
    try (var _ = lock.hold()) {
      lock.afterwards(() -> {
        throw failure;
      });
      lock.afterwards(() -> calls.add("after the failure"));
    }
  }
}
