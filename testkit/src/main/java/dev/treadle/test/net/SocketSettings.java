package dev.treadle.test.net;

import java.net.SocketException;
import java.net.SocketOption;
import java.net.SocketOptions;
import java.net.StandardSocketOptions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The options of one JDK socket: all are remembered, `SO_TIMEOUT` and `SO_LINGER` have an effect.
final class SocketSettings {

  private static final Map<Integer, SocketOption<?>> BY_NUMBER =
      Map.of(
          SocketOptions.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY,
          SocketOptions.SO_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE,
          SocketOptions.SO_REUSEADDR, StandardSocketOptions.SO_REUSEADDR,
          SocketOptions.SO_REUSEPORT, StandardSocketOptions.SO_REUSEPORT,
          SocketOptions.SO_LINGER, StandardSocketOptions.SO_LINGER,
          SocketOptions.SO_RCVBUF, StandardSocketOptions.SO_RCVBUF,
          SocketOptions.SO_SNDBUF, StandardSocketOptions.SO_SNDBUF,
          SocketOptions.IP_TOS, StandardSocketOptions.IP_TOS);

  private static final int BUFFER = LinkSettings.ideal().bufferBytes();

  private final Map<SocketOption<?>, Object> values = new ConcurrentHashMap<>();
  private volatile int timeoutMillis;
  private volatile boolean urgentInline;

  SocketSettings() {
    values.put(StandardSocketOptions.TCP_NODELAY, false);
    values.put(StandardSocketOptions.SO_KEEPALIVE, false);
    values.put(StandardSocketOptions.SO_REUSEADDR, false);
    values.put(StandardSocketOptions.SO_REUSEPORT, false);
    values.put(StandardSocketOptions.SO_LINGER, -1);
    values.put(StandardSocketOptions.SO_RCVBUF, BUFFER);
    values.put(StandardSocketOptions.SO_SNDBUF, BUFFER);
    values.put(StandardSocketOptions.IP_TOS, 0);
  }

  static Set<SocketOption<?>> supported() {
    return Set.copyOf(BY_NUMBER.values());
  }

  int timeoutMillis() {
    return timeoutMillis;
  }

  /// Returns whether closing is to reset the connection.
  boolean closesByReset() {
    return values.get(StandardSocketOptions.SO_LINGER) instanceof Integer linger && linger == 0;
  }

  void set(int number, Object value) throws SocketException {
    switch (number) {
      case SocketOptions.SO_TIMEOUT -> timeoutMillis = (Integer) value;
      case SocketOptions.SO_OOBINLINE -> urgentInline = (Boolean) value;
      // The JDK switches lingering off with a Boolean.
      case SocketOptions.SO_LINGER ->
          values.put(
              StandardSocketOptions.SO_LINGER, value instanceof Integer seconds ? seconds : -1);
      default -> values.put(option(number), value);
    }
  }

  Object get(int number) throws SocketException {
    return switch (number) {
      case SocketOptions.SO_TIMEOUT -> timeoutMillis;
      case SocketOptions.SO_OOBINLINE -> urgentInline;
      default -> get(option(number));
    };
  }

  void set(SocketOption<?> option, Object value) {
    requireSupported(option);
    values.put(option, value);
  }

  Object get(SocketOption<?> option) {
    requireSupported(option);
    var value = values.get(option);
    if (value == null) {
      throw new IllegalStateException("socket option " + option + " has no default");
    }
    return value;
  }

  private void requireSupported(SocketOption<?> option) {
    if (!values.containsKey(option)) {
      throw new UnsupportedOperationException(
          "socket option " + option + " is not one of the simulated: " + BY_NUMBER.values());
    }
  }

  private static SocketOption<?> option(int number) throws SocketException {
    var option = BY_NUMBER.get(number);
    if (option == null) {
      throw new SocketException("socket option number " + number + " is unknown");
    }
    return option;
  }
}
