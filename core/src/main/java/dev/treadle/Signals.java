package dev.treadle;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/// What we have to do with signals: to tell which of them stops the JVM, and to take a second
/// SIGINT for impatience.
///
/// The handler goes through module `jdk.unsupported`. Without it a second SIGINT does nothing, as
/// everywhere in Java.
final class Signals {

  /// Why the JVM stops, if there is no telling.
  static final String UNKNOWN = "the JVM is shutting down";

  private static final int EXIT_CODE_OF_SIGINT = 130;
  private static final String HANDLER_THREAD = " handler";

  private Signals() {}

  /// Why the JVM stops, as far as can be told.
  static String reason() {
    // The JVM runs its exit on a thread that is named after the signal, and which waits for us.
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("SIG") && name.endsWith(HANDLER_THREAD))
        .map(name ->
            "the JVM received " + name.substring(0, name.length() - HANDLER_THREAD.length()))
        .sorted()
        .findFirst()
        .orElse(UNKNOWN);
  }

  /// From now on SIGINT prints where everything stands and halts the JVM.
  static void haltOnInterrupt() {
    try {
      handle("INT", Signals::dumpAndHalt);
    } catch (ReflectiveOperationException | RuntimeException unsupported) {
      // No such module, or the JVM was told with -Xrs to leave signals alone.
    }
  }

  private static void dumpAndHalt() {
    try {
      Dump.print(System.err);
      System.err.flush();
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE_OF_SIGINT);
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    var signal = Class.forName("sun.misc.Signal");
    var handler = Class.forName("sun.misc.SignalHandler");
    var ours =
        Proxy.newProxyInstance(
            Signals.class.getClassLoader(),
            new Class<?>[] {handler},
            (proxy, method, arguments) -> answer(proxy, method, arguments, action));
    var handle = signal.getMethod("handle", signal, handler);
    var interrupt = signal.getConstructor(String.class).newInstance(name);
    var before = handle.invoke(null, interrupt, ours);
    // Whoever started the JVM told it to ignore the signal.
    if (before == handler.getField("SIG_IGN").get(null)) {
      handle.invoke(null, interrupt, before);
    }
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
      default -> "treadle's handler of a second SIGINT";
    };
  }
}
