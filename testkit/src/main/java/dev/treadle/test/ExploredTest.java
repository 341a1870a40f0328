package dev.treadle.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/// Runs a test and its fixtures anew for every seed.
///
/// JUnit lets an invocation proceed once only, so its own calls are skipped and made here instead,
/// on a new instance of the test class a seed, with JUnit's own resolution of parameters.
final class ExploredTest implements InvocationInterceptor, SimulationParameter {

  private final SimulationSettings settings;
  private final int seeds;

  private ExploredTest(SimulationSettings settings, int seeds) {
    this.settings = settings;
    this.seeds = seeds;
  }

  /// @param context of the test class or one of its methods
  /// @throws ExtensionConfigurationException if the test class holds what only JUnit's own instance
  ///   of it would have
  static ExploredTest of(SimulationSettings settings, int seeds, ExtensionContext context) {
    for (Class<?> type = context.getRequiredTestClass();
        type != null;
        type = type.getEnclosingClass()) {
      checkLifecycle(type, context);
      checkFields(type, TempDir.class, "give the test method a @TempDir parameter");
      checkFields(type, RegisterExtension.class, "register it by @ExtendWith");
    }
    return new ExploredTest(settings, seeds);
  }

  private static void checkLifecycle(Class<?> type, ExtensionContext context) {
    var isTestClass = type == context.getRequiredTestClass();
    var lifecycle =
        isTestClass
            ? context.getTestInstanceLifecycle()
            : AnnotationSupport.findAnnotation(type, TestInstance.class).map(TestInstance::value);
    if (lifecycle.equals(Optional.of(Lifecycle.PER_CLASS))) {
      throw new ExtensionConfigurationException(
          ("every seed has a new instance of %s, which the state of its one instance per class would not reach:"
                  + " leave out @TestInstance(PER_CLASS) and make @BeforeAll and its state static")
              .formatted(type.getSimpleName()));
    }
  }

  private static void checkFields(
      Class<?> type, Class<? extends Annotation> annotation, String otherwise) {
    var fields =
        AnnotationSupport.findAnnotatedFields(
            type, annotation, field -> !Modifier.isStatic(field.getModifiers()));
    if (!fields.isEmpty()) {
      throw new ExtensionConfigurationException(
          "every seed has a new instance of %s, in which JUnit does not set the @%s field '%s': make it static, or %s"
              .formatted(
                  type.getSimpleName(),
                  annotation.getSimpleName(),
                  fields.getFirst().getName(),
                  otherwise));
    }
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    invocation.skip();
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    invocation.skip();
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context) {
    invocation.skip();
    var name = context.getRequiredTestClass().getName() + "#" + method.getExecutable().getName();
    var explorer = Explorer.of(settings, name);
    var shapes = Shape.ofAll(context.getRequiredTestInstances().getAllInstances());
    var exploration =
        explorer.explore(seeds, _ -> runOnce(method.getExecutable(), shapes, context));
    if (settings.strategy() == Strategy.DFS
        && !exploration.isExhaustive()
        && explorer.requestedReplay() == null) {
      System.err.printf(
          "[treadle] %s: %d schedules run, not all there are; raise explore%n",
          name, exploration.runs());
    }
  }

  @Override
  public @Nullable Simulation simulation(ExtensionContext context) {
    return Simulation.ofCurrentThread();
  }

  private static void runOnce(Method test, List<Shape> shapes, ExtensionContext context)
      throws Throwable {
    var invoker = context.getExecutableInvoker();
    var instances = newInstances(invoker, shapes);
    Throwable failure = null;
    try {
      for (int i = 0; i < instances.size(); i++) {
        for (var method : shapes.get(i).before()) {
          invoker.invoke(method, instances.get(i));
        }
      }
      invoker.invoke(test, instances.getLast());
    } catch (Throwable thrown) {
      failure = thrown;
    }
    for (int i = instances.size() - 1; i >= 0; i--) {
      failure = tearDown(invoker, shapes.get(i).after(), instances.get(i), failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable Throwable tearDown(
      ExecutableInvoker invoker,
      List<Method> methods,
      Object instance,
      @Nullable Throwable earlier) {
    try {
      for (var method : methods) {
        invoker.invoke(method, instance);
      }
    } catch (Throwable thrown) {
      if (earlier == null) {
        return thrown;
      }
      if (earlier != thrown) {
        earlier.addSuppressed(thrown);
      }
    }
    return earlier;
  }

  /// Returns a new instance of the test class, after those of the classes it is nested in.
  private static List<Object> newInstances(ExecutableInvoker invoker, List<Shape> shapes) {
    var instances = new ArrayList<Object>();
    for (var shape : shapes) {
      instances.add(
          shape.isInner() && !instances.isEmpty()
              ? invoker.invoke(shape.constructor(), instances.getLast())
              : invoker.invoke(shape.constructor()));
    }
    return instances;
  }

  /// What every seed needs of a test class. JUnit reads all annotations of all methods to find the
  /// fixtures, which takes longer than most simulations do: once must be enough.
  private record Shape(
      Constructor<?> constructor, boolean isInner, List<Method> before, List<Method> after) {

    static List<Shape> ofAll(List<Object> instances) {
      return instances.stream().map(instance -> of(instance.getClass())).toList();
    }

    private static Shape of(Class<?> type) {
      return new Shape(
          type.getDeclaredConstructors()[0],
          !Modifier.isStatic(type.getModifiers()),
          AnnotationSupport.findAnnotatedMethods(
              type, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN),
          AnnotationSupport.findAnnotatedMethods(
              type, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP));
    }
  }
}
