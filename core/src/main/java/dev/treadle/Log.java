package dev.treadle;

/// Where failures go that nobody else will hear of, and habits worth a warning.
final class Log {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private Log() {}

  static void failed(Child<?> child, Throwable failure) {
    LOGGER.log(System.Logger.Level.ERROR, "task '" + child.path() + "' failed", failure);
  }

  static void lateFailure(String what, Throwable failure) {
    LOGGER.log(System.Logger.Level.WARNING, what, failure);
  }
}
