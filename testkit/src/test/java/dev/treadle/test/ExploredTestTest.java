package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ExploredTestTest {

  private static final Path UNSET = Path.of("unset");

  @Test
  void anInstancePerClassIsRefused() {
    assertThat(Engine.onlyFailure(Engine.run(PerClass.class)))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "every seed has a new instance of PerClass, which the state of its one instance per class would not reach:"
                + " leave out @TestInstance(PER_CLASS) and make @BeforeAll and its state static");
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerClass {
    @BeforeAll
    void beforeAll() {}

    @TreadleTest(explore = 2)
    void explored() {}
  }

  @Test
  void anInstancePerClassAroundANestedOneIsRefused() {
    assertThat(Engine.onlyFailure(Engine.run(PerOuterClass.class)))
        .hasMessageStartingWith("every seed has a new instance of PerOuterClass, ");
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class PerOuterClass {
    @Nested
    class Inner {
      @TreadleTest(explore = 2)
      void explored() {}
    }
  }

  @Test
  void aTemporaryFolderInAFieldIsRefused() {
    assertThat(Engine.onlyFailure(Engine.run(FolderInField.class)))
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "every seed has a new instance of FolderInField, in which JUnit does not set the @TempDir field 'folder':"
                + " make it static, or give the test method a @TempDir parameter");
  }

  static class FolderInField {
    @TempDir Path folder = UNSET;

    @TreadleTest(seeds = 2)
    void explored() {}
  }

  @Test
  void anExtensionInAFieldIsRefused() {
    assertThat(Engine.onlyFailure(Engine.run(ExtensionInField.class)))
        .hasMessage(
            "every seed has a new instance of ExtensionInField, in which JUnit does not set the @RegisterExtension"
                + " field 'extension': make it static, or register it by @ExtendWith");
  }

  static class ExtensionInField {
    @RegisterExtension BeforeEachCallback extension = _ -> {};

    @TreadleTest(explore = 2)
    void explored() {}
  }

  @Test
  void whatJUnitSetsForAllInstancesIsThere() {
    assertThat(Engine.failures(Engine.run(Shared.class))).isEmpty();
  }

  static class Shared {
    @TempDir static Path folder = UNSET;
    @RegisterExtension static final BeforeEachCallback EXTENSION = _ -> {};

    @BeforeEach
    void before(@TempDir Path own) {
      assertThat(own).isDirectory();
    }

    @TreadleTest(explore = 2, hermetic = false)
    void explored(@TempDir Path own) {
      assertThat(own).isDirectory();
      assertThat(folder).isDirectory();
    }
  }

  @Test
  void aSingleTestMayHaveAll() {
    assertThat(Engine.failures(Engine.run(Single.class))).isEmpty();
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class Single {
    @TempDir Path folder = UNSET;

    @TreadleTest
    void single() {
      assertThat(folder).isDirectory();
    }
  }

  @Test
  void schedulesLeftOverAreTold() {
    assertThat(StandardError.of(() -> Engine.run(TooFewSchedules.class)))
        .containsExactly(
            "[treadle] dev.treadle.test.ExploredTestTest$TooFewSchedules#test:"
                + " 2 schedules run, not all there are; raise explore");
  }

  static class TooFewSchedules {
    @TreadleTest(explore = 2, strategy = Strategy.DFS)
    void test() throws InterruptedException {
      PlantedBug.inParallel(Thread::yield);
    }
  }

  @Test
  void ofAllSchedulesNothingIsTold() {
    assertThat(StandardError.of(() -> Engine.run(AllSchedules.class))).isEmpty();
  }

  static class AllSchedules {
    @TreadleTest(explore = 2, strategy = Strategy.DFS)
    void test() {}
  }
}
