package dev.treadle.benchmarks.simulation;

import java.time.Duration;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.coroutines.jvm.internal.SuspendLambda;
import kotlin.jvm.functions.Function2;
import kotlinx.coroutines.BuildersKt;
import kotlinx.coroutines.CoroutineScope;
import kotlinx.coroutines.CoroutineScopeKt;
import kotlinx.coroutines.CoroutineStart;
import kotlinx.coroutines.DelayKt;
import kotlinx.coroutines.test.TestCoroutineDispatchersKt;
import kotlinx.coroutines.test.TestCoroutineScheduler;
import org.jspecify.annotations.Nullable;

/// [Sleepers] as coroutines under the virtual time of kotlinx-coroutines-test.
///
/// A coroutine is a small object, not a thread with a stack: only `suspend` functions can wait in
/// it, which makes its sleeps cheaper. The comparison is unfair to Treadle.
final class KotlinSleepers {

  private KotlinSleepers() {}

  public static void main(String[] words) {
    long start = System.nanoTime();
    var scheduler = new TestCoroutineScheduler();
    var scope =
        CoroutineScopeKt.CoroutineScope(
            TestCoroutineDispatchersKt.StandardTestDispatcher(scheduler, null));
    for (int task = 0; task < Sleepers.TASKS; task++) {
      BuildersKt.launch(
          scope, EmptyCoroutineContext.INSTANCE, CoroutineStart.DEFAULT, new Sleeper(null));
    }
    scheduler.advanceUntilIdle();
    Sleepers.report(start, Duration.ofMillis(scheduler.getCurrentTime()));
  }

  /// What the Kotlin compiler makes of `{ repeat(100) { delay(1000) } }`, written by hand.
  private static final class Sleeper extends SuspendLambda
      implements Function2<CoroutineScope, Continuation<? super Unit>, Object> {

    private static final long serialVersionUID = 1;

    private int slept;

    Sleeper(@Nullable Continuation<Object> completion) {
      super(2, completion);
    }

    @Override
    @SuppressWarnings("unchecked") // a continuation takes any result
    public Continuation<Unit> create(@Nullable Object scope, Continuation<?> completion) {
      return (Continuation<Unit>) (Continuation<?>) new Sleeper((Continuation<Object>) completion);
    }

    @Override
    public Object invoke(CoroutineScope scope, Continuation<? super Unit> completion) {
      return ((Sleeper) (Object) create(scope, completion)).invokeSuspend(Unit.INSTANCE);
    }

    @Override
    @SuppressWarnings("unchecked") // a continuation takes any result
    protected Object invokeSuspend(Object result) {
      ResultKt.throwOnFailure(result);
      var suspended = IntrinsicsKt.getCOROUTINE_SUSPENDED();
      var me = (Continuation<Unit>) (Continuation<?>) this;
      while (slept < Sleepers.SLEEPS) {
        slept++;
        if (DelayKt.delay(Sleepers.SLEEP.toMillis(), me) == suspended) {
          return suspended;
        }
      }
      return Unit.INSTANCE;
    }
  }
}
