package dev.treadle.test;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Runs one test with its fixtures as phases of one simulation.
final class PhasedTest implements InvocationInterceptor, AfterEachCallback, SimulationParameter {

  private final SimulationSettings settings;
  private @Nullable OpenSimulation simulation;

  PhasedTest(SimulationSettings settings) {
    this.settings = settings;
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    open().proceed(invocation);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    open().proceed(invocation);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    open().tearDown(method.getExecutable().getName(), invocation);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (simulation == null) {
      return;
    }
    context.getExecutionException().ifPresentOrElse(simulation::abort, simulation::close);
  }

  @Override
  public Simulation simulation(ExtensionContext context) {
    return open().simulation();
  }

  private OpenSimulation open() {
    if (simulation == null) {
      simulation = OpenSimulation.open(settings);
    }
    return simulation;
  }
}
