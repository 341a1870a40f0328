package dev.treadle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

// @start region="bridge"
/// Hands the notes of a thread on to its tasks. Its name is in the file
/// `META-INF/services/dev.treadle.ContextBridge`, or it is provided by a module.
public final class NoteBridge implements ContextBridge {

  /// Called by the service loader.
  public NoteBridge() {}

  @Override
  public @Nullable Object capture() {
    var notes = Notes.all();
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
// @end
