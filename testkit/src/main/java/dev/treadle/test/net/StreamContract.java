package dev.treadle.test.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every connection must do: the part of [NetworkContract] about byte streams.
abstract class StreamContract extends BothEnds {

  /// Larger than what any buffer on the way takes.
  private static final int MANY = 8 * 1024 * 1024;

  @Test
  void connectionIsEstablishedAndAccepted() throws IOException {
    var listener = listen();
    var client = open(network().connect(listener.localAddress()));

    finishConnect(client);
    var server = accept(listener);

    assertEquals(client.localAddress(), server.remoteAddress());
    assertEquals(client.remoteAddress(), server.localAddress());
    assertTrue(client.finishConnect());
    assertTrue(server.finishConnect());
  }

  @Test
  void transferBeforeTheConnectionIsEstablishedIsAMistake() throws IOException {
    var client = open(network().connect(listen().localAddress()));

    assertThrows(NotYetConnectedException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(NotYetConnectedException.class, () -> client.write(ByteBuffer.allocate(1)));
    assertThrows(NotYetConnectedException.class, client::shutdownOutput);
  }

  @Test
  void bytesArriveInOrderHoweverMany() throws IOException {
    var pair = pair();
    var sent = new byte[MANY];
    new Random(1).nextBytes(sent);

    assertArrayEquals(sent, pump(pair.client(), pair.server(), sent));
    assertArrayEquals(sent, pump(pair.server(), pair.client(), sent));
  }

  @Test
  void readReturnsZeroWhileNothingHasArrived() throws IOException {
    assertEquals(0, pair().server().read(ByteBuffer.allocate(8)));
  }

  @Test
  void readWithoutRoomReturnsZeroAndLosesNothing() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "x");
    awaitReadable(pair.server());

