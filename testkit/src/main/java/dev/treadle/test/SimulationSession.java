package dev.treadle.test;

import dev.treadle.test.agent.SelfAttach;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/// Loads the agent before JUnit loads the first test class, so that no class has to be rewritten
/// afterwards, and tells of a schedule token that no test could take. A service; nobody else needs
/// it.
///
/// Where the agent is refused nothing happens here but a line on standard error: tests that do not
/// simulate must still run, and those that do will say what is missing. Where no agent is possible
/// there is not even that line: build tools open sessions in JVMs of their own to find tests.
public final class SimulationSession implements LauncherSessionListener {

  /// For the service loader.
  public SimulationSession() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (SelfAttach.isPossible()) {
      attach();
    }
    say(complaintAtOpen(System.getProperty(Explorer.REPLAY_PROPERTY)));
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    say(complaintAtClose(System.getProperty(Explorer.REPLAY_PROPERTY), Explorer.wasReplayed()));
  }

  private static void attach() {
    try {
      SelfAttach.ensure();
    } catch (IllegalStateException refused) {
      say(refused.getMessage());
    }
  }

  /// Returns what is wrong with a token before any test has seen it, or `null`.
  static @Nullable String complaintAtOpen(@Nullable String token) {
    if (token == null || token.isBlank()) {
      return null;
    }
    try {
      ScheduleToken.parse(token);
      return null;
    } catch (SimulationFailure corrupt) {
      return corrupt.getMessage();
    }
  }

  /// Returns what to say of a token when all tests have run, or `null`.
  static @Nullable String complaintAtClose(@Nullable String token, boolean replayed) {
    if (replayed || token == null || token.isBlank() || complaintAtOpen(token) != null) {
      return null;
    }
    return "-D"
        + Explorer.REPLAY_PROPERTY
        + ": no test that ran is the one the token was made for; nothing was replayed";
  }

  private static void say(@Nullable String message) {
    if (message != null) {
      System.err.println("[treadle] " + message);
    }
  }
}
