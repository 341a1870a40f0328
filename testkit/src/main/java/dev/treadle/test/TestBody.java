package dev.treadle.test;

/// A piece of a test that is handed over to be run, and may fail with anything.
@FunctionalInterface
public interface TestBody {

  /// Runs; whatever it throws comes out as itself, unless the one who runs it says otherwise.
  void run() throws Throwable;
}
