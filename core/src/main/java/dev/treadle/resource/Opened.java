package dev.treadle.resource;

/// Something that is open, and how to close it.
///
/// {@snippet class=dev.treadle.resource.ResourceSnippets region=open lang=java}
///
/// @param <T> what it is
public sealed interface Opened<T> extends AutoCloseable permits Borrowed, OpenResource {

  /// Returns what is open.
  ///
  /// @throws IllegalStateException if it was closed
  T value();

  /// Closes it. More than once is as good as once.
  @Override
  void close();
}
