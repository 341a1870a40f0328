package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class InheritanceProbeTest {

  private static final Executor OWN = Runnable::run;

  @Test
  void thisJvmLetsThreadsInheritTheirScheduler() {
    assertThatCode(InheritanceProbe::check).doesNotThrowAnyException();
  }

  @Test
  void anotherSchedulerInChargeIsNamed() {
    var other = new DirectExecutor();

    assertThatThrownBy(() -> InheritanceProbe.require(OWN, other))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("they run under dev.treadle.test.InheritanceProbeTest$DirectExecutor")
        .hasMessageEndingWith("run the tests without it, or use @TreadleTest(realTime = true)");
  }

  @Test
  void noSchedulerAtAllIsSaidSo() {
    assertThatThrownBy(() -> InheritanceProbe.require(OWN, null))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("they run under none;");
  }

  private static final class DirectExecutor implements Executor {
    @Override
    public void execute(Runnable task) {
      task.run();
    }
  }
}
