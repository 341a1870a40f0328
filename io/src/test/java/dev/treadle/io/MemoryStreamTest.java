package dev.treadle.io;

import static dev.treadle.Treadle.moveOnAfter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.monitor.TaskTree;
import dev.treadle.test.Simulated;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MemoryStreamTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// As it comes.
  @Nested
  @Simulated
  class Contract extends ByteStreamContract {

    @Override
    protected Ends connect() {
      return ends(MemoryStream.pair());
    }
  }

  /// With a ring that is always going round.
  @Nested
  @Simulated
  class SmallContract extends ByteStreamContract {

    @Override
    protected Ends connect() {
      return ends(MemoryStream.pair(4099));
    }
  }

  @TreadleTest(explore = 1_000, racePoints = "dev.treadle.io")
  void nothingIsLostOrDoubledWhoeverIsCancelled() throws IOException {
    try (var pair = MemoryStream.pair(2)) {
      ByteStreamTraffic.cancelReadersAndWriters(pair.client(), pair.server());
    }
  }

  @TreadleTest(explore = 1_000, racePoints = "dev.treadle.io")
  void nobodyWaitsForAnEndThatIsClosed() throws IOException {
    try (var pair = MemoryStream.pair(2)) {
      ByteStreamTraffic.closeWhileReadingAndWriting(pair.client(), pair.server());
    }
  }

  private static ByteStreamEnds.Ends ends(MemoryStream.Pair pair) {
    return new ByteStreamEnds.Ends(pair.client(), pair.server());
  }

  @Test
  void capacityIsOneAtLeast() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemoryStream.pair(0))
        .withMessage("capacity: expected at least 1, found 0");
  }

  @TreadleTest
  void asManyBytesAreOnTheWayAsTheCapacitySays() throws IOException {
    try (var pair = MemoryStream.pair(5)) {
      var client = pair.client();
      client.write(ByteBuffer.allocate(5));

      assertThat(moveOnAfter(SECOND, () -> client.write(ByteBuffer.allocate(1)))).isFalse();

      assertThat(pair.server().read(ByteBuffer.allocate(9))).isEqualTo(5);
    }
  }

  @TreadleTest
  void waitsThatAreGivenUpLeaveNothingBehind() throws IOException {
    var pipe = new MemoryPipe("a pipe", 1);
    assertThat(moveOnAfter(SECOND, () -> pipe.read(ByteBuffer.allocate(1)))).isEmpty();
    pipe.write(ByteBuffer.allocate(1));
    assertThat(moveOnAfter(SECOND, () -> pipe.write(ByteBuffer.allocate(1)))).isFalse();

    assertThat(pipe.waiting()).isZero();
  }

  @Test
  void endsHaveTheAddressesTheyAreGiven() throws IOException {
    var one = InetSocketAddress.createUnresolved("one", 1);
    var two = InetSocketAddress.createUnresolved("two", 2);
    try (var pair = MemoryStream.pair(1, one, two)) {
      assertThat(pair.client().localAddress()).isEqualTo(one);
      assertThat(pair.client().remoteAddress()).isEqualTo(two);
      assertThat(pair.server().localAddress()).isEqualTo(two);
      assertThat(pair.server().remoteAddress()).isEqualTo(one);
    }
  }

  @Test
  void endsOfDifferentPairsHaveDifferentAddresses() throws IOException {
    try (var pair = MemoryStream.pair();
        var other = MemoryStream.pair()) {
      assertThat(pair.client().localAddress()).isNotEqualTo(other.client().localAddress());
      assertThat(pair.client()).hasToString("memory:client");
    }
  }

  @TreadleTest
  void messagesSayWhatIsWrong() throws IOException {
    var pair = MemoryStream.pair();
    pair.client().shutdownOutput();

    assertThatThrownBy(() -> pair.client().write(ByteBuffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("the output was shut down: nothing can be written any more");

    pair.client().close();

    assertThatThrownBy(() -> pair.client().write(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class)
        .hasMessage("this end of the stream is closed");
    assertThatThrownBy(() -> pair.server().write(ByteBuffer.allocate(1)))
        .isInstanceOf(IOException.class)
        .hasMessage("the other end is closed: nobody will read what is written");
    pair.close();
  }

  @TreadleTest
  void taskTreeSaysWhoWaitsForWhat(Simulation simulation) throws IOException {
    try (var pair = MemoryStream.pair(1)) {
      TaskGroup.run(group -> {
        var reader = group.start("reader", () -> pair.client().read(ByteBuffer.allocate(1)));
        var writer = group.start("writer", () -> pair.client().write(ByteBuffer.allocate(9)));
        simulation.awaitBlocked();

        var tree = TaskTree.capture().toString();

        assertThat(tree).contains("bytes of memory:server -> memory:client");
        assertThat(tree).contains("room in memory:client -> memory:server");
        reader.cancel("seen");
        writer.cancel("seen");
      });
    }
  }
}
