package dev.treadle.test;

import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs a test in real time, on a virtual thread, under a timeout; its fixtures run as JUnit runs
/// them, and all of it together must leave nothing behind.
final class RealTimeTest
    implements InvocationInterceptor, BeforeEachCallback, AfterEachCallback, SimulationParameter {

  private final Duration timeout;
  private @Nullable LeakCheck leaks;

  RealTimeTest(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    leaks = LeakCheck.begin();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    TimedBody.run(method.getExecutable().getName(), timeout, invocation::proceed);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    // After a failure what is left over says nothing new, and would cost its whole patience.
    if (leaks != null && context.getExecutionException().isEmpty()) {
      leaks.close();
    }
  }

  @Override
  public Simulation simulation(ExtensionContext context) {
    throw new ParameterResolutionException(
        "with realTime = true there is no simulation: leave out the Simulation parameter");
  }
}
