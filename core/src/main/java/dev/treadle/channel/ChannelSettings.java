package dev.treadle.channel;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What can be said about a channel when it is made.
///
/// {@snippet class=dev.treadle.channel.ChannelSnippets region=settings lang=java}
///
/// @param name what it is called in task trees and errors; `null` if it has no name
/// @param onUndelivered gets every element that was sent and that nobody will receive: because the
///   channel was cancelled, its last receiver closed, or a newer element took its place. It is
///   called by the thread that caused it, outside any lock, once an element, in the order in which
///   they were sent as far as one thread drops them. It must not wait. If it fails, that is logged
///   and nobody else hears of it
/// @param <T> the elements
public record ChannelSettings<T>(
    @Nullable String name, @Nullable Consumer<? super T> onUndelivered) {

  static <T> ChannelSettings<T> none() {
    return new ChannelSettings<>(null, null);
  }

  /// Returns these settings with a name.
  public ChannelSettings<T> withName(String name) {
    return new ChannelSettings<>(Objects.requireNonNull(name, "name"), onUndelivered);
  }

  /// Returns these settings with somebody to take care of elements that nobody will receive, such
  /// as to close them.
  public ChannelSettings<T> withOnUndelivered(Consumer<? super T> onUndelivered) {
    return new ChannelSettings<>(name, Objects.requireNonNull(onUndelivered, "onUndelivered"));
  }
}
