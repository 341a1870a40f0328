package dev.treadle.channel;

import dev.treadle.Body;
import org.jspecify.annotations.Nullable;

/// A clause of a [Select] that receives or sends.
///
/// {@snippet class=dev.treadle.channel.SelectSnippets region=ifClosed lang=java}
///
/// @param <R> what the action returns
/// @param <X> what the action may throw
public abstract sealed class ChannelClause<R extends @Nullable Object, X extends Exception>
    extends Clause<R, X> permits ReceiveClause, SendClause {

  ChannelClause() {}

  /// Returns the same clause with something to do if its channel turns out to be closed, in place
  /// of throwing a [ChannelClosedException].
  public abstract ChannelClause<R, X> ifClosed(Body<? extends R, ? extends X> action);
}
