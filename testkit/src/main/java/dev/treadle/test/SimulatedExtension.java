package dev.treadle.test;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Runs plain test methods in simulations. Registered by [Simulated], or for all classes by JUnit's
/// auto-detection.
public final class SimulatedExtension
    implements InvocationInterceptor,
        BeforeAllCallback,
        AfterEachCallback,
        AfterAllCallback,
        SimulationParameter {

  static final String MODE = "treadle.mode";
  private static final Namespace OWN = Namespace.create(SimulatedExtension.class);
  private static final String SHARED = "shared";

  /// For JUnit.
  public SimulatedExtension() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    var simulated = annotation(context);
    if (simulated.isPresent() && simulated.get().shared() && shared(context) == null) {
      var simulation = OpenSimulation.open(AnnotatedSettings.of(simulated.get()));
      context.getStore(OWN).put(SHARED, simulation);
      // Nested classes see the shared simulation too; the one under whose name it stands closes it.
      context.getStore(OWN).put(context.getUniqueId(), simulation);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    var owned = context.getStore(OWN).remove(context.getUniqueId(), OpenSimulation.class);
    if (owned != null) {
      owned.close();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    var simulation = context.getStore(OWN).remove(context.getUniqueId(), OpenSimulation.class);
    if (simulation == null) {
      return;
    }
    context.getExecutionException().ifPresentOrElse(simulation::abort, simulation::close);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return SimulationParameter.super.supportsParameter(parameter, context)
        && find(context).isPresent();
  }

  @Override
  public Simulation simulation(ExtensionContext context) {
    return find(context).orElseThrow().simulation();
  }

  @Override
  public void interceptBeforeAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  /// A factory and the tests it makes are one simulation, since its fixtures are for all of them.
  @Override
  public <T extends @Nullable Object> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    var simulation = find(context);
    return simulation.isPresent()
        ? simulation.get().proceed(new EagerInvocation<>(invocation))
        : invocation.proceed();
  }

  @Override
  public void interceptDynamicTest(
      Invocation<@Nullable Void> invocation,
      DynamicTestInvocationContext test,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, factory(context));
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    tearDown(invocation, method, context);
  }

  @Override
  public void interceptAfterAllMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    tearDown(invocation, method, context);
  }

  private static void proceed(Invocation<@Nullable Void> invocation, ExtensionContext context)
      throws Throwable {
    var simulation = find(context);
    if (simulation.isPresent()) {
      simulation.get().proceed(invocation);
    } else {
      invocation.proceed();
    }
  }

  private static void tearDown(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    var simulation = find(context);
    if (simulation.isPresent()) {
      simulation.get().tearDown(method.getExecutable().getName(), invocation);
    } else {
      invocation.proceed();
    }
  }

  /// Returns the simulation that fixtures and tests of this context belong to; outside a shared
  /// one, methods that belong to the class have none.
  private static Optional<OpenSimulation> find(ExtensionContext context) {
    var shared = shared(context);
    if (shared != null) {
      return Optional.of(shared);
    }
    if (context.getTestMethod().isEmpty()
        || AnnotationSupport.isAnnotated(context.getTestMethod(), TreadleTest.class)) {
      return Optional.empty();
    }
    return settings(context)
        .map(settings ->
            context
                .getStore(OWN)
                .computeIfAbsent(
                    context.getUniqueId(),
                    _ -> OpenSimulation.open(settings),
                    OpenSimulation.class));
  }

  /// Returns the context of the factory that made a dynamic test, which has no method of its own.
  private static ExtensionContext factory(ExtensionContext dynamic) {
    var context = dynamic;
    while (context.getTestMethod().isEmpty() && context.getParent().isPresent()) {
      context = context.getParent().get();
    }
    return context;
  }

  static @Nullable OpenSimulation shared(ExtensionContext context) {
    return context.getStore(OWN).get(SHARED, OpenSimulation.class);
  }

  private static Optional<SimulationSettings> settings(ExtensionContext context) {
    var annotated = annotation(context).map(AnnotatedSettings::of);
    return annotated.isPresent()
        ? annotated
        : context
            .getConfigurationParameter(MODE)
            .filter(mode -> isAuto(mode))
            .map(_ -> SimulationSettings.DEFAULT);
  }

  private static boolean isAuto(String mode) {
    return switch (mode) {
      case "auto" -> true;
      case "strict" -> false;
      default ->
          throw new IllegalArgumentException(
              MODE + " must be 'auto' (simulate every test) or 'strict', got '" + mode + "'");
    };
  }

  private static Optional<Simulated> annotation(ExtensionContext context) {
    var onMethod = AnnotationSupport.findAnnotation(context.getTestMethod(), Simulated.class);
    if (onMethod.isPresent()) {
      return onMethod;
    }
    for (Class<?> type = context.getTestClass().orElse(null);
        type != null;
        type = type.getEnclosingClass()) {
      var onClass = AnnotationSupport.findAnnotation(type, Simulated.class);
      if (onClass.isPresent()) {
        return onClass;
      }
    }
    return Optional.empty();
  }

  /// Lets a factory that returns a stream compute it inside the simulation, too.
  private record EagerInvocation<T extends @Nullable Object>(Invocation<T> factory)
      implements Invocation<T> {

    @Override
    @SuppressWarnings("unchecked") // JUnit takes a factory's result for any object
    public T proceed() throws Throwable {
      var made = factory.proceed();
      if (made instanceof Stream<?> stream) {
        try (stream) {
          return (T) stream.toList().stream();
        }
      }
      return made;
    }

    @Override
    public void skip() {
      factory.skip();
    }
  }
}
