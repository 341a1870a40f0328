package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Timeouts of JDK sockets pass in the world's time, here driven by hand.
@Timeout(60)
class SocketTimeoutTest {

  private final TwoHosts hosts = new TwoHosts(1);

  @Test
  void readTimesOut() throws Exception {
    try (var listener = hosts.listen();
        var socket = connected()) {
      socket.setSoTimeout(500);
      var reading = start(() -> socket.getInputStream().read());

      assertTimesOut(reading, "Read timed out", 500);
      assertThat(listener.accept()).isNotNull();
    }
  }

  @Test
  void socketIsUsableAfterAReadThatTimedOut() throws Exception {
    try (var listener = hosts.listen();
        var socket = connected()) {
      socket.setSoTimeout(500);
      assertTimesOut(start(() -> socket.getInputStream().read()), "Read timed out", 500);
      var far = Objects.requireNonNull(listener.accept());

      far.write(TwoHosts.bytes("x"));
      hosts.world.settle();

      assertThat(socket.getInputStream().read()).isEqualTo('x');
      far.close();
    }
  }

  @Test
  void acceptTimesOut() throws Exception {
    try (var server = hosts.db.serverSocketFactory().createServerSocket(80)) {
      server.setSoTimeout(2000);

      assertTimesOut(start(server::accept), "Accept timed out", 2000);
    }
  }

  @Test
  void connectTimesOutAndClosesTheSocket() throws Exception {
    hosts.net.links().partition();
    var socket = hosts.client.socketFactory().createSocket();
    var connecting =
        start(() -> {
          socket.connect(new InetSocketAddress(hosts.db.address(), 80), 3000);
          return true;
        });

    assertTimesOut(connecting, "Connect timed out", 3000);
    assertThat(socket.isClosed()).isTrue();
    assertThat(hosts.world.open()).isEmpty();
  }

  @Test
  void waitThatEndsInTimeLeavesNoTimerBehind() throws Exception {
    try (var listener = hosts.listen();
        var socket = connected()) {
      var far = Objects.requireNonNull(listener.accept());
      socket.setSoTimeout(500);
      var reading = start(() -> socket.getInputStream().read());
      Blocked.await(reading.thread());

      far.write(TwoHosts.bytes("x"));
      hosts.world.settle();

      assertThat(reading.get()).isEqualTo('x');
      assertThat(hosts.world.pending()).isZero();
      far.close();
    }
  }

  private Socket connected() throws Exception {
    var connecting = start(() -> hosts.client.socketFactory().createSocket("db", 5432));
    Blocked.await(connecting.thread());
    hosts.world.settle();
    return connecting.get();
  }

  private void assertTimesOut(Blocked<?> waiting, String message, long millis)
      throws InterruptedException {
    Blocked.await(waiting.thread());
    hosts.world.advance(Duration.ofMillis(millis).minusNanos(1));
    assertThat(waiting.task().isDone()).isFalse();

    hosts.world.advance(Duration.ofNanos(1));

    assertThat(waiting.failure()).isInstanceOf(SocketTimeoutException.class).hasMessage(message);
  }

  private static <T> Blocked<T> start(Callable<T> body) {
    return Blocked.start(new FutureTask<>(body));
  }
}
