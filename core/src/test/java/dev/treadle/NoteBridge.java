package dev.treadle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Hands the notes of a thread on to its tasks; installed for all tests of this module.
public final class NoteBridge implements ContextBridge {

  /// Called by the service loader.
  public NoteBridge() {}

  @Override
  public @Nullable Object capture() {
    var notes = Notes.areUsed() ? Notes.all() : Map.of();
    return notes.isEmpty() ? null : notes;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Restored restore(Object captured) {
    var before = Notes.all();
    Notes.replace((Map<String, String>) captured);
    return () -> Notes.replace(before);
  }
}
