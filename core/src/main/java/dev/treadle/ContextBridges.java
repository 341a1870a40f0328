package dev.treadle;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// The bridges that are installed, applied to the bodies of tasks.
final class ContextBridges {

  // A static final, so that the JIT sees a constant: without a bridge carry() is nothing.
  private static final @Nullable ContextBridges INSTALLED = installed();

  private final List<ContextBridge> bridges;

  ContextBridges(List<ContextBridge> bridges) {
    this.bridges = bridges;
  }

  private static @Nullable ContextBridges installed() {
    if (!mayBePresent()) {
      return null;
    }
    var found = new ArrayList<ContextBridge>();
    ServiceLoader.load(ContextBridge.class, ContextBridge.class.getClassLoader())
        .forEach(found::add);
    return found.isEmpty() ? null : new ContextBridges(List.copyOf(found));
  }

  // On the class path, where most programs run, a look at the file spares them the service loader,
  // which takes milliseconds to find nothing.
  private static boolean mayBePresent() {
    var type = ContextBridge.class;
    return type.getModule().isNamed()
        || type.getClassLoader().getResource("META-INF/services/" + type.getName()) != null;
  }

  /// Returns a body that runs with what the calling thread has in its thread-locals now.
  static <T extends @Nullable Object, X extends Exception> Body<T, X> carry(Body<T, X> body) {
    return INSTALLED == null ? body : INSTALLED.wrap(body);
  }

  <T extends @Nullable Object, X extends Exception> Body<T, X> wrap(Body<T, X> body) {
    var wrapped = body;
    // The first of them is to be the outermost.
    for (var bridge : bridges.reversed()) {
      wrapped = wrap(bridge, wrapped);
    }
    return wrapped;
  }

  private static <T extends @Nullable Object, X extends Exception> Body<T, X> wrap(
      ContextBridge bridge, Body<T, X> body) {
    var captured = bridge.capture();
    if (captured == null) {
      return body;
    }
    return () -> {
      var restored = bridge.restore(captured);
      try {
        return body.run();
      } finally {
        close(restored);
      }
    };
  }

  private static void close(ContextBridge.Restored restored) {
    try {
      restored.close();
    } catch (RuntimeException | Error failure) {
      Log.lateFailure("a context bridge could not be closed", failure);
    }
  }
}
