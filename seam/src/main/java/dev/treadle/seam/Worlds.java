package dev.treadle.seam;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// Finds the world of the calling thread.
final class Worlds {

  // Static finals, so that the JIT sees constants: without a provider current() compiles to REAL.
  private static final @Nullable WorldProvider PROVIDER = provider();
  private static final World REAL = new RealWorld();

  private Worlds() {}

  static World current() {
    if (PROVIDER == null) {
      return REAL;
    }
    var simulated = PROVIDER.current();
    return simulated == null ? REAL : simulated;
  }

  private static @Nullable WorldProvider provider() {
    if (!mayBePresent()) {
      return null;
    }
    return ServiceLoader.load(WorldProvider.class, Worlds.class.getClassLoader())
        .findFirst()
        .orElse(null);
  }

  // On the class path, where most programs run, a look at the file spares them the service loader,
  // which takes milliseconds to find nothing.
  private static boolean mayBePresent() {
    var type = WorldProvider.class;
    return type.getModule().isNamed()
        || type.getClassLoader().getResource("META-INF/services/" + type.getName()) != null;
  }
}
