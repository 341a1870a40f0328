package dev.treadle.resource;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Something that connections are opened to. Counts what is open, and fails where a test says.
final class Server {

  static final String OPEN_FAILS = "server.open-fails";
  static final String OPEN_FAILS_LATE = "server.open-fails-late";
  static final String CHECK_FAILS = "server.check-fails";
  static final String CLOSE_FAILS = "server.close-fails";
  static final String SLOW = "server.slow";

  final List<Connection> opened = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger mostOpen = new AtomicInteger();
  final AtomicInteger attempts = new AtomicInteger();

  volatile Duration openTakes = Duration.ZERO;
  volatile Duration closeTakes = Duration.ZERO;
  volatile boolean down;

  Connection connect() throws IOException {
    attempts.incrementAndGet();
    if (down || Fault.point(OPEN_FAILS)) {
      throw new IOException("refused");
    }
    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    boolean connected = false;
    try {
      pause(openTakes);
      if (Fault.point(OPEN_FAILS_LATE)) {
        throw new IOException("no handshake");
      }
      connected = true;
    } finally {
      if (!connected) {
        open.decrementAndGet();
      }
    }
    var connection = new Connection(opened.size() + 1);
    opened.add(connection);
    return connection;
  }

  boolean answers(Connection connection) throws IOException {
    assertThat(connection.isOpen()).isTrue();
    pause(Duration.ZERO);
    if (Fault.point(CHECK_FAILS)) {
      throw new IOException("no answer");
    }
    return !connection.broken;
  }

  void disconnect(Connection connection) throws IOException {
    assertThat(connection.closings.incrementAndGet()).isEqualTo(1);
    try {
      pause(closeTakes);
      if (Fault.point(CLOSE_FAILS)) {
        throw new IOException("lost");
      }
    } finally {
      open.decrementAndGet();
    }
  }

  private static void pause(Duration usual) {
    var time = Fault.point(SLOW) ? usual.plusMillis(1) : usual;
    if (time.isZero()) {
      Thread.yield();
    } else {
      sleep(time);
    }
  }

  Resource<Connection> connection() {
    return Resource.of("connection", this::connect, this::disconnect);
  }

  /// Everything that was opened was closed, once, and there were never too many.
  void audit(int most) {
    assertThat(open).hasValue(0);
    assertThat(mostOpen.get()).isLessThanOrEqualTo(most);
    for (var connection : opened) {
      assertThat(connection.closings).as("closings of %s", connection).hasValue(1);
    }
  }
}
