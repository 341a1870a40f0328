package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.core.LauncherFactory;

class SimulationSessionTest {

  private static final String TOKEN =
      new ScheduleToken("com.acme.ATest#name".hashCode(), 1, Strategy.RANDOM, 3, new ChoiceLog(1))
          .toString();

  @Test
  void aTokenThatCannotBeReadIsToldAtOnce() {
    assertThat(SimulationSession.complaintAtOpen("tr1_typo"))
        .isEqualTo(
            "cannot replay 'tr1_typo': it is too short;"
                + " copy the whole token from the failure's report, or run without it");
    assertThat(SimulationSession.complaintAtClose("tr1_typo", false)).isNull();
  }

  @Test
  void aTokenThatNoTestTookIsToldAtTheEnd() {
    assertThat(SimulationSession.complaintAtOpen(TOKEN)).isNull();
    assertThat(SimulationSession.complaintAtClose(TOKEN, false))
        .isEqualTo(
            "-Dtreadle.replay: no test that ran is the one the token was made for;"
                + " nothing was replayed");
  }

  @Test
  void aTokenThatATestTookAndNoTokenAreFine() {
    assertThat(SimulationSession.complaintAtClose(TOKEN, true)).isNull();
    assertThat(SimulationSession.complaintAtOpen(null)).isNull();
    assertThat(SimulationSession.complaintAtClose(null, false)).isNull();
    assertThat(SimulationSession.complaintAtClose(" ", false)).isNull();
  }

  @Test
  void aSessionOfJUnitPrintsIt() {
    System.setProperty(Explorer.REPLAY_PROPERTY, "tr1_typo");
    try {
      assertThat(StandardError.of(() -> LauncherFactory.openSession().close()))
          .containsExactly(
              "[treadle] cannot replay 'tr1_typo': it is too short;"
                  + " copy the whole token from the failure's report, or run without it");
    } finally {
      System.clearProperty(Explorer.REPLAY_PROPERTY);
    }
  }
}
