package dev.treadle.flow;

import dev.treadle.channel.Channel;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.channel.ChannelSettings;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A lane for any number of tasks that make elements: a channel.
final class ChannelLane<T> extends Lane<T> {

  private final Channel<T> channel;
  private final Iterator<T> elements;

  private ChannelLane(
      String name, Function<UnaryOperator<ChannelSettings<T>>, Channel<T>> flavour) {
    super(name);
    channel = flavour.apply(c -> c.withName(name));
    elements = channel.iterator();
  }

  /// Returns a lane with room for so many elements; without room an element is put when it is
  /// taken.
  static <T> ChannelLane<T> of(String name, int capacity) {
    return new ChannelLane<>(name, settings -> Channel.buffered(capacity, settings));
  }

  /// Returns a lane on which the newest element replaces the one before.
  static <T> ChannelLane<T> conflated(String name) {
    return new ChannelLane<>(name, Channel::conflated);
  }

  @Override
  boolean put(T element) {
    try {
      channel.send(element);
      return true;
    } catch (ChannelClosedException closed) {
      return false;
    }
  }

  @Override
  void end() {
    channel.close();
  }

  @Override
  void endWith(Throwable thrown) {
    channel.closeWith(thrown);
  }

  @Override
  @Nullable T take() {
    try {
      return elements.hasNext() ? elements.next() : null;
    } catch (ChannelClosedException closed) {
      throw failure(Objects.requireNonNull(closed.getCause()));
    }
  }

  @Override
  void drop() {
    channel.cancel();
  }
}
