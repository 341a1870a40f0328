package dev.treadle;

import org.jspecify.annotations.Nullable;

/// How a group is called and what a failure in it means.
///
/// @param supervised whether a child's failure leaves its siblings alone
/// @param onFailure who hears of a supervised child's failure; the log if `null`
record GroupSettings(
    @Nullable String name, boolean supervised, @Nullable Each<? super Throwable, ?> onFailure) {

  static final GroupSettings UNNAMED = new GroupSettings(null, false, null);

  static GroupSettings named(String name) {
    return new GroupSettings(java.util.Objects.requireNonNull(name, "name"), false, null);
  }

  static GroupSettings supervised(@Nullable Each<? super Throwable, ?> onFailure) {
    return new GroupSettings(null, true, onFailure);
  }

  String label() {
    return name == null ? "unnamed" : name;
  }

  /// Tells of a supervised child's failure.
  void handle(Child<?> child, Throwable failure) {
    if (onFailure == null) {
      Log.failed(child, failure);
      return;
    }
    try {
      onFailure.accept(failure);
    } catch (Throwable handlerFailed) {
      failure.addSuppressed(handlerFailed);
      Log.failed(child, failure);
    }
  }
}
