package dev.treadle.test;

import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs a test in real time, on a virtual thread, under a timeout.
final class RealTimeTest implements InvocationInterceptor, SimulationParameter {

  private final Duration timeout;

  RealTimeTest(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    RealTime.within(timeout, invocation::proceed);
  }

  @Override
  public Simulation simulation(ExtensionContext context) {
    throw new ParameterResolutionException(
        "with realTime = true there is no simulation: leave out the Simulation parameter");
  }
}
