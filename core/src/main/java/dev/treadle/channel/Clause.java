package dev.treadle.channel;

import org.jspecify.annotations.Nullable;

/// One of the things that a [Select] waits for, and what to do when it happens. Made by the methods
/// of [Select]. Immutable; may be used again and by several threads.
///
/// {@snippet class=dev.treadle.channel.SelectSnippets region=clauses lang=java}
///
/// @param <R> what the action returns
/// @param <X> what the action may throw
public abstract sealed class Clause<R extends @Nullable Object, X extends Exception>
    permits ChannelClause, EndClause, TimeClause, ElseClause {

  Clause() {}

  /// Begins one select.
  abstract Option<R, X> open();
}
