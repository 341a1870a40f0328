package dev.treadle.test.agent;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells which of the user's classes are derived from one that is a switch point to call, from
/// their files: a class must not be loaded while another is.
final class Ancestors {

  // By loader and name. Guarded by itself.
  private final Map<ClassLoader, Map<String, Boolean>> known = new WeakHashMap<>();

  /// Returns whether calls of a class, by its internal name, are switch points.
  boolean isConcurrent(@Nullable ClassLoader loader, String name) {
    if (UserCode.isConcurrent(name)) {
      return true;
    }
    if (loader == null || name.startsWith("[") || !JdkClasses.isUserCode(name)) {
      return false;
    }
    var cache = cache(loader);
    var cached = cache.get(name);
    if (cached == null) {
      var parent = parentOf(loader, name);
      cached = parent != null && isConcurrent(loader, parent);
      cache.put(name, cached);
    }
    return cached;
  }

  private Map<String, Boolean> cache(ClassLoader loader) {
    synchronized (known) {
      return known.computeIfAbsent(loader, _ -> new ConcurrentHashMap<>());
    }
  }

  private static @Nullable String parentOf(ClassLoader loader, String name) {
    try (var in = loader.getResourceAsStream(name + ".class")) {
      return in == null
          ? null
          : ClassFile.of()
              .parse(in.readAllBytes())
              .superclass()
              .map(parent -> parent.asInternalName())
              .orElse(null);
    } catch (IOException | IllegalArgumentException unreadable) {
      return null; // made at run time, or no class: its calls are no switch points
    }
  }
}
