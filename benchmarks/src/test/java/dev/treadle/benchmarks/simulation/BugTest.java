package dev.treadle.benchmarks.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BugTest {

  @ParameterizedTest
  @EnumSource
  void everyBugHidesWhileTasksRunOneAfterTheOther(Bug bug) {
    assertThatCode(() -> bug.attempt(oneAfterTheOther())).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void everyBugIsFoundInFewSeeds(Bug bug) {
    assertThat(TreadleSearch.firstFailing(bug, 0)).isBetween(0L, 199L);
  }

  /// Threads that run to their end where they are started.
  private static ThreadFactory oneAfterTheOther() {
    return body ->
        new Thread() {
          @Override
          public synchronized void start() {
            body.run();
          }
        };
  }
}
