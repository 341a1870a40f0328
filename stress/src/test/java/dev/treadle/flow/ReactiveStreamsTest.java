package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/// Flows keep the rules of Reactive Streams, in both directions, as its own tests see it.
class ReactiveStreamsTest {

  /// Rules for which there is no test.
  private static final Predicate<String> UNTESTED = name -> name.startsWith("untested_");

  /// Several subscribers are optional, and a flow runs once.
  private static final Predicate<String> SEVERAL = name -> name.startsWith("optional_spec111_");

  @Test
  void asAPublisherAFlowKeepsTheRules() {
    requireKept(PublisherRules.class, 26, UNTESTED.or(SEVERAL));
  }

  @Test
  void asASubscriberAFlowKeepsTheRules() {
    requireKept(SubscriberRules.class, 10, UNTESTED);
  }

  @Test
  void asASubscriberThatIsToldWhatToDoAFlowKeepsTheRules() {
    requireKept(ProbedSubscriberRules.class, 14, UNTESTED);
  }

  private static void requireKept(Class<?> rules, int tests, Predicate<String> mayBeSkipped) {
    var results = run(rules);

    assertThat(results.getFailedTests()).extracting(ReactiveStreamsTest::describe).isEmpty();
    assertThat(results.getSkippedTests()).extracting(ITestResult::getName).allMatch(mayBeSkipped);
    assertThat(names(results.getPassedTests())).hasSizeGreaterThanOrEqualTo(tests);
  }

  private static TestListenerAdapter run(Class<?> rules) {
    var results = new TestListenerAdapter();
    var runner = new TestNG(false);
    runner.setVerbose(0);
    runner.addListener(results);
    runner.setTestClasses(new Class<?>[] {rules});
    runner.run();
    return results;
  }

  private static List<String> names(List<ITestResult> results) {
    return results.stream().map(ITestResult::getName).toList();
  }

  private static String describe(ITestResult result) {
    return result.getName() + ": " + result.getThrowable();
  }
}
