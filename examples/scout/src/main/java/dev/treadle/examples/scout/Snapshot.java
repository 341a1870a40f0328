package dev.treadle.examples.scout;

import dev.treadle.http.Url;
import java.time.Duration;
import java.util.List;

/// What a crawl looks like at one moment.
///
/// @param state whether it goes on
/// @param elapsed since it began, up to its end
/// @param counters how far it has come
/// @param hosts the hosts it has found, in the order in which it did
/// @param fetches what it is fetching at this moment, the oldest first
public record Snapshot(
    State state,
    Duration elapsed,
    Counters counters,
    List<HostLine> hosts,
    List<FetchLine> fetches) {

  /// Copies the lists.
  public Snapshot {
    hosts = List.copyOf(hosts);
    fetches = List.copyOf(fetches);
  }

  /// Whether a crawl goes on.
  public enum State {
    /// It was not begun.
    NEW,
    /// It goes on.
    RUNNING,
    /// It has come to its end.
    FINISHED,
    /// It was cancelled.
    CANCELLED,
    /// It could not go on.
    FAILED
  }

  /// What a fetch does.
  public enum Phase {
    /// It waits until the host may be asked: for its rate, or until others are done.
    WAITING,
    /// The host was asked.
    FETCHING,
    /// An attempt has failed, and there is a pause before the next.
    PAUSING
  }

  /// One host of a crawl.
  ///
  /// @param host name and port, as in its addresses
  /// @param waiting addresses that wait for their turn
  /// @param active fetches that are under way
  /// @param done addresses that are done with
  /// @param bytes of content that were read
  /// @param failed addresses that could not be fetched
  /// @param cancelled whether somebody has cancelled what there is of this host
  public record HostLine(
      String host, int waiting, int active, int done, long bytes, int failed, boolean cancelled) {}

  /// One fetch under way.
  ///
  /// @param id for [Crawl#cancelFetch(long)]; its task is called `fetch` and this number
  /// @param host whose it is
  /// @param url what is fetched
  /// @param phase what it does
  /// @param attempt 1 for the first
  /// @param age since it began
  public record FetchLine(long id, String host, Url url, Phase phase, int attempt, Duration age) {}
}
