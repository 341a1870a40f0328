package dev.treadle.io.process;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The signals of this process, through module `jdk.unsupported`, which need not be there.
final class SystemSignals {

  private static final String SIGNAL = "sun.misc.Signal";
  private static final String HANDLER = "sun.misc.SignalHandler";

  private SystemSignals() {}

  /// Refuses a name that the system does not know.
  ///
  /// @throws UnsupportedOperationException if there are no signals at all
  static void requireKnown(String name) {
    try {
      var _ = signal(name);
    } catch (ReflectiveOperationException missing) {
      throw noSignals(missing);
    }
  }

  private static Object signal(String name) throws ReflectiveOperationException {
    try {
      return Class.forName(SIGNAL).getConstructor(String.class).newInstance(name);
    } catch (InvocationTargetException unknown) {
      throw new IllegalArgumentException(
          "signal '%s': expected one that this system has, such as HUP, INT, TERM or USR1"
              .formatted(name),
          unknown.getCause());
    }
  }

  private static UnsupportedOperationException noSignals(Throwable cause) {
    return new UnsupportedOperationException(
        "signals: expected a Java with module jdk.unsupported, found one without; add it to the"
            + " image, or run with --add-modules jdk.unsupported",
        cause);
  }

  /// See [SignalHub.Handling#handle].
  static Runnable handle(String name, Consumer<String> handler) {
    try {
      var signal = signal(name);
      var ours = proxy(name, handler);
      var before = exchange(signal, ours);
      requireNotIgnored(name, before, exchange(signal, ours));
      return () -> restore(signal, ours, before);
    } catch (InvocationTargetException refused) {
      throw new UnsupportedOperationException(
          "signal '%s': expected one that can be received, found that the JVM or the system keeps it%s"
              .formatted(name, "; with -Xrs the JVM also keeps from you HUP, INT and TERM"),
          refused.getCause());
    } catch (ReflectiveOperationException missing) {
      throw noSignals(missing);
    }
  }

  /// A signal that is ignored when the JVM starts, as `nohup` has it for HUP, the JVM leaves so: it
  /// takes the handler, and does not install it.
  private static void requireNotIgnored(String name, Object before, Object installed)
      throws ReflectiveOperationException {
    var ignored = Class.forName(HANDLER).getField("SIG_IGN").get(null);
    if (before.equals(ignored) && installed.equals(ignored)) {
      throw new UnsupportedOperationException(
          "signal '%s': expected one that reaches this process, found it ignored from the start, as"
                  .formatted(name)
              + " nohup and shells do for what they run in the background");
    }
  }

  /// Installs a handler and returns the one before.
  private static Object exchange(Object signal, Object handler)
      throws ReflectiveOperationException {
    var handle =
        Class.forName(SIGNAL).getMethod("handle", Class.forName(SIGNAL), Class.forName(HANDLER));
    return handle.invoke(null, signal, handler);
  }

  private static void restore(Object signal, Object ours, Object before) {
    try {
      var found = exchange(signal, before);
      // Somebody came after us, as the end of the JVM does for SIGINT: theirs stays.
      if (found != ours) {
        var _ = exchange(signal, found);
      }
    } catch (ReflectiveOperationException gone) {
      throw noSignals(gone);
    }
  }

  private static Object proxy(String name, Consumer<String> handler) throws ClassNotFoundException {
    var type = Class.forName(HANDLER);
    return Proxy.newProxyInstance(
        SystemSignals.class.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> answer(proxy, method, arguments, () -> handler.accept(name)));
  }

  private static @Nullable Object answer(
      Object proxy, Method method, Object @Nullable [] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        action.run();
        yield null;
      }
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "treadle's handler of a signal";
    };
  }
}
