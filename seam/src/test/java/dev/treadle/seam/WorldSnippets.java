package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The examples of this package's documentation, run as tests.
class WorldSnippets {

  @Test
  void timer() throws InterruptedException {
    // @start region="timer"
    var done = new CountDownLatch(1);
    var timer = World.current().schedule(Duration.ofMillis(1).toNanos(), done::countDown);
    done.await();
    // @end

    assertThat(timer.cancel()).isFalse();
  }

  @Test
  void fault() throws IOException {
    // @start region="fault"
    if (Fault.point("store.disk-full")) {
      throw new IOException("no space left on device");
    }
    // @end

    assertThat(World.current().isSimulated()).isFalse();
  }

  // @start region="read"
  static int read(Network.Connection connection, ByteBuffer into) throws IOException {
    var reader = Thread.currentThread();
    while (true) {
      int count = connection.read(into);
      if (count != 0 || !into.hasRemaining()) {
        return count;
      }
      connection.onReadable(() -> LockSupport.unpark(reader));
      LockSupport.park(connection);
    }
  }
  // @end
}