    assertEquals(0, pair.server().read(ByteBuffer.allocate(0)));
    assertEquals("x", readAtLeast(pair.server(), 1));
  }

  @Test
  void writeOfNothingReturnsZero() throws IOException {
    assertEquals(0, pair().client().write(ByteBuffer.allocate(0)));
  }

  @Test
  void writeReturnsZeroWithoutRoomAndIsWokenWhenThereIsSome() throws IOException {
    var pair = pair();
    int written = fill(pair.client());
    var woken = new AtomicBoolean();
    pair.client().onWritable(() -> woken.set(true));

    drain(pair.server(), written);
    awaitTrue(woken);

    assertTrue(pair.client().write(ByteBuffer.allocate(1)) > 0);
  }

  @Test
  void shutdownOutputEndsTheOthersInputAfterAllBytes() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "last words");

    pair.client().shutdownOutput();

    assertEquals("last words", readToEnd(pair.server()));
  }

  @Test
  void afterShutdownOutputTheOtherDirectionGoesOn() throws IOException {
    var pair = pair();
    pair.client().shutdownOutput();
    readToEnd(pair.server());

    writeAll(pair.server(), "answer");

    assertEquals("answer", readAtLeast(pair.client(), 6));
  }

  @Test
  void shutdownOutputTwiceIsOnce() throws IOException {
    var pair = pair();

    pair.client().shutdownOutput();
    pair.client().shutdownOutput();

    assertEquals("", readToEnd(pair.server()));
  }

  @Test
  void writeAfterShutdownOutputFails() throws IOException {
    var pair = pair();
    pair.client().shutdownOutput();

    assertThrows(IOException.class, () -> pair.client().write(ByteBuffer.allocate(1)));
  }

  @Test
  void endOfStreamIsReadAgainAndAgain() throws IOException {
    var pair = pair();
    pair.client().close();
    readToEnd(pair.server());

    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  void closeDeliversWhatWasWritten() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "goodbye");

    pair.client().close();

    assertEquals("goodbye", readToEnd(pair.server()));
  }

  @Test
  void closeWithUnreadBytesLeavesTheOtherEndNotWaiting() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "never read");
    awaitReadable(pair.server());

    pair.server().close();

    // Whether it meets the end of the stream before the reset is a matter of luck.
    assertThrows(
        IOException.class,
        () -> {
          readToEnd(pair.client());
          writeAgainAndAgain(pair.client());
        });
  }

  @Test
  void writingToAClosedEndFailsInTheEnd() throws IOException {
    var pair = pair();
    pair.server().close();

    assertThrows(IOException.class, () -> writeAgainAndAgain(pair.client()));
  }

  @Test
  void wakeIsCalledOnce() throws IOException {
    var pair = pair();
    var calls = new AtomicInteger();
    pair.server().onReadable(calls::incrementAndGet);

    writeAll(pair.client(), "a");
    while (calls.get() == 0) {
      pause();
    }
    pollOneByte(pair.server());
    writeAll(pair.client(), "b");
    pollOneByte(pair.server());

    assertEquals(1, calls.get());
  }

  @Test
  void wakeIsCalledAtOnceWhenSomethingIsThere() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "x");
    awaitReadable(pair.server());

    awaitReadable(pair.server());

    assertEquals("x", readAtLeast(pair.server(), 1));
  }

  @Test
  void laterWakeReplacesAnEarlierOne() throws IOException {
    var pair = pair();
    var replaced = new AtomicBoolean();
    pair.server().onReadable(() -> replaced.set(true));
    var woken = new AtomicBoolean();
    pair.server().onReadable(() -> woken.set(true));

    writeAll(pair.client(), "x");
    awaitTrue(woken);

    assertFalse(replaced.get());
  }

  @Test
  void waitThatIsGivenUpTakesNothing() throws IOException {
    var pair = pair();
    var abandoned = new AtomicBoolean();
    pair.server().onReadable(() -> abandoned.set(true));

    writeAll(pair.client(), "still here");
    awaitTrue(abandoned);

    assertEquals("still here", readAtLeast(pair.server(), 10));
  }

  @Test
  void endOfStreamWakesTheReader() throws IOException {
    var pair = pair();
    var woken = new AtomicBoolean();
    pair.server().onReadable(() -> woken.set(true));

    pair.client().shutdownOutput();
    awaitTrue(woken);

    assertEquals(-1, pair.server().read(ByteBuffer.allocate(1)));
  }

  @Test
  void establishedConnectionIsWritable() throws IOException {
    var woken = new AtomicBoolean();

    pair().client().onWritable(() -> woken.set(true));

    awaitTrue(woken);
  }

  @Test
  void closeWakesWhoeverWaits() throws IOException {
    var pair = pair();
    fill(pair.client());
    var reader = new AtomicBoolean();
    var writer = new AtomicBoolean();
    pair.client().onReadable(() -> reader.set(true));
    pair.client().onWritable(() -> writer.set(true));

    pair.client().close();

    awaitTrue(reader);
    awaitTrue(writer);
  }

  @Test
  void closedConnectionRefusesEverythingButWakesAndClose() throws IOException {
    var client = pair().client();
    client.close();
    client.close();

    assertThrows(ClosedChannelException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, () -> client.write(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, client::shutdownOutput);
    assertThrows(ClosedChannelException.class, client::finishConnect);
    assertThrows(ClosedChannelException.class, client::localAddress);
    assertThrows(ClosedChannelException.class, client::remoteAddress);
    awaitReadable(client);
    await(client::onWritable);
  }

  @Test
  void abortIsAFailureToTheOtherEndAndNoEnd() throws IOException {
    var pair = pair();
    writeAll(pair.client(), "half of i");
    assertEquals("half of i", readAtLeast(pair.server(), 9));

    pair.client().abort();
    awaitReadable(pair.server());

    assertThrows(IOException.class, () -> pair.server().read(ByteBuffer.allocate(1)));
    assertThrows(IOException.class, () -> writeAgainAndAgain(pair.server()));
  }

  @Test
  void abortWakesWhoeverWaitsAndCloses() throws IOException {
    var client = pair().client();
    fill(client);
    var reader = new AtomicBoolean();
    var writer = new AtomicBoolean();
    client.onReadable(() -> reader.set(true));
    client.onWritable(() -> writer.set(true));

    client.abort();
    client.abort();

    awaitTrue(reader);
    awaitTrue(writer);
    assertThrows(ClosedChannelException.class, () -> client.read(ByteBuffer.allocate(1)));
    assertThrows(ClosedChannelException.class, client::localAddress);
  }

  @Test
  void connectionCanBeAbortedWhileItIsBeingMade() throws IOException {
    var client = open(network().connect(listen().localAddress()));

    client.abort();

    assertThrows(ClosedChannelException.class, client::finishConnect);
  }

  @Test
  void connectionCanBeClosedWhileItIsBeingMade() throws IOException {
    var client = open(network().connect(listen().localAddress()));

    client.close();

    assertThrows(ClosedChannelException.class, client::finishConnect);
  }
}
