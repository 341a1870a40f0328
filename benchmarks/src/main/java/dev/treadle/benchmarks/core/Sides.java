package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.ColdJava;
import dev.treadle.benchmarks.Command;
import dev.treadle.benchmarks.Contenders;
import dev.treadle.benchmarks.Fairness;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Parallelism;
import dev.treadle.benchmarks.Program;

/// Every contender's way to run the same thing.
record Sides(Contenders contenders) {

  private static final String PACKAGE = Sides.class.getPackageName() + ".";

  static Sides of(Workload workload, Measure measure, int count, Parallelism parallelism) {
    var words = new String[] {workload.name(), measure.name(), Integer.toString(count)};
    return new Sides(Contenders.of("core", parallelism, words));
  }

  static Sides of(Fairness.Answer answer, Parallelism parallelism) {
    return new Sides(Contenders.of("core", parallelism, answer.name()));
  }

  Sides withFlags(String... more) {
    return new Sides(contenders.withFlags(more));
  }

  JavaProgram treadle() {
    return java("Treadle", TreadleTasks.class);
  }

  JavaProgram threads() {
    return java("virtual threads", RawThreads.class);
  }

  JavaProgram kotlin() {
    return java("Kotlin async", Coroutines.class);
  }

  JavaProgram structured() {
    return contenders.preview("StructuredTaskScope", PACKAGE + "StructuredScopes");
  }

  JavaProgram jox() {
    return contenders.preview("Jox", PACKAGE + "JoxScopes");
  }

  JavaProgram java(String name, Class<?> program) {
    return contenders.java(name, program);
  }

  Command asyncio() {
    return contenders.python("asyncio", "asyncio.timeouts", "asyncio_tasks.py", "asyncio");
  }

  Command uvloop() {
    return contenders.python("uvloop", "uvloop", "asyncio_tasks.py", "uvloop");
  }

  Command trio() {
    return contenders.python("trio", "trio", "trio_tasks.py");
  }

  Command go() {
    return contenders.go();
  }

  /// Returns a program that starts anew each time, from jars.
  static ColdJava cold(String name, Class<?> program, Parallelism parallelism, String... jars) {
    return ColdJava.of(name, program, jars).withFlags(parallelism.jvmFlags());
  }

  static Program coldJox(Parallelism parallelism) {
    return JavaProgram.ofPreview("Jox", PACKAGE + "ColdJox")
        .withJvmArguments(parallelism.jvmFlags().toArray(String[]::new));
  }

  static Program coldAsyncio() {
    return Command.of("asyncio", "python3", "src/main/python/core/cold.py")
        .withProbe("python3", "-c", "import asyncio.timeouts");
  }
}
