package dev.treadle.test;

/// Starts threads that may outlive the test: at its end they are interrupted and waited for, in
/// virtual time.
///
/// Threads that they start are background threads too. One that does not end when interrupted is a
/// leak.
public final class Background {

  private final Simulator simulator;

  Background(Simulator simulator) {
    this.simulator = simulator;
  }

  /// Starts a thread.
  ///
  /// @param name shown in reports
  public Thread start(String name, Runnable body) {
    var thread = simulator.virtualThreads().name(name).start(body);
    simulator.find(thread).ifPresent(task -> task.background = true);
    return thread;
  }
}
