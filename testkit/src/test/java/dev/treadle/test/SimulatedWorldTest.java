package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.seam.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedWorldTest {

  @TreadleTest
  void codeInsideLivesInTheSimulationsWorld(Simulation simulation) throws InterruptedException {
    var world = World.current();
    long before = world.nanoTime();
    Thread.sleep(Duration.ofMinutes(1));

    assertThat(world.isSimulated()).isTrue();
    assertThat(world.nanoTime() - before).isEqualTo(Duration.ofMinutes(1).toNanos());
    assertThat(world.nanoTime()).isEqualTo(System.nanoTime());
    assertThat(world.now()).isEqualTo(simulation.clock().now());
  }

  @Test
  void codeOutsideLivesInTheRealOne() {
    assertThat(World.current().isSimulated()).isFalse();
  }

  @TreadleTest
  void itsThreadsAreSimulated() throws InterruptedException {
    List<World> seen = new ArrayList<>();
    World.current().virtualThreads().start(() -> seen.add(World.current())).join();

    assertThat(seen).containsExactly(World.current());
  }

  @TreadleTest
  void itsTimersSeeItToo() throws InterruptedException {
    List<World> seen = new ArrayList<>();
    World.current().schedule(1_000, () -> seen.add(World.current()));
    Thread.sleep(1);

    assertThat(seen).containsExactly(World.current());
  }

  @TreadleTest
  void aTimerMayWakeAThread() throws InterruptedException {
    var sleeper = Thread.startVirtualThread(java.util.concurrent.locks.LockSupport::park);
    World.current().schedule(1_000, () -> java.util.concurrent.locks.LockSupport.unpark(sleeper));

    sleeper.join();

    assertThat(World.current().nanoTime()).isEqualTo(1_000_001_000L);
  }

  @TreadleTest(seed = 3)
  void itsRandomnessIsTheSimulations(Simulation simulation) {
    assertThat(World.current().random()).isSameAs(simulation.random());
    assertThat(simulation.seed()).isEqualTo(3);
  }
}
