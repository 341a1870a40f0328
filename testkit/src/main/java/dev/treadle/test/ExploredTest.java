package dev.treadle.test;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExecutableInvoker;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/// Runs a test and its fixtures anew for every seed.
///
/// JUnit lets an invocation proceed once only, so its own calls are skipped and made here instead,
/// on a new instance of the test class a seed, with JUnit's own resolution of parameters.
final class ExploredTest implements InvocationInterceptor, SimulationParameter {

  private final SimulationSettings settings;
  private final int seeds;

  ExploredTest(SimulationSettings settings, int seeds) {
    this.settings = settings;
    this.seeds = seeds;
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
    Explorer.of(settings, name).explore(seeds, _ -> runOnce(method.getExecutable(), context));
  }

  @Override
  public @Nullable Simulation simulation(ExtensionContext context) {
    return Simulation.ofCurrentThread();
  }

  private static void runOnce(Method test, ExtensionContext context) throws Throwable {
    var invoker = context.getExecutableInvoker();
    var instances = newInstances(invoker, context);
    Throwable failure = null;
    try {
      for (var instance : instances) {
        invokeAll(invoker, BeforeEach.class, HierarchyTraversalMode.TOP_DOWN, instance);
      }
      invoker.invoke(test, instances.getLast());
    } catch (Throwable thrown) {
      failure = thrown;
    }
    failure = tearDown(invoker, instances.reversed(), failure);
    if (failure != null) {
      throw failure;
    }
  }

  private static @Nullable Throwable tearDown(
      ExecutableInvoker invoker, List<Object> instances, @Nullable Throwable earlier) {
    var failure = earlier;
    for (var instance : instances) {
      try {
        invokeAll(invoker, AfterEach.class, HierarchyTraversalMode.BOTTOM_UP, instance);
      } catch (Throwable thrown) {
        if (failure == null) {
          failure = thrown;
        } else if (failure != thrown) {
          failure.addSuppressed(thrown);
        }
      }
    }
    return failure;
  }

  private static void invokeAll(
      ExecutableInvoker invoker,
      Class<? extends Annotation> fixture,
      HierarchyTraversalMode order,
      Object instance) {
    for (var method : AnnotationSupport.findAnnotatedMethods(instance.getClass(), fixture, order)) {
      invoker.invoke(method, instance);
    }
  }

  /// Returns a new instance of the test class, after those of the classes it is nested in.
  private static List<Object> newInstances(ExecutableInvoker invoker, ExtensionContext context) {
    var instances = new ArrayList<Object>();
    for (var instance : context.getRequiredTestInstances().getAllInstances()) {
      Constructor<?> constructor = instance.getClass().getDeclaredConstructors()[0];
      var outer = instances.isEmpty() ? null : instances.getLast();
      var isInner = !java.lang.reflect.Modifier.isStatic(instance.getClass().getModifiers());
      instances.add(
          outer != null && isInner
              ? invoker.invoke(constructor, outer)
              : invoker.invoke(constructor));
    }
    return instances;
  }
}
