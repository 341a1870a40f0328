package dev.treadle;

/// Finds the user's line that called us.
final class Sites {

  private static final StackWalker WALKER =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private Sites() {}

  static Cancelled.Origin origin(String reason, String scope) {
    return new Cancelled.Origin(reason, scope, caller());
  }

  /// The innermost frame outside this library, as a stack trace shows it.
  static String caller() {
    return WALKER.walk(frames ->
        frames
            .filter(frame -> !isOurs(frame.getDeclaringClass()))
            .findFirst()
            .map(frame -> frame.toStackTraceElement().toString())
            .orElse("nobody"));
  }

  /// The innermost frame of a stack outside this library and the JDK.
  static String caller(StackTraceElement[] stack) {
    for (var frame : stack) {
      var module = frame.getModuleName();
      boolean jdk = module != null && (module.startsWith("java.") || module.startsWith("jdk."));
      if (!jdk && !isOurs(frame.getClassName())) {
        return frame.toString();
      }
    }
    return "nobody";
  }

  /// Returns whether a class is of this library.
  static boolean isOurs(String type) {
    try {
      return isOurs(Class.forName(type, false, Sites.class.getClassLoader()));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  // By jar and not by package: a user's class may be in a package of the same name.
  private static boolean isOurs(Class<?> type) {
    return type.getProtectionDomain() == Sites.class.getProtectionDomain();
  }
}
