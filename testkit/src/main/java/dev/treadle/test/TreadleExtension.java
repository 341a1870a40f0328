package dev.treadle.test;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;

/// Turns [TreadleTest] into nodes of the report and decides how each of them runs. Registered by
/// the annotation.
public final class TreadleExtension implements TestTemplateInvocationContextProvider {

  /// For JUnit.
  public TreadleExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), TreadleTest.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    var test =
        AnnotationSupport.findAnnotation(context.getTestMethod(), TreadleTest.class).orElseThrow();
    var settings = AnnotatedSettings.of(test);
    if (SimulatedExtension.shared(context) != null) {
      return Stream.of(inSharedSimulation(test));
    }
    if (test.realTime()) {
      return Stream.of(new Node("real time", new RealTimeTest(settings.timeout())));
    }
    if (test.explore() > 0) {
      return Stream.of(
          new Node(test.explore() + " seeds", ExploredTest.of(settings, test.explore(), context)));
    }
    if (test.seeds() > 1) {
      return LongStream.range(test.seed(), test.seed() + test.seeds())
          .mapToObj(seed ->
              new Node("seed=" + seed, ExploredTest.of(settings.withSeed(seed), 1, context)));
    }
    boolean inOrder = settings.strategy() == Strategy.AUTO || settings.strategy() == Strategy.FIFO;
    return Stream.of(
        new Node(
            "simulated",
            inOrder ? new PhasedTest(settings) : ExploredTest.of(settings, 1, context)));
  }

  private static TestTemplateInvocationContext inSharedSimulation(TreadleTest test) {
    if (test.explore() > 0 || test.seeds() > 1 || test.realTime()) {
      throw new ExtensionConfigurationException(
          "in a shared simulation a test runs once, in its time: leave out explore, seeds and realTime,"
              + " or move the test to a class without @Simulated(shared = true)");
    }
    return new Node("simulated", List.of());
  }

  /// @param name what the report shows
  /// @param extensions how the test runs
  private record Node(String name, List<Extension> extensions)
      implements TestTemplateInvocationContext {

    Node(String name, Extension extension) {
      this(name, List.of(extension));
    }

    @Override
    public String getDisplayName(int invocationIndex) {
      return name;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return extensions;
    }
  }
}
