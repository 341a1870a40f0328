package dev.treadle.test.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The Java agent: opens what the simulation needs of `java.base` and rewrites calls to clocks and
/// randomness.
///
/// Loaded by `-javaagent:treadle-testkit.jar` or by [SelfAttach]. Uses nothing but the JDK's
/// class-file API.
public final class Agent {

  // Both written once, by the JVM's agent start-up, before any test runs.
  private static volatile @Nullable Instrumentation instrumentation;
  private static volatile @Nullable Rewriter rewriter;
  private static volatile @Nullable Throwable failure;

  private Agent() {}

  /// Called by the JVM for `-javaagent`.
  public static void premain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    install(instrumentation);
  }

  /// Called by the JVM when the agent is loaded into a running JVM.
  public static void agentmain(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    install(instrumentation);
  }

  /// Returns whether the agent is in place.
  public static boolean isInstalled() {
    return instrumentation != null;
  }

  /// Inserts race points into every class, loaded already or not, whose name begins with the
  /// package's.
  public static synchronized void addRacePoints(Set<String> packages) {
    var rewriting = rewriter;
    var jvm = instrumentation;
    if (rewriting == null || jvm == null || !rewriting.addRacePoints(packages)) {
      return;
    }
    try {
      retransform(jvm, type -> rewriting.hasRacePoints(type.getName().replace('.', '/')));
    } catch (UnmodifiableClassException e) {
      throw new IllegalStateException("cannot insert race points into " + packages, e);
    }
  }

  /// Returns why the agent could not be put in place, or `null` if it was or nobody tried.
  static @Nullable Throwable failure() {
    return failure;
  }

  private static synchronized void install(Instrumentation jvm) throws Exception {
    if (isInstalled()) {
      return;
    }
    try {
      rewrite(jvm);
    } catch (Exception | Error e) {
      failure = e;
      throw e;
    }
  }

  private static void rewrite(Instrumentation jvm)
      throws IOException, IllegalAccessException, UnmodifiableClassException {
    open(jvm);
    HookClass.define();
    var rewriting = new Rewriter(OwnClasses.names());
    jvm.addTransformer(rewriting, true);
    retransform(jvm, type -> rewriting.wants(type.getName().replace('.', '/')));
    rewriter = rewriting;
    instrumentation = jvm;
  }

  private static void open(Instrumentation jvm) {
    var own = Set.of(Agent.class.getModule());
    jvm.redefineModule(
        Object.class.getModule(),
        Set.of(),
        Map.of(),
        Map.of(
            "java.lang", own,
            "java.util.concurrent", own,
            "java.util.concurrent.locks", own,
            "jdk.internal.vm", own),
        Set.of(),
        Map.of());
  }

  private static void retransform(Instrumentation jvm, Predicate<Class<?>> wanted)
      throws UnmodifiableClassException {
    var loaded = new ArrayList<Class<?>>();
    for (Class<?> type : jvm.getAllLoadedClasses()) {
      if (jvm.isModifiableClass(type) && !type.isHidden() && !type.isArray() && wanted.test(type)) {
        loaded.add(type);
      }
    }
    if (!loaded.isEmpty()) {
      jvm.retransformClasses(loaded.toArray(Class<?>[]::new));
    }
  }
}
