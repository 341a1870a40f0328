package dev.treadle.sync;

/// What a [RateLimiter] may give out, and when. Knows neither clock nor threads: it is told what
/// time it is, and its owner's lock guards it. Times are nanoseconds that only grow, with any
/// origin, and wrap around.
sealed interface Rate permits TokenBucket, SlidingWindow {

  /// Returns the most that can ever be taken at once.
  int most();

  /// Returns how many permits can be taken now.
  int available(long now);

  /// Returns how long until so many permits can be taken if none is taken meanwhile; 0 if they can
  /// be now.
  ///
  /// @param permits from 1 to [#most()]
  long nanosUntil(long now, int permits);

  /// Takes permits that can be taken now.
  void take(long now, int permits);
}
