package dev.treadle.resource;

import org.jspecify.annotations.Nullable;

/// A resource could not be opened or closed. Its cause says why.
///
/// One type for all resources, because what opens them may throw anything; [#rethrow(Class)] gets
/// at a particular exception:
///
/// {@snippet class=dev.treadle.resource.ResourceSnippets region=rethrow lang=java}
public final class ResourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ResourceException(String message, @Nullable Throwable cause) {
    super(message + (cause == null ? "" : ": " + cause), cause);
  }

  /// Throws the cause if it is of this type; returns this exception if not, to be thrown or asked
  /// for another type.
  ///
  /// @throws X the cause, with its own stack trace
  public <X extends Exception> ResourceException rethrow(Class<X> type) throws X {
    if (type.isInstance(getCause())) {
      throw type.cast(getCause());
    }
    return this;
  }
}
