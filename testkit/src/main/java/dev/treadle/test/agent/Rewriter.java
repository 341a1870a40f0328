package dev.treadle.test.agent;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Decides for each class that the JVM loads what is rewritten in it.
final class Rewriter implements ClassFileTransformer {

  private final Set<String> ownClasses;
  private final Set<String> racePackages = new CopyOnWriteArraySet<>();

  private final Ancestors ancestors = new Ancestors();

  // Classes that were loaded with another form than their file has; guarded by itself.
  private final Map<ClassLoader, Set<String>> reshaped = new WeakHashMap<>();

  Rewriter(Set<String> ownClasses) {
    this.ownClasses = ownClasses;
  }

  /// Returns whether any of the packages is new.
  boolean addRacePoints(Set<String> packages) {
    boolean added = false;
    for (var name : packages) {
      added |= racePackages.add(name.replace('.', '/'));
    }
    return added;
  }

  /// Returns whether field and array accesses of a class, by its internal name, are race points.
  boolean hasRacePoints(String name) {
    return isUserCode(name) && RacePoints.isIn(racePackages, name);
  }

  /// Returns whether anything in a class, by its internal name, may have to be rewritten.
  boolean wants(String name) {
    return JdkClasses.isRewritten(name) || isUserCode(name);
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (name == null || !wants(name)) {
      return null;
    }
    try {
      return rewrite(loader, name, redefined == null, bytes);
    } catch (RuntimeException | LinkageError failure) {
      // The JVM would swallow it, and a test would run on a class that only looks simulated.
      System.err.println("[treadle] cannot rewrite " + name + ", left as it is: " + failure);
      return null;
    }
  }

  private byte @Nullable [] rewrite(
      @Nullable ClassLoader loader, String name, boolean loading, byte[] bytes) {
    var classFile = ClassFile.of(ClassHierarchyResolverOption.of(hierarchy(loader)));
    var model = classFile.parse(bytes);
    if (!isUserCode(name)) {
      return JdkPatch.of(name).apply(classFile, model);
    }
    boolean racePoints = hasRacePoints(name);
    Predicate<String> isConcurrent = type -> ancestors.isConcurrent(loader, type);
    if (!racePoints && !UserCode.isConcerned(model, bytes, isConcurrent)) {
      return null;
    }
    boolean asLoaded = loading ? isReshaped(loader, name, model) : wasReshaped(loader, name);
    return new UserCode(model, racePoints, asLoaded, isConcurrent).apply(classFile, model);
  }

  /// Decides about the form of a class, once: whatever happens to its code later, its form must
  /// stay.
  private boolean isReshaped(@Nullable ClassLoader loader, String name, ClassModel model) {
    if (loader != null && UserCode.isReshaped(model)) {
      synchronized (reshaped) {
        reshaped.computeIfAbsent(loader, _ -> new HashSet<>()).add(name);
        return true;
      }
    }
    return false;
  }

  private boolean wasReshaped(@Nullable ClassLoader loader, String name) {
    synchronized (reshaped) {
      return loader != null && reshaped.getOrDefault(loader, Set.of()).contains(name);
    }
  }

  private boolean isUserCode(String name) {
    return JdkClasses.isUserCode(name) && !ownClasses.contains(name);
  }

  /// Class files are parsed, never loaded: loading a class while another is being loaded could
  /// deadlock.
  private static ClassHierarchyResolver hierarchy(@Nullable ClassLoader loader) {
    var jdk = ClassHierarchyResolver.defaultResolver();
    return loader == null
        ? jdk
        : ClassHierarchyResolver.ofResourceParsing(loader).orElse(jdk).cached();
  }
}
