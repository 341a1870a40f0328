package dev.treadle.test;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// An ordinary class with an ordinary bug, knowing nothing of simulations: each map operation is
/// atomic, the two together are not.
final class SessionCache {

  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final Function<String, Session> opener;

  SessionCache(Function<String, Session> opener) {
    this.opener = opener;
  }

  /// A session that counts for its user's limit.
  record Session(String user, int number) {}

  /// Returns the user's only session, opening it when it is asked for first.
  Session sessionOf(String user) {
    var known = sessions.get(user);
    if (known != null) {
      return known;
    }
    var opened = opener.apply(user);
    sessions.put(user, opened);
    return opened;
  }

  /// The same, done right.
  Session onlySessionOf(String user) {
    return sessions.computeIfAbsent(user, opener);
  }
}
