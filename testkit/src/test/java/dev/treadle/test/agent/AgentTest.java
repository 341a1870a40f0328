package dev.treadle.test.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.test.Simulation;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class AgentTest {

  @Test
  void isInPlaceBeforeTheFirstTest() {
    assertThat(Agent.isInstalled()).isTrue();
    assertThat(Agent.failure()).isNull();
  }

  @Test
  void loadedAgainItDoesNothing() throws Exception {
    var untouchable =
        (Instrumentation)
            Proxy.newProxyInstance(
                AgentTest.class.getClassLoader(),
                new Class<?>[] {Instrumentation.class},
                (_, method, _) -> {
                  throw new AssertionError("called " + method.getName());
                });

    Agent.premain(null, untouchable);
    Agent.agentmain("", untouchable);
    SelfAttach.ensure();

    assertThat(Agent.isInstalled()).isTrue();
  }

  @Test
  void classesLoadedBeforeRacePointsWereAskedForHaveThemToo() {
    var counter = new LoadedEarly();
    counter.increment();

    assertThatThrownBy(() ->
            Simulation.explore(
                200, s -> s.withRacePoints(LoadedEarly.class.getName()), _ -> countToTwo()))
        .isInstanceOf(AssertionError.class);
  }

  private static void countToTwo() throws InterruptedException {
    var counter = new LoadedEarly();
    var one = Thread.startVirtualThread(counter::increment);
    var two = Thread.startVirtualThread(counter::increment);
    one.join();
    two.join();
    assertThat(counter.value).isEqualTo(2);
  }

  private static final class LoadedEarly {
    private int value;

    void increment() {
      value++;
    }
  }
}
