package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// How a channel came to its end.
///
/// @param cause given by who closed it
record Closing(Manner manner, @Nullable Throwable cause) {

  enum Manner {
    /// No more is sent; what was sent can be received.
    CLOSED("is closed"),
    /// What was sent is dropped.
    CANCELLED("was cancelled"),
    /// The last receiver closed its end; what was sent is dropped.
    DESERTED("has no receiver any more");

    private final String words;

    Manner(String words) {
      this.words = words;
    }
  }

  /// Whether elements that nobody has received are dropped.
  boolean drops() {
    return manner != Manner.CLOSED;
  }

  /// Whether a loop over the channel just ends.
  boolean isOrderly() {
    return manner == Manner.CLOSED && cause == null;
  }

  ChannelClosedException toSender(Channel<?> channel) {
    return new ChannelClosedException(
        channel + " " + manner.words + ": expected no more sends", cause);
  }

  ChannelClosedException toReceiver(Channel<?> channel) {
    String rest = drops() ? "" : ", and all that was sent has been received";
    return new ChannelClosedException(channel + " " + manner.words + rest, cause);
  }
}
