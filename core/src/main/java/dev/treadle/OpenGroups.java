package dev.treadle;

import org.jspecify.annotations.Nullable;

/// Sees to it that a group opened in a block ends with the block.
final class OpenGroups {

  private OpenGroups() {}

  /// Called when a block returned: it is a mistake if a group opened in it is open still.
  static void requireNoneIn(Scope scope) {
    var leaked = leakedFrom(scope);
    if (leaked != null) {
      var mistake = end(leaked, scope);
      closeAllIn(scope, mistake);
      throw mistake;
    }
  }

  /// Called when a block threw: what it opened is cancelled and awaited.
  static void closeAllIn(Scope scope, Throwable thrown) {
    for (var leaked = leakedFrom(scope); leaked != null; leaked = leakedFrom(scope)) {
      thrown.addSuppressed(end(leaked, scope));
    }
  }

  private static IllegalStateException end(GroupScope leaked, Scope scope) {
    var failure = leaked.abandon("the block it was opened in has ended");
    var mistake = mistake(leaked, scope);
    if (failure != null) {
      mistake.addSuppressed(failure);
    }
    return mistake;
  }

  private static @Nullable GroupScope leakedFrom(Scope scope) {
    var newest = scope.strand().groups();
    return newest != null && newest.parent == scope ? newest : null;
  }

  private static IllegalStateException mistake(GroupScope leaked, Scope scope) {
    return new IllegalStateException(
        leaked.describe()
            + " is open still at the end of the block it was opened in ("
            + scope.describe()
            + "): its tasks were cancelled; usual causes: TaskGroup.open() without"
            + " try-with-resources, a group stored in a field or returned, an iterator that opens a"
            + " group and is not read to its end");
  }
}
