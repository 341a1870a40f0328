package dev.treadle.test;

import dev.treadle.test.agent.SelfAttach;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Loads the agent before JUnit loads the first test class, so that no class has to be rewritten
/// afterwards. A service; nobody else needs it.
///
/// Where the agent is refused nothing happens here: tests that do not simulate must still run, and
/// those that do will say what is missing.
public final class SimulationSession implements LauncherSessionListener {

  /// For the service loader.
  public SimulationSession() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    try {
      SelfAttach.ensure();
    } catch (IllegalStateException refused) {
      System.err.println("[treadle] " + refused.getMessage());
    }
  }
}
