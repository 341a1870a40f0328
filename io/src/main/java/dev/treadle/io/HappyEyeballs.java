package dev.treadle.io;

import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which of a host's addresses to connect to: the one that answers first (RFC 8305).
final class HappyEyeballs {

  /// RFC 8305, 5: "Connection Attempt Delay".
  static final Duration ATTEMPT_DELAY = Duration.ofMillis(250);

  private final List<InetSocketAddress> addresses;
  private final List<IOException> failures = new ArrayList<>();

  /// Each attempt sends its end. Attempts may end after one has won, so what is left here at the
  /// end is to be closed.
  private final Channel<Attempt> ended = Channel.unbounded();

  /// Kept here and not the value of the group, which a cancellation would throw away.
  private @Nullable ByteStream winner;

  private sealed interface Attempt {
    record Established(ByteStream stream) implements Attempt {}

    record Failed(IOException failure) implements Attempt {}
  }

  private HappyEyeballs(List<InetSocketAddress> addresses) {
    this.addresses = addresses;
  }

  /// Connects to a port of whichever address answers first.
  ///
  /// @param host whose addresses these are, for messages
  /// @param addresses in order of preference, at least one
  static ByteStream connect(String host, int port, List<InetAddress> addresses) throws IOException {
    var inTurns = inTurns(addresses).stream().map(a -> new InetSocketAddress(a, port)).toList();
    if (inTurns.size() == 1) {
      return Sockets.connect(inTurns.getFirst());
    }
    var attempts = new HappyEyeballs(inTurns);
    boolean ended = false;
    try {
      TaskGroup.run("connect to " + host + ":" + port, attempts::race);
      ended = true;
    } finally {
      // Whoever is cancelled while the losers end may have won before.
      attempts.closeAllBut(ended ? attempts.winner : null);
    }
    var winner = attempts.winner;
    if (winner == null) {
      throw attempts.nobodyAnswered(host, port);
    }
    return winner;
  }

  /// The families take turns, beginning with that of the first (RFC 8305, 4).
  static List<InetAddress> inTurns(List<InetAddress> addresses) {
    boolean sixFirst = addresses.getFirst() instanceof Inet6Address;
    var ones = addresses.stream().filter(a -> a instanceof Inet6Address == sixFirst).toList();
    var others = addresses.stream().filter(a -> a instanceof Inet6Address != sixFirst).toList();
    var inTurns = new ArrayList<InetAddress>();
    for (int i = 0; i < Math.max(ones.size(), others.size()); i++) {
      if (i < ones.size()) {
        inTurns.add(ones.get(i));
      }
      if (i < others.size()) {
        inTurns.add(others.get(i));
      }
    }
    return inTurns;
  }

  /// Attempts are daemons: when this returns, those that still run are cancelled.
  private void race(TaskGroup attempts) {
    for (int begun = 0; winner == null && failures.size() < addresses.size(); ) {
      if (begun < addresses.size()) {
        var address = addresses.get(begun++);
        attempts.startDaemon(Addresses.describe(address), () -> attempt(address));
      }
      var next = begun < addresses.size() ? nextEndInTime() : ended.receive();
      switch (next) {
        case Attempt.Established(var stream) -> winner = stream;
        case Attempt.Failed(var failure) -> failures.add(failure);
        case null -> {}
      }
    }
  }

  private @Nullable Attempt nextEndInTime() {
    return Treadle.moveOnAfter(ATTEMPT_DELAY, () -> ended.receive()).orElse(null);
  }

  private void attempt(InetSocketAddress address) {
    Attempt end;
    try {
      end = new Attempt.Established(Sockets.connect(address));
    } catch (IOException failure) {
      end = new Attempt.Failed(failure);
    }
    boolean _ = ended.trySend(end);
  }

  private void closeAllBut(@Nullable ByteStream kept) throws IOException {
    if (winner != null && winner != kept) {
      winner.close();
    }
    for (var late = ended.tryReceive(); late != null; late = ended.tryReceive()) {
      if (late instanceof Attempt.Established(var stream)) {
        stream.close();
      }
    }
  }

  private ConnectException nobodyAnswered(String host, int port) {
    var first = failures.getFirst();
    var failure =
        new ConnectException(
            "could not connect to %s:%d at any of its %d addresses: %s"
                .formatted(host, port, addresses.size(), first.getMessage()));
    failure.initCause(first);
    failures.stream().skip(1).forEach(failure::addSuppressed);
    return failure;
  }
}
