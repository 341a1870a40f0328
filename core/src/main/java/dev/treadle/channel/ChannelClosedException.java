package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// Says that a channel, or the end of it that was used, has come to its end.
///
/// Its cause is what was given to [SendChannel#closeWith(Throwable)], if anything was.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=closeWith lang=java}
public final class ChannelClosedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChannelClosedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
