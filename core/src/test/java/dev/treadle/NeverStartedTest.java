package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.seam.Network;
import dev.treadle.seam.TaskEvents;
import dev.treadle.seam.World;
import dev.treadle.test.TreadleTest;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// A task whose thread the JVM cannot start.
class NeverStartedTest {

  private final World real = World.current();
  private final AtomicInteger ended = new AtomicInteger();
  private boolean broken;

  @TreadleTest(realTime = true)
  void theStarterIsToldAndTheGroupDoesNotWaitForIt() {
    var strand = new StrandIn(new BrokenWorld());

    ScopedValue.where(Strand.borrowed(), strand)
        .run(() ->
            TaskGroup.run(group -> {
              group.start("first", ended::incrementAndGet);
              broken = true;
              assertThatThrownBy(() -> group.start(() -> {}))
                  .isInstanceOf(RejectedExecutionException.class);
              assertThatThrownBy(() -> group.startDaemon(() -> {}))
                  .isInstanceOf(RejectedExecutionException.class);
              broken = false;
            }));

    assertThat(ended).hasValue(1);
    assertThat(strand.groups()).isNull();
  }

  private static Thread.Builder.OfVirtual refusing(Thread.Builder.OfVirtual builder) {
    Executor scheduler =
        _ -> {
          throw new RejectedExecutionException("no more threads");
        };
    try {
      var field = builder.getClass().getDeclaredField("scheduler");
      field.setAccessible(true); // the test kit has opened the package
      field.set(builder, scheduler);
      return builder;
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this JDK has no such builder", e);
    }
  }

  private static final class StrandIn extends Strand {

    private final World world;

    StrandIn(World world) {
      super(null, world);
      this.world = world;
      thread(Thread.currentThread());
    }

    @Override
    World world() {
      return world;
    }

    @Override
    String path() {
      return "test";
    }
  }

  /// Makes threads that cannot be started, when it is broken.
  private final class BrokenWorld implements World {

    @Override
    public Thread.Builder.OfVirtual virtualThreads() {
      return broken ? refusing(Thread.ofVirtual()) : real.virtualThreads();
    }

    @Override
    public boolean isSimulated() {
      return real.isSimulated();
    }

    @Override
    public long nanoTime() {
      return real.nanoTime();
    }

    @Override
    public Instant now() {
      return real.now();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable action) {
      return real.schedule(delayNanos, action);
    }

    @Override
    public RandomGenerator random() {
      return real.random();
    }

    @Override
    public TaskEvents events() {
      return real.events();
    }

    @Override
    public Network network() {
      return real.network();
    }

    @Override
    public boolean fires(String faultPoint) {
      return real.fires(faultPoint);
    }
  }
}
