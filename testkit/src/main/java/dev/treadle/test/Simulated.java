package dev.treadle.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs plain `@Test`, `@ParameterizedTest` and other test methods in a [Simulation] each, with
/// their `@BeforeEach` and `@AfterEach` methods, or a whole class in a shared one.
///
/// Constructors, static fields and callbacks of other extensions stay in real time, and so do
/// `@BeforeAll` and `@AfterAll` unless the simulation is [#shared()]. A `@TestFactory` and the
/// tests it makes are one simulation: time goes on from one to the next, leaks are looked for at
/// its end, and after a deadlock the tests that follow fail. Once a simulation has ended so,
/// `@AfterEach` and `@AfterAll` run in real time to close what is open.
///
/// Use it to take an existing class into virtual time by one line; use [TreadleTest] to explore
/// seeds. A whole suite is taken in without a line in any class by the JUnit configuration
/// parameters `junit.jupiter.extensions.autodetection.enabled=true` and `treadle.mode=auto`.
///
/// {@snippet class=dev.treadle.test.SharedSimulationSnippets region=shared lang=java}
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(SimulatedExtension.class)
public @interface Simulated {

  /// Returns whether one simulation lasts from the first `@BeforeAll` to the last `@AfterAll` of
  /// the class, so that what those start lives on between the tests; its time stands still
  /// meanwhile. Leaks are looked for at its end.
  boolean shared() default false;

  /// Returns the seed of [Simulation#random()] and of all other chance.
  long seed() default 0;

  /// Returns whether a wake-up by a thread outside the simulation fails the test.
  boolean hermetic() default true;

  /// Returns the real time allowed for each fixture and test, such as `500ms`, `30s`, `2m`.
  String timeout() default "1m";

  /// Returns the probability with which fault points fire, from 0 to 1.
  double faults() default 0;
}
