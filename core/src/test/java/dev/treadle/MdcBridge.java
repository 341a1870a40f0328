package dev.treadle;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The example of [ContextBridge].
@SuppressWarnings("missing-explicit-ctor") // other people's packages are not exported by core
// @start region="bridge"
// Hands the logging context of SLF4J on to tasks. Its name is in the file
// META-INF/services/dev.treadle.ContextBridge, or a module provides it.
public final class MdcBridge implements ContextBridge {

  @Override
  public @Nullable Object capture() {
    var values = MDC.getCopyOfContextMap();
    return values == null || values.isEmpty() ? null : values;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Restored restore(Object captured) {
    var before = MDC.getCopyOfContextMap();
    MDC.setContextMap((Map<String, String>) captured);
    return () -> leave(before);
  }

  private static void leave(@Nullable Map<String, String> before) {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }
}
// @end
