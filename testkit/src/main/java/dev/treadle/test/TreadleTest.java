package dev.treadle.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test method that runs inside a [Simulation], together with its `@BeforeEach` and `@AfterEach`
/// methods: on virtual threads, in virtual time, the same in every run.
///
/// It fails, besides by its own assertions, if a thread dies of an exception nobody catches, if
/// threads or resources are left over at its end, if all threads wait for each other, if it never
/// ends, and if a thread outside wakes one inside. A parameter of type [Simulation] gives control
/// over time and order.
///
/// {@snippet class=dev.treadle.test.SimulationSnippets region=test lang=java}
///
/// With [#explore()] the test is one node in the report and runs under many seeds, each time in a
/// new instance of the test class with its fixtures. A failure prints a schedule token;
/// `-Dtreadle.replay=<token>` repeats that very run.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@TestTemplate
@ExtendWith(TreadleExtension.class)
public @interface TreadleTest {

  /// Returns how many seeds to run within one node of the report; 0 for a single run. It stops at
  /// the first failure.
  ///
  /// Every seed has an instance of the test class of its own, made with its constructor, and with
  /// its `@BeforeEach` and `@AfterEach` methods; their parameters are resolved anew. What
  /// extensions do to JUnit's own instance does not reach it: `@TestInstance(PER_CLASS)` and
  /// instance fields with `@TempDir` or `@RegisterExtension` are refused, and instance fields that
  /// other extensions inject stay unset. Callbacks such as
  /// [org.junit.jupiter.api.extension.BeforeEachCallback] run once, in real time, around all seeds.
  int explore() default 0;

  /// Returns how many seeds to run as a node of the report each.
  int seeds() default 1;

  /// Returns the first seed.
  long seed() default 0;

  /// Returns who chooses the next thread; by default first come first served for one run, and at
  /// random for several.
  Strategy strategy() default Strategy.AUTO;

  /// Returns the depth of [Strategy#PCT], or the number of forced switches of [Strategy#DFS].
  int depth() default 3;

  /// Returns whether a wake-up by a thread outside the simulation fails the test.
  boolean hermetic() default true;

  /// Returns whether to run in real time instead: on a virtual thread of the JDK's own scheduler,
  /// with the timeout, a thread dump when it strikes, and a [LeakCheck] for threads and descriptors
  /// left over: no other test in real time may run in the JVM at the same time.
  boolean realTime() default false;

  /// Returns the real time allowed, such as `500ms`, `30s`, `2m`: for all seeds of a node together,
  /// or for each fixture and the test if there is one run.
  String timeout() default "1m";

  /// Returns the packages in which field and array accesses are switch points, so that data races
  /// are found.
  String[] racePoints() default {};

  /// Returns the probability with which fault points fire, from 0 to 1.
  double faults() default 0;
}
