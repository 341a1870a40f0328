package dev.treadle.sync;

import dev.treadle.Cancelled;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A mutex for each key: one task at a time for the same key, any number for different ones.
///
/// For "one transfer at a time for an account", "load a page once however many ask for it".
///
/// {@snippet class=dev.treadle.sync.KeyedMutexSnippets region=page lang=java}
///
/// For each key it is as a [Mutex]: its order, its memory effects, its errors. Keys do not wait for
/// each other. A key takes memory only while somebody holds it or waits for it, however many there
/// are: nothing has to be removed. A task cancelled while it waits leaves nothing behind. To hold
/// several keys at once, acquire them in the same order everywhere, or two tasks may wait for each
/// other; a [dev.treadle.monitor.TaskTree] shows those who do.
///
/// @param <K> keys, with `equals` and `hashCode` that do not change and do not wait
public final class KeyedMutex<K> {

  private final String name;
  private final boolean fair;

  /// The keys that are used.
  private final ConcurrentHashMap<K, KeyLine<K>> lines = new ConcurrentHashMap<>();

  private KeyedMutex(String name, boolean fair) {
    this.name = name;
    this.fair = fair;
  }

  /// Creates mutexes like [Mutex#create()].
  public static <K> KeyedMutex<K> create() {
    return new KeyedMutex<>("a mutex", false);
  }

  /// Creates mutexes like [Mutex#create(String)].
  ///
  /// @param name what messages and task trees call them, each with its key
  public static <K> KeyedMutex<K> create(String name) {
    return new KeyedMutex<>(named(name), false);
  }

  /// Creates mutexes like [Mutex#fair()].
  public static <K> KeyedMutex<K> fair() {
    return new KeyedMutex<>("a mutex", true);
  }

  /// Creates mutexes like [Mutex#fair(String)].
  ///
  /// @param name what messages and task trees call them, each with its key
  public static <K> KeyedMutex<K> fair(String name) {
    return new KeyedMutex<>(named(name), true);
  }

  private static String named(String name) {
    return "mutex '" + Objects.requireNonNull(name, "name") + "'";
  }

  /// Waits until the calling task has the mutex of a key.
  ///
  /// @return to be closed to give it back
  /// @throws Cancelled if the task is cancelled; it does not hold the key then
  /// @throws IllegalStateException if the caller holds this key already, or if a holder ended
  ///   without giving it back
  public Token acquire(K key) {
    Objects.requireNonNull(key, "key");
    var line = entered(key);
    try {
      return line.mutex.acquire();
    } catch (Throwable notAcquired) {
      line.exit();
      throw notAcquired;
    }
  }

  /// Takes the mutex of a key if that needs no waiting.
  ///
  /// @return to be closed to give it back; `null` if somebody else has it or is to be served first
  /// @throws IllegalStateException if the caller holds this key already
  public @Nullable Token tryAcquire(K key) {
    var line = entered(Objects.requireNonNull(key, "key"));
    Token token = null;
    try {
      token = line.mutex.tryAcquire();
      return token;
    } finally {
      if (token == null) {
        line.exit();
      }
    }
  }

  /// Finds the line of a key, or makes it, and enters it.
  private KeyLine<K> entered(K key) {
    while (true) {
      var line = lines.get(key);
      if (line == null) {
        var made = new KeyLine<>(name, key, fair, lines);
        line = lines.putIfAbsent(key, made);
        if (line == null) {
          return made;
        }
      }
      if (line.enter()) {
        return line;
      }
      lines.remove(key, line); // its last user is about to do the same
    }
  }

  /// Returns whether somebody holds a key at this moment.
  public boolean isHeld(K key) {
    var line = lines.get(Objects.requireNonNull(key, "key"));
    return line != null && line.mutex.isHeld();
  }

  /// Returns how it is used at this moment. Takes time in proportion to the keys in use.
  public Statistics statistics() {
    int held = 0;
    int waiting = 0;
    for (var line : lines.values()) {
      held += line.mutex.isHeld() ? 1 : 0;
      waiting += line.waiting();
    }
    return new Statistics(held, waiting);
  }

  /// How keys are used. Each is seen at a moment of its own.
  ///
  /// @param held how many keys are held
  /// @param waiting how many tasks wait, for whichever keys
  public record Statistics(int held, int waiting) {}

  /// For how many keys something is kept.
  int size() {
    return lines.size();
  }

  /// Returns `mutex 'name' for many keys`.
  @Override
  public String toString() {
    return name + " for many keys";
  }
}
