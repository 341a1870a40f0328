package dev.treadle.test;

import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives test methods and fixtures the simulation they run in.
interface SimulationParameter extends ParameterResolver {

  /// Returns the simulation; `null` where JUnit resolves parameters of a call that will be skipped.
  @Nullable Simulation simulation(ExtensionContext context);

  @Override
  default boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  @Override
  default @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    if (context.getTestMethod().isEmpty()
        && parameter.getDeclaringExecutable() instanceof Constructor) {
      throw new ParameterResolutionException(
          "a Simulation parameter is for test methods and their fixtures: when the constructor runs, there is no"
              + " simulation yet");
    }
    return simulation(context);
  }
}
