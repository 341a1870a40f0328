package dev.treadle.flow;

import dev.treadle.channel.ChannelClosedException;
import dev.treadle.channel.ReceiveChannel;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Flows of what is there already, or comes from elsewhere, without a task of their own.
final class Sources {

  private Sources() {}

  static <T> T present(@Nullable T element, String where) {
    if (element == null) {
      throw new NullPointerException(
          where + ": expected an element, found null, which a flow cannot have");
    }
    return element;
  }

  // --- Of what is there

  static final class Array<T> extends Stage<T> {

    private final T[] elements;

    Array(T[] elements) {
      this.elements = elements.clone();
      for (var element : this.elements) {
        var _ = present(element, "of");
      }
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Pull<>() {
        private int next;

        @Override
        @Nullable T next() {
          return next < elements.length ? elements[next++] : null;
        }

        @Override
        void close() {}
      };
    }

    @Override
    public String toString() {
      return "of";
    }
  }

  static final class OfIterable<T> extends Stage<T> {

    private final Iterable<? extends T> elements;

    OfIterable(Iterable<? extends T> elements) {
      this.elements = elements;
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Iterating<>(elements.iterator());
    }

    @Override
    public String toString() {
      return "from(Iterable)";
    }
  }

  private static final class Iterating<T> extends Pull<T> {

    private final Iterator<? extends T> elements;

    Iterating(Iterator<? extends T> elements) {
      this.elements = elements;
    }

    @Override
    @Nullable T next() {
      return elements.hasNext() ? present(elements.next(), "from(Iterable)") : null;
    }

    @Override
    void close() {}
  }

  // --- From a stream

  static final class OfStream<T> extends Stage<T> {

    private final Stream<? extends T> stream;
    private final AtomicBoolean used = new AtomicBoolean();

    OfStream(Stream<? extends T> stream) {
      this.stream = stream;
    }

    @Override
    Pull<T> open(Crew crew) {
      if (used.getAndSet(true)) {
        throw new IllegalStateException(
            "from(Stream): expected to be run once, because a stream cannot be read again; found"
                + " another attempt of retry()");
      }
      return new Streaming<>(stream);
    }

    @Override
    public String toString() {
      return "from(Stream)";
    }
  }

  private static final class Streaming<T> extends Pull<T> implements Consumer<T> {

    private final Stream<? extends T> stream;
    private final Spliterator<? extends T> elements;
    private @Nullable T next;

    Streaming(Stream<? extends T> stream) {
      this.stream = stream;
      this.elements = stream.spliterator();
    }

    @Override
    @Nullable T next() {
      next = null;
      return elements.tryAdvance(this) ? next : null;
    }

    @Override
    public void accept(T element) {
      next = present(element, "from(Stream)");
    }

    @Override
    void close() {
      stream.close();
    }
  }

  // --- From a channel

  static final class OfChannel<T> extends Stage<T> {

    private final ReceiveChannel<? extends T> channel;

    OfChannel(ReceiveChannel<? extends T> channel) {
      this.channel = channel;
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Receiving<>(channel.iterator());
    }

    @Override
    public String toString() {
      return "fromChannel";
    }
  }

  private static final class Receiving<T> extends Pull<T> {

    private final Iterator<? extends T> elements;

    Receiving(Iterator<? extends T> elements) {
      this.elements = elements;
    }

    @Override
    @Nullable T next() {
      try {
        return elements.hasNext() ? elements.next() : null;
      } catch (ChannelClosedException closed) {
        var cause = closed.getCause();
        throw cause == null ? closed : Failing.fromTask(cause);
      }
    }

    /// The channel is its owner's: others may receive from it.
    @Override
    void close() {}
  }
}
