package dev.treadle;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.shield;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// Waits of the JDK in real time: in a task they end with a cancellation, each in its own way.
class RawWaitsTest {

  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Duration HOUR = Duration.ofHours(1);

  /// The interrupt that is repeated after a second would come too late.
  private static final Duration SOON = Duration.ofMillis(900);

  /// Between the cancellation and the end of the wait, of each wait that was tried.
  private final List<Duration> delays = new ArrayList<>();

  // --- Waits that say that they were interrupted

  @TreadleTest(realTime = true)
  void sleep() {
    assertThat(endOf(() -> Thread.sleep(HOUR))).isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void takeFromABlockingQueue() {
    var queue = new LinkedBlockingQueue<String>();

    assertThat(endOf(() -> queue.take())).isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void acquireASemaphore() {
    assertThat(endOf(() -> new Semaphore(0).acquire())).isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void lockInterruptibly() {
    var lock = new ReentrantLock();
    lock.lock();

    assertThat(endOf(() -> lock.lockInterruptibly())).isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void objectWait() {
    var monitor = new Object();

    assertThat(
            endOf(() -> {
              synchronized (monitor) {
                while (!Thread.currentThread().isInterrupted()) {
                  monitor.wait();
                }
              }
            }))
        .isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void getAFuture() {
    assertThat(endOf(() -> new CompletableFuture<String>().get()))
        .isInstanceOf(InterruptedException.class);
  }

  @TreadleTest(realTime = true)
  void joinAThread() {
    var latch = new CountDownLatch(1);
    var other =
        Thread.startVirtualThread(() -> {
          var _ = catchThrowable(() -> latch.await());
        });

    assertThat(endOf(() -> other.join())).isInstanceOf(InterruptedException.class);
    latch.countDown();
    assertThat(catchThrowable(() -> other.join())).isNull();
  }

  @TreadleTest(realTime = true)
  void waitForAProcess() throws Exception {
    var process = new ProcessBuilder("sleep", "3600").start();
    try {
      assertThat(endOf(() -> process.waitFor())).isInstanceOf(InterruptedException.class);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  @TreadleTest(realTime = true)
  void readFromAPipedStream() throws IOException {
    try (var in = new PipedInputStream();
        var out = new PipedOutputStream(in)) {
      assertThat(endOf(() -> in.read())).isInstanceOf(InterruptedIOException.class);
      out.flush();
    }
  }

  /// On a machine that is busy with other things some of them are late.
  @TreadleTest(realTime = true)
  void allOfThemEndWithinMilliseconds() {
    for (int i = 0; i < 20; i++) {
      endOf(() -> Thread.sleep(HOUR));
      endOf(() -> new Semaphore(0).acquire());
    }

    assertThat(delays.stream().sorted().limit(10))
        .allSatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(50)));
  }

  // --- Waits that close what they wait for

  @TreadleTest(realTime = true)
  void readFromASocket() throws IOException {
    try (var server = server();
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      assertThat(endOf(() -> client.getInputStream().read()))
          .isInstanceOf(SocketException.class)
          .hasMessage("Closed by interrupt");
      assertThat(accepted.isClosed()).isFalse();
    }
  }

  @TreadleTest(realTime = true)
  void acceptAConnection() throws IOException {
    try (var server = server()) {
      assertThat(endOf(() -> server.accept()))
          .isInstanceOf(SocketException.class)
          .hasMessage("Closed by interrupt");
    }
  }

  @TreadleTest(realTime = true)
  void receiveADatagram() throws IOException {
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertThat(endOf(() -> socket.receive(new DatagramPacket(new byte[1], 1))))
          .isInstanceOf(SocketException.class)
          .hasMessage("Closed by interrupt");
    }
  }

  @TreadleTest(realTime = true)
  void readFromAChannel() throws IOException {
    try (var server = ServerSocketChannel.open().bind(anyPort());
        var client = SocketChannel.open(server.getLocalAddress())) {
      assertThat(endOf(() -> client.read(ByteBuffer.allocate(1))))
          .isInstanceOf(ClosedByInterruptException.class);
    }
  }

  @TreadleTest(realTime = true)
  void acceptAtAChannel() throws IOException {
    try (var server = ServerSocketChannel.open().bind(anyPort())) {
      assertThat(endOf(() -> server.accept())).isInstanceOf(ClosedByInterruptException.class);
    }
  }

  // --- What a wait of ours leaves behind

  @TreadleTest(realTime = true)
  void aSocketIsUsableInTheCleanupAfterACancelledWaitOfOurs() throws IOException {
    try (var server = server();
        var client = new Socket(server.getInetAddress(), server.getLocalPort());
        var accepted = server.accept()) {
      moveOnAfter(
          MOMENT,
          () -> {
            try {
              Treadle.sleep(HOUR);
            } finally {
              client.getOutputStream().write(7);
              accepted.getOutputStream().write(accepted.getInputStream().read());
              assertThat(client.getInputStream().read()).isEqualTo(7);
            }
          });
      assertThat(client.isClosed()).isFalse();
    }
  }

  @TreadleTest(realTime = true)
  void aChannelIsUsableInAShieldAfterAnInterruptedWait() throws Exception {
    try (var server = ServerSocketChannel.open().bind(anyPort());
        var client = SocketChannel.open(server.getLocalAddress());
        var accepted = server.accept()) {
      moveOnAfter(
          MOMENT,
          () -> {
            try {
              new Semaphore(0).acquire();
            } finally {
              shield(
                  HOUR,
                  () -> {
                    client.write(ByteBuffer.wrap(new byte[] {7}));
                    accepted.read(ByteBuffer.allocate(1));
                  });
            }
          });
      assertThat(client.isOpen()).isTrue();
    }
  }

  @TreadleTest(realTime = true)
  void aChannelIsUsableBehindATimeoutThatStruck() throws Exception {
    try (var server = ServerSocketChannel.open().bind(anyPort());
        var client = SocketChannel.open(server.getLocalAddress());
        var accepted = server.accept()) {
      for (int i = 0; i < 10; i++) {
        assertThat(moveOnAfter(Duration.ofMillis(1), () -> new Semaphore(0).acquire())).isFalse();
        client.write(ByteBuffer.wrap(new byte[] {7}));
        accepted.read(ByteBuffer.allocate(1));
      }
      assertThat(client.isOpen()).isTrue();
    }
  }

  /// Runs a wait in a task, cancels the task when it waits, and returns how the wait ended.
  private Throwable endOf(Action<Exception> wait) {
    var end = new AtomicReference<Throwable>();
    var endedAt = new AtomicLong();
    var cancelledAt = new AtomicLong();
    var begun = new CountDownLatch(1);
    TaskGroup.run(group -> {
      var task =
          group.start(() -> {
            begun.countDown();
            end.set(catchThrowable(() -> wait.run()));
            endedAt.set(System.nanoTime());
            Treadle.checkpoint();
          });
      begun.await();
      Treadle.sleep(MOMENT);
      assertThat(task.isDone()).isFalse();
      cancelledAt.set(System.nanoTime());
      task.cancel("enough");
    });
    var delay = Duration.ofNanos(endedAt.get() - cancelledAt.get());
    assertThat(delay).isLessThan(SOON);
    delays.add(delay);
    return end.get();
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
