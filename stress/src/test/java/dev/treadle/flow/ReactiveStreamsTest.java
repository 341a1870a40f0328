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

  @Test
  void asAPublisherAFlowKeepsTheRules() {
    requireKept(PublisherRules.class, 26, ReactiveStreamsTest::isUntestedOrForSeveral);
  }

  @Test
  void asASubscriberAFlowKeepsTheRules() {
    requireKept(SubscriberRules.class, 10, ReactiveStreamsTest::isUntested);
  }

  @Test
  void asASubscriberThatIsToldWhatToDoAFlowKeepsTheRules() {
    requireKept(ProbedSubscriberRules.class, 14, ReactiveStreamsTest::isUntested);
  }

  private static boolean isUntested(String name) {
    return name.startsWith("untested_");
  }

  /// Several subscribers are optional, and a flow runs once.
  private static boolean isUntestedOrForSeveral(String name) {
    return isUntested(name) || name.startsWith("optional_spec111_");
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
