package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.Network.Connection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations in a network that is as unkind as it can be without breaking a connection.
@Timeout(120)
class SimNetExplorationTest {

  private static final int SEEDS = 1500;

  @Test
  void everyByteArrivesOnceAndInOrderThenTheEndOnceWhateverTheSeed() {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new Conversation(seed).run();
      } catch (Throwable failure) {
        throw new AssertionError("failed with seed " + seed, failure);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sameSeedMakesTheSameEventsAtTheSameTimes(long seed) throws IOException {
    var first = new Conversation(seed).run();
    var second = new Conversation(seed).run();

    assertThat(second).isEqualTo(first).hasSizeGreaterThan(20);
  }

  @Test
  void otherSeedsMakeOtherEvents() throws IOException {
    assertThat(new Conversation(1).run()).isNotEqualTo(new Conversation(2).run());
  }

  /// Both ends send random bytes and then shut down, while the link is cut, held and freed.
  private static final class Conversation {

    private final TwoHosts hosts;
    private final Random random;
    private final long startNanos;
    private final List<String> log = new ArrayList<>();

    Conversation(long seed) {
      hosts = new TwoHosts(seed);
      // What the test chooses must not depend on what the network draws.
      random = new Random(~seed);
      startNanos = hosts.world.nanoTime();
    }

    List<String> run() throws IOException {
      int buffer = 1 + random.nextInt(300);
      long bandwidth = random.nextBoolean() ? Long.MAX_VALUE : 10_000 + random.nextInt(1_000_000);
      var pair = hosts.pair();
      hosts
          .net
          .links()
          .configure(link ->
              link.withLatency(Duration.ZERO, Duration.ofMillis(random.nextInt(50)))
                  .withSplits(true)
                  .withBytesPerSecond(bandwidth)
                  .withBufferBytes(buffer));
      var near = new End("near", pair.near(), random.nextInt(2000));
      var far = new End("far", pair.far(), random.nextInt(2000));

      converse(near, far);

      near.close();
      far.close();
      hosts.world.advance(Duration.ofHours(1));
      assertThat(far.received()).isEqualTo(near.sent);
      assertThat(near.received()).isEqualTo(far.sent);
      assertThat(hosts.world.open()).isEmpty();
      assertThat(hosts.world.pending()).isZero();
      return log;
    }

    private void converse(End near, End far) throws IOException {
      while (!near.isDone() || !far.isDone()) {
        disturb();
        near.act();
        far.act();
        if (!hosts.world.step()) {
          // Nothing moves while the link is blocked; a time-out of nobody's patience.
          hosts.net.links().heal();
          hosts.net.links().release();
        }
      }
    }

    private void disturb() {
      var link = random.nextBoolean() ? hosts.net.links() : oneWay();
      switch (random.nextInt(40)) {
        case 0 -> link.partition();
        case 1 -> link.heal();
        case 2 -> link.hold();
        case 3 -> link.release();
        default -> {}
      }
    }

    private SimLink oneWay() {
      return random.nextBoolean()
          ? hosts.net.oneWay(hosts.client, hosts.db)
          : hosts.net.oneWay(hosts.db, hosts.client);
    }

    /// One end, which acts only when it was woken, as a waiting thread would.
    private final class End {

      private final String name;
      private final Connection connection;
      private final byte[] sent;
      private final ByteBuffer out;
      private final ByteBuffer in = ByteBuffer.allocate(4096);
      private boolean readable = true;
      private boolean writable = true;
      private int ends;
      private boolean shut;

      End(String name, Connection connection, int size) {
        this.name = name;
        this.connection = connection;
        this.sent = new byte[size];
        random.nextBytes(sent);
        this.out = ByteBuffer.wrap(sent);
      }

      void act() throws IOException {
        if (writable && !shut) {
          write();
        }
        if (readable && ends == 0) {
          read();
        }
      }

      private void write() throws IOException {
        int written = connection.write(out);
        note("wrote " + written);
        if (!out.hasRemaining()) {
          connection.shutdownOutput();
          shut = true;
        } else if (written == 0) {
          writable = false;
          connection.onWritable(() -> writable = true);
        }
      }

      private void read() throws IOException {
        int count = connection.read(in);
        note("read " + count);
        if (count < 0) {
          ends++;
        } else if (count == 0) {
          readable = false;
          connection.onReadable(() -> readable = true);
        }
      }

      private void note(String what) {
        log.add((hosts.world.nanoTime() - startNanos) + " " + name + " " + what);
      }

      boolean isDone() {
        return shut && ends > 0;
      }

      byte[] received() {
        return Arrays.copyOf(in.array(), in.position());
      }

      void close() throws IOException {
        assertThat(ends).isEqualTo(1);
        connection.close();
      }
    }
  }
}
