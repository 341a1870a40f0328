package dev.treadle.http.client;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Remembers a few values that are made of texts and come up again and again, such as the URLs of a
/// program's calls. One that comes takes the place of another, so it never grows.
final class Recent<V> {

  private static final int SLOTS = 64;

  private final AtomicReferenceArray<@Nullable Entry<V>> slots = new AtomicReferenceArray<>(SLOTS);

  private record Entry<V>(String key, V value) {}

  V get(String key, Function<String, V> make) {
    int hash = key.hashCode();
    int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
    var entry = slots.get(slot);
    if (entry != null && entry.key.equals(key)) {
      return entry.value;
    }
    var value = make.apply(key);
    slots.set(slot, new Entry<>(key, value));
    return value;
  }
}
