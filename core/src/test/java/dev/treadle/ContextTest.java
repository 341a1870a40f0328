package dev.treadle;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ContextTest {

  private static final ScopedValue<String> USER = ScopedValue.newInstance();
  private static final ScopedValue<String> TRACE = ScopedValue.newInstance();

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<String> seen = new CopyOnWriteArrayList<>();

  private void see() {
    seen.add(USER.orElse("nobody"));
  }

  // --- Where values reach

  @TreadleTest(explore = 10_000)
  void everyDescendantReadsTheValues() {
    Context.where(USER, "ada")
        .run(() -> Treadle.gather(this::see, () -> Treadle.gather(this::see, this::see)));

    assertThat(seen).containsExactly("ada", "ada", "ada");
  }

  @TreadleTest
  void pendingAndRepeatedTasksReadTheValues() {
    Context.where(USER, "ada")
        .run(() ->
            TaskGroup.run(group -> {
              group.after(SECOND, this::see);
              group.every(SECOND.multipliedBy(2), this::see);
              sleep(SECOND.multipliedBy(3));
            }));

    assertThat(seen).containsExactly("ada", "ada");
  }

  @TreadleTest
  void tasksThatReportReadinessAndDaemonsReadTheValues() {
    Context.where(USER, "ada")
        .run(() ->
            TaskGroup.run(group -> {
              var ready = group.<String>startReady(started -> started.with(USER.get()));
              seen.add(ready);
              group.startDaemon(this::see).await();
            }));

    assertThat(seen).containsExactly("ada", "ada");
  }

  @TreadleTest
  void mapConcurrentRaceAndHedgeHandTheValuesOn() {
    Context.where(USER, "ada")
        .run(() -> {
          seen.addAll(Treadle.mapConcurrent(List.of(1, 2), 2, _ -> USER.get()));
          seen.add(Treadle.race(USER::get));
          seen.add(Treadle.hedge(SECOND, USER::get));
        });

    assertThat(seen).containsExactly("ada", "ada", "ada", "ada");
  }

  @TreadleTest(explore = 10_000)
  void offloadedBodiesReadTheValues() {
    try (var pool = VirtualPool.of(1)) {
      Context.where(USER, "ada")
          .run(() ->
              pool.run(() -> {
                see();
                Treadle.gather(this::see);
                pool.run(this::see);
              }));
      pool.run(this::see);
    }

    assertThat(seen).containsExactly("ada", "ada", "ada", "nobody");
  }

  @Test
  void bodiesOnPlatformThreadsReadTheValues() {
    Context.where(USER, "ada")
        .run(() -> {
          Treadle.blocking(this::see);
          Treadle.cpu(this::see);
          seen.add(Treadle.abandonable(_ -> {}, USER::get));
        });
    Treadle.blocking(this::see);

    assertThat(seen).containsExactly("ada", "ada", "ada", "nobody");
  }

  @TreadleTest
  void programsReadTheValues() {
    Context.where(USER, "ada").run(() -> Treadle.run(() -> Treadle.gather(this::see)));

    assertThat(seen).containsExactly("ada");
  }

  @TreadleTest
  void insideAnInnerBlockTheInnerValueHolds() {
    Context.where(USER, "ada")
        .run(() -> {
          Context.where(USER, "grace").run(() -> Treadle.gather(this::see));
          Treadle.gather(this::see);
        });

    assertThat(seen).containsExactly("grace", "ada");
  }

  @TreadleTest
  void valuesOfForeignBindingsDoNotReachTasks() {
    ScopedValue.where(USER, "ada").run(() -> Treadle.gather(this::see));

    assertThat(seen).containsExactly("nobody");
  }

  // --- When they are taken

  @TreadleTest
  void theValuesAreThoseOfTheStartNotOfTheGroup() {
    TaskGroup.run(group -> {
      Context.where(USER, "ada").run(() -> group.start(this::see));
      sleep(SECOND);
      group.start(this::see);
    });

    assertThat(seen).containsExactly("ada", "nobody");
  }

  @TreadleTest(explore = 10_000)
  void aTaskStartedFromOutsideTheTreeReadsTheValuesOfTheGroup() throws InterruptedException {
    var outside = new Thread[1];
    Context.where(USER, "ada")
        .run(() ->
            TaskGroup.run(group -> {
              outside[0] =
                  Thread.startVirtualThread(
                      () -> Context.where(USER, "stranger").run(() -> group.start(this::see)));
              outside[0].join();
            }));

    assertThat(seen).containsExactly("ada");
  }

  // --- Building one

  @Test
  void aContextHasOneEntryForAKey() {
    var context = Context.where(USER, "ada").with(TRACE, "t1").with(USER, "grace");

    context.run(() -> seen.add(USER.get() + " " + TRACE.get()));

    assertThat(context).hasToString("context of 2 values");
    assertThat(seen).containsExactly("grace t1");
  }

  @Test
  void addingToAContextLeavesItAsItWas() {
    var ada = Context.where(USER, "ada");

    ada.with(USER, "grace");

    ada.run(this::see);
    assertThat(seen).containsExactly("ada");
  }

  @TreadleTest
  void captureTakesForeignValuesAlong() {
    ScopedValue.where(USER, "ada")
        .run(() -> Context.capture(USER, TRACE).run(() -> Treadle.gather(this::see)));

    assertThat(seen).containsExactly("ada");
  }

  @Test
  void captureLeavesOutKeysWithoutAValue() {
    assertThat(Context.capture(USER, TRACE)).hasToString("context of 0 values");
  }

  @Test
  void captureKeepsWhatTheContextHadBefore() {
    var both =
        Context.where(USER, "ada")
            .call(() -> ScopedValue.where(TRACE, "t1").call(() -> Context.capture(TRACE)));

    assertThat(both).hasToString("context of 2 values");
  }

  @Test
  void outsideOfEveryContextTheCurrentOneIsEmpty() {
    assertThat(Context.current()).hasToString("context of 0 values");
  }

  // --- Memory

  @Test
  void theHandleOfATaskThatHasEndedDoesNotKeepItsValues() {
    Treadle.run(() ->
        TaskGroup.run(group -> {
          var large = ScopedValue.<Object>newInstance();
          var kept = new Object[1];
          var task = startWith(large, group, kept);
          task.await();
          var value = new WeakReference<>(Objects.requireNonNull(kept[0]));
          kept[0] = "forgotten";

          assertThat(isCollected(value)).isTrue();
          assertThat(task.isDone()).isTrue();
        }));
  }

  private static Task<Void> startWith(ScopedValue<Object> key, TaskGroup group, Object[] kept) {
    kept[0] = new byte[1 << 20];
    var task = new Task<?>[1];
    Context.where(key, kept[0]).run(() -> task[0] = group.start(() -> key.get().hashCode()));
    @SuppressWarnings("unchecked")
    var started = (Task<Void>) task[0];
    return started;
  }

  private static boolean isCollected(WeakReference<?> reference) {
    for (int i = 0; i < 100 && reference.get() != null; i++) {
      System.gc();
    }
    return reference.get() == null;
  }
}
