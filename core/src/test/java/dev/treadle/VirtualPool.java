package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/// Offloading to virtual threads, so that a simulation can explore what platform threads do.
final class VirtualPool implements AutoCloseable {

  private static final Duration LONGER_THAN_IDLE = Duration.ofSeconds(31);

  private final Offloads offloads;

  private VirtualPool(int limit) {
    this.offloads = new Offloads(() -> limit, Thread.ofVirtual().name("pool-", 1).factory(), false);
  }

  static VirtualPool of(int limit) {
    return new VirtualPool(limit);
  }

  Offloads offloads() {
    return offloads;
  }

  <T, X extends Exception> T call(Body<T, X> body) throws X {
    return offloads.call(body);
  }

  <X extends Exception> void run(Action<X> body) throws X {
    var _ = offloads.call(Actions.asBody(body));
  }

  int threads() {
    return offloads.pool(0).threads();
  }

  /// Every thread ends when it has had nothing to do for a while; nobody waits for one.
  @Override
  public void close() {
    Treadle.shield(LONGER_THAN_IDLE.multipliedBy(2), () -> Treadle.sleep(LONGER_THAN_IDLE));
    for (int level = 0; level < 3; level++) {
      assertThat(offloads.pool(level).threads()).isZero();
      assertThat(offloads.pool(level).waiting()).isZero();
    }
  }
}
