package dev.treadle;

import org.jspecify.annotations.Nullable;

/// What a child is made of: its name if it has one, its work, and the values it runs with.
record Launch<T extends @Nullable Object>(
    @Nullable String name, Body<? extends T, ?> body, @Nullable Context context) {

  /// Made by the call that starts the child, on its thread: what bridges carry is taken here.
  Launch {
    body = ContextBridges.carry(body);
  }

  /// The work with its values bound around it.
  Body<? extends T, ?> work() {
    var values = context;
    return values == null ? body : () -> values.call(body);
  }
}
