package dev.treadle.http.client;

import dev.treadle.http.Headers;
import java.time.Duration;

/// What a server says about how long it keeps a connection: `Keep-Alive: timeout=5`.
final class KeepAlive {

  /// The request must be there before the server gives up.
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private static final String TIMEOUT = "timeout=";
  private static final int MAX_DIGITS = 6;

  private KeepAlive() {}

  static Duration shortened(Duration idle, Headers answer) {
    if (!answer.contains("keep-alive")) {
      return idle;
    }
    for (var element : answer.elements("keep-alive")) {
      if (element.regionMatches(true, 0, TIMEOUT, 0, TIMEOUT.length())) {
        return shortened(idle, element.substring(TIMEOUT.length()).strip());
      }
    }
    return idle;
  }

  private static Duration shortened(Duration idle, String seconds) {
    boolean number =
        !seconds.isEmpty()
            && seconds.length() <= MAX_DIGITS
            && seconds.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return idle;
    }
    var said = Duration.ofSeconds(Long.parseLong(seconds)).minus(MARGIN);
    return said.compareTo(idle) < 0 ? said : idle;
  }
}
