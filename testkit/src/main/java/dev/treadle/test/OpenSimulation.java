package dev.treadle.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/// A simulation that stays open between fixtures and tests.
final class OpenSimulation {

  private final SimulationSettings settings;
  private final Carrier carrier;
  private final Run run;
  private boolean broken;

  private OpenSimulation(SimulationSettings settings, Carrier carrier, Run run) {
    this.settings = settings;
    this.carrier = carrier;
    this.run = run;
  }

  static OpenSimulation open(SimulationSettings settings) {
    Explorer.prepare(settings);
    var carrier = Carrier.open();
    try {
      var run =
          carrier.call(
              settings.timeout(), () -> new Run(settings, settings.seed(), new FifoChooser()));
      return new OpenSimulation(settings, carrier, run);
    } catch (Throwable failure) {
      carrier.close();
      throw Sneaky.rethrow(failure);
    }
  }

  Simulation simulation() {
    return run.simulator.simulation;
  }

  /// Runs a fixture or a test on the simulation's main thread.
  <T extends @Nullable Object> T proceed(Invocation<T> invocation) {
    if (broken || run.isOver()) {
      invocation.skip();
      throw new IllegalStateException("this simulation is over: it failed in an earlier phase");
    }
    var result = new AtomicReference<T>();
    var failure = onCarrier(() -> run.phase(_ -> result.set(invocation.proceed())));
    if (failure != null) {
      throw Sneaky.rethrow(failure);
    }
    return result.get();
  }

  /// Runs a fixture that clears up: inside if the simulation still runs, else in real time, so that
  /// what the other fixtures opened is closed all the same.
  ///
  /// Then it has a thread of its own and no more than the timeout: threads of the failed run may
  /// hold a lock that it wants.
  ///
  /// @param name of the fixture
  void tearDown(String name, Invocation<@Nullable Void> invocation) throws InterruptedException {
    if (broken || run.isOver()) {
      TimedBody.run(name, settings.timeout(), invocation::proceed);
    } else {
      proceed(invocation);
    }
  }

  /// Ends it and throws what is to be said against it.
  void close() {
    if (broken) {
      return;
    }
    var failure = onCarrier(run::finish);
    carrier.close();
    if (failure != null) {
      throw Sneaky.rethrow(failure);
    }
  }

  /// Ends it after a failure of the test, and adds to that what other threads died of: it explains
  /// more often than it distracts.
  void abort(Throwable failure) {
    if (broken) {
      return;
    }
    onCarrier(() -> {
      addUncaught(failure);
      run.abort();
      return null;
    });
    carrier.close();
  }

  private void addUncaught(Throwable failure) {
    var known = Collections.<Throwable>newSetFromMap(new IdentityHashMap<>());
    known.add(failure);
    known.addAll(List.of(failure.getSuppressed()));
    for (var cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (!known.add(cause)) {
        break;
      }
    }
    for (var uncaught : run.simulator.uncaught()) {
      if (known.add(uncaught)) {
        failure.addSuppressed(uncaught);
      }
    }
  }

  private @Nullable Throwable onCarrier(Callable<@Nullable Throwable> work) {
    try {
      return carrier.call(settings.timeout(), work);
    } catch (Throwable gaveUp) {
      broken = true;
      carrier.close(); // should it ever come back
      throw Sneaky.rethrow(gaveUp);
    }
  }
}
