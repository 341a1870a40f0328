package dev.treadle.test.net;

import java.time.Duration;

/// How one direction of a link behaves; see [SimLink#configure].
///
/// @param latency how long everything takes to arrive
/// @param bytesPerSecond how much the direction carries, shared by all its connections
/// @param bufferBytes how many bytes of one stream may be under way or unread; a write beyond that
///   finds no room until the receiver reads. A datagram that would make more than this wait to be
///   received is lost
/// @param splits whether reads and writes of streams move an arbitrary part, at least a byte, of
///   what they could
/// @param datagrams what happens to datagrams on the way
public record LinkSettings(
    Latency latency, long bytesPerSecond, int bufferBytes, boolean splits, Datagrams datagrams) {

  private static final LinkSettings IDEAL =
      new LinkSettings(
          new Latency(Duration.ZERO, Duration.ZERO),
          Long.MAX_VALUE,
          64 * 1024,
          false,
          new Datagrams(0, 0, 0));

  /// Checks the settings.
  ///
  /// @throws IllegalArgumentException if `bytesPerSecond` or `bufferBytes` is less than 1
  public LinkSettings {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "bytesPerSecond must be at least 1, was " + bytesPerSecond);
    }
    if (bufferBytes < 1) {
      throw new IllegalArgumentException("bufferBytes must be at least 1, was " + bufferBytes);
    }
  }

  /// Returns the settings every link begins with: no latency, no limit of bandwidth, 64 KiB of
  /// buffer, nothing split, lost, duplicated or reordered.
  public static LinkSettings ideal() {
    return IDEAL;
  }

  /// Returns a copy in which everything takes exactly this long to arrive.
  ///
  /// @throws IllegalArgumentException if it is negative
  public LinkSettings withLatency(Duration latency) {
    return withLatency(latency, latency);
  }

  /// Returns a copy in which everything takes a random time from `min` to `max` to arrive. The
  /// bytes of a stream keep their order; datagrams may overtake each other.
  ///
  /// @throws IllegalArgumentException if `min` is negative or greater than `max`
  public LinkSettings withLatency(Duration min, Duration max) {
    return new LinkSettings(new Latency(min, max), bytesPerSecond, bufferBytes, splits, datagrams);
  }

  /// Returns a copy with another bandwidth; `Long.MAX_VALUE` is no limit.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public LinkSettings withBytesPerSecond(long bytesPerSecond) {
    return new LinkSettings(latency, bytesPerSecond, bufferBytes, splits, datagrams);
  }

  /// Returns a copy with other buffers.
  ///
  /// @throws IllegalArgumentException if it is less than 1
  public LinkSettings withBufferBytes(int bufferBytes) {
    return new LinkSettings(latency, bytesPerSecond, bufferBytes, splits, datagrams);
  }

  /// Returns a copy in which reads and writes move an arbitrary part of what they could, or all.
  public LinkSettings withSplits(boolean splits) {
    return new LinkSettings(latency, bytesPerSecond, bufferBytes, splits, datagrams);
  }

  /// Returns a copy in which a datagram gets lost with this probability.
  ///
  /// @throws IllegalArgumentException if it is not within 0..1
  public LinkSettings withLoss(double probability) {
    return withDatagrams(
        new Datagrams(probability, datagrams.duplication(), datagrams.reordering()));
  }

  /// Returns a copy in which a datagram arrives twice with this probability.
  ///
  /// @throws IllegalArgumentException if it is not within 0..1
  public LinkSettings withDuplication(double probability) {
    return withDatagrams(new Datagrams(datagrams.loss(), probability, datagrams.reordering()));
  }

  /// Returns a copy in which a datagram is delayed with this probability, by up to 10 ms and the
  /// greatest latency, so that later ones may overtake it.
  ///
  /// @throws IllegalArgumentException if it is not within 0..1
  public LinkSettings withReordering(double probability) {
    return withDatagrams(new Datagrams(datagrams.loss(), datagrams.duplication(), probability));
  }

  private LinkSettings withDatagrams(Datagrams datagrams) {
    return new LinkSettings(latency, bytesPerSecond, bufferBytes, splits, datagrams);
  }

  /// A range of delays, both ends included.
  ///
  /// @param min the shortest
  /// @param max the longest
  public record Latency(Duration min, Duration max) {

    /// Checks the range.
    ///
    /// @throws IllegalArgumentException if `min` is negative or greater than `max`
    public Latency {
      if (min.isNegative() || min.compareTo(max) > 0) {
        throw new IllegalArgumentException(
            "latency must be a range from 0 or more up, was " + min + " to " + max);
      }
    }
  }

  /// Probabilities of what may happen to a datagram, each from 0 to 1.
  ///
  /// @param loss that it never arrives
  /// @param duplication that it arrives twice
  /// @param reordering that it is delayed, so that later ones may overtake it
  public record Datagrams(double loss, double duplication, double reordering) {

    /// Checks the probabilities.
    ///
    /// @throws IllegalArgumentException if one is not within 0..1
    public Datagrams {
      check("loss", loss);
      check("duplication", duplication);
      check("reordering", reordering);
    }

    private static void check(String name, double probability) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probability of " + name + " must be within 0..1, was " + probability);
      }
    }
  }
}
