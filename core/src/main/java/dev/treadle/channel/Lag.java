package dev.treadle.channel;

/// What happens when a subscriber of a [Broadcast] has not received as many elements as the
/// broadcast holds, and another is sent.
///
/// {@snippet class=dev.treadle.channel.BroadcastSnippets region=lag lang=java}
public enum Lag {

  /// Whoever sends waits for the subscriber, which gets every element.
  WAIT,

  /// The subscriber misses its oldest element and learns how many it has missed by
  /// [Subscription#missed()].
  DROP,

  /// The subscription ends with a [LagException].
  FAIL
}
