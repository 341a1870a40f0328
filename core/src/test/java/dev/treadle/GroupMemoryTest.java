package dev.treadle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.RealTime;
import dev.treadle.test.TreadleTest;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// What groups and tasks keep in memory; in real time where it is the collector that tells.
class GroupMemoryTest {

  private static final ScopedValue<byte[]> BULK = ScopedValue.newInstance();
  private static final VarHandle STATE;

  static {
    try {
      var lookup = MethodHandles.privateLookupIn(Child.class, MethodHandles.lookup());
      STATE = lookup.findVarHandle(Child.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final int MANY = 1_000_000;

  /// Every so many children, one whose end of life is watched.
  private static final int WATCHED = 1000;

  /// As many as may wait to be unlinked.
  private static final long LEFT = 10;

  private static List<WeakReference<Task<?>>> startMany(TaskGroup group) {
    var watched = new ArrayList<WeakReference<Task<?>>>();
    for (int i = 0; i < MANY / 50; i++) {
      startFifty(group, i, watched);
    }
    return watched;
  }

  // Awaited, so that there are never more than fifty at a time.
  private static void startFifty(TaskGroup group, int round, List<WeakReference<Task<?>>> watched) {
    var tasks = new ArrayList<Task<?>>();
    for (int i = 0; i < 50; i++) {
      tasks.add(group.start(() -> {}));
    }
    Tasks.waitAll(tasks);
    if (round % (WATCHED / 50) == 0) {
      watched.add(new WeakReference<>(tasks.getFirst()));
    }
  }

  private static void requireGone(List<WeakReference<Task<?>>> watched)
      throws InterruptedException {
    RealTime.eventually(
        Duration.ofSeconds(30),
        () -> {
          System.gc();
          long kept = watched.stream().filter(task -> task.get() != null).count();
          assertThat(kept).isLessThan(LEFT);
        });
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void aMillionEndedChildrenAreNotKeptWhileTheGroupIsOpen() {
    TaskGroup.run(group -> requireGone(startMany(group)));
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void norIfTheFirstStillRunsAndTheHandlesOfSomeAreKept() {
    TaskGroup.run(group -> {
      var first = group.start(() -> Work.forEver());
      var watched = startMany(group);
      var middle = group.start(() -> {});
      watched.addAll(startMany(group));
      var last = group.start(() -> {});

      requireGone(watched);
      assertThat(middle.isDone() && last.path() != null).isTrue();
      first.cancel("enough");
    });
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void norIfTheyAllEndAtOnce() {
    TaskGroup.run(group -> {
      var gate = new CountDownLatch(1);
      var watched = new ArrayList<WeakReference<Task<?>>>();
      for (int i = 0; i < 20_000; i++) {
        Task<?> task = group.start(() -> gate.await());
        if (i % 20 == 0) {
          watched.add(new WeakReference<>(task));
        }
      }
      gate.countDown();
      requireGone(watched);
    });
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void aHandleDoesNotKeepWhatItsTaskWorkedWith() throws InterruptedException {
    var kept = new AtomicReference<Task<?>>();
    var bulk = new AtomicReference<WeakReference<byte[]>>();
    Thread.ofPlatform().start(() -> keepTaskWithBulk(kept, bulk)).join();

    RealTime.eventually(
        Duration.ofSeconds(30),
        () -> {
          System.gc();
          assertThat(bulk.get().get()).isNull();
        });
    assertThat(kept.get().isDone()).isTrue();
  }

  // Nobody reads the value, because threads and carriers cache what was read.
  private static void keepTaskWithBulk(
      AtomicReference<Task<?>> kept, AtomicReference<WeakReference<byte[]>> bulk) {
    var value = new byte[1000];
    bulk.set(new WeakReference<>(value));
    Context.where(BULK, value).run(() -> TaskGroup.run(group -> kept.set(group.start(() -> {}))));
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void aHundredThousandCancelledWaitsLeaveNothingInTheTask() {
    TaskGroup.run(group -> {
      var task = (Child<?>) group.start(() -> Work.forEver());
      waitInVain(task);
      assertThat(STATE.get(task)).isNull();
      task.cancel("enough");
    });
  }

  @TreadleTest(realTime = true, timeout = "2m")
  void norIfOthersWaitOn() {
    TaskGroup.supervise(
        _ -> {},
        group -> {
          var task = (Child<?>) group.start(() -> Work.forEver());
          group.start(() -> task.await());
          group.start(() -> task.await());
          RealTime.eventually(
              Duration.ofSeconds(30),
              () -> assertThat(STATE.get(task)).isInstanceOf(Awaiters.class));
          waitInVain(task);

          assertThat(((Awaiters) STATE.get(task)).size()).isLessThan(40);
          task.cancel("enough");
        });
  }

  @TreadleTest
  void waitFirstLeavesNothingInTheTasksThatGoOn() {
    TaskGroup.run(group -> {
      var first = group.start(() -> Work.forEver());
      var second = group.start(() -> Work.forEver());
      var third = group.start(() -> Work.seconds(1));
      var fourth = group.start(() -> Work.forEver());

      assertThat(Tasks.waitFirst(List.of(first, second, third, fourth))).isSameAs(third);
      var given =
          Treadle.moveOnAfter(Duration.ofSeconds(1), () -> Tasks.waitFirst(first, second, fourth));

      assertThat(given).isEmpty();
      assertThat(List.of(first, second, fourth))
          .allMatch(task -> STATE.get((Child<?>) task) == null);
      group.cancel("enough");
    });
  }

  private static void waitInVain(Child<?> task) {
    CancelScope.run(scope -> {
      scope.cancel("always");
      for (int i = 0; i < MANY / 10; i++) {
        try {
          task.awaitEnd();
        } catch (Cancelled again) {
          assertThat(again.reason()).isEqualTo("always");
        }
      }
    });
  }
}
