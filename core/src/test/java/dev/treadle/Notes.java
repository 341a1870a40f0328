package dev.treadle;

import java.util.Map;
import java.util.TreeMap;

/// A logging context in a thread-local, as logging libraries have one.
final class Notes {

  private static final ThreadLocal<Map<String, String>> NOTES =
      ThreadLocal.withInitial(TreeMap::new);

  private static final String BROKEN = "broken";

  /// Whether anybody takes notes: other tests are not to pay for them.
  private static volatile boolean used;

  private Notes() {}

  static boolean areUsed() {
    return used;
  }

  static void use(boolean use) {
    used = use;
  }

  /// Makes the next [#all()] on this thread fail.
  static void failNextCopy() {
    put(BROKEN, "yes");
  }

  static void put(String key, String value) {
    NOTES.get().put(key, value);
  }

  static Map<String, String> all() {
    if (NOTES.get().remove(BROKEN) != null) {
      throw new IllegalStateException("notes cannot be read");
    }
    return Map.copyOf(NOTES.get());
  }

  static void replace(Map<String, String> notes) {
    if (notes.isEmpty()) {
      NOTES.remove();
    } else {
      NOTES.set(new TreeMap<>(notes));
    }
  }
}
