package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RealWorldTest {

  private final World world = new RealWorld();

  @Test
  void isNotSimulated() {
    assertThat(world.isSimulated()).isFalse();
  }

  @Test
  void nanoTimeIsTheSystems() {
    long before = System.nanoTime();
    long now = world.nanoTime();
    long after = System.nanoTime();

    assertThat(now - before).isNotNegative();
    assertThat(after - now).isNotNegative();
  }

  @Test
  void wallClockIsTheSystems() {
    var before = Instant.now();

    assertThat(world.now()).isBetween(before, Instant.now());
  }

  @Test
  void scheduledActionRuns() throws InterruptedException {
    var ran = new LinkedBlockingQueue<String>();

    world.schedule(0, () -> ran.add("ran"));

    assertThat(ran.take()).isEqualTo("ran");
  }

  @Test
  void virtualThreadsLiveInThisWorld() throws InterruptedException {
    var seen = new LinkedBlockingQueue<World>();

    var thread = world.virtualThreads().name("worker").start(() -> seen.add(World.current()));
    thread.join();

    assertThat(thread.isVirtual()).isTrue();
    assertThat(thread.getName()).isEqualTo("worker");
    assertThat(seen.take()).isSameAs(World.current());
  }

  @Test
  void randomDrawsDifferentNumbers() {
    var random = world.random();

    assertThat(random.longs(100).distinct().count()).isEqualTo(100);
  }

  @Test
  void eventsGoNowhereAndNoDescriptionIsEverBuilt() {
    Supplier<String> neverCalled =
        () -> {
          throw new AssertionError("described, though nobody listens");
        };
    var events = world.events();

    events.taskStarted(Thread.currentThread(), neverCalled);
    events.resourceOpened(this, neverCalled);
    events.resourceClosed(this);
    events.taskEnded(Thread.currentThread());

    assertThat(world.events()).isSameAs(events);
  }

  @Test
  void networkWithoutAProviderSaysWhatToAdd() {
    assertThatIllegalStateException()
        .isThrownBy(world::network)
        .withMessage(
            "no network: expected a module that provides dev.treadle.seam.Network, found none; "
                + "add dev.treadle:treadle-io to the module or class path");
  }

  @Test
  void networkWithoutAProviderSaysSoEveryTime() {
    assertThatIllegalStateException().isThrownBy(world::network);

    assertThatIllegalStateException()
        .isThrownBy(world::network)
        .withMessageStartingWith("no network: expected a module");
  }

  @Test
  void noFaultEverFires() {
    assertThat(world.fires("any.fault")).isFalse();
  }
}
