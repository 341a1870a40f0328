package dev.treadle.benchmarks.core;

import dev.treadle.benchmarks.ColdJava;
import dev.treadle.benchmarks.Command;
import dev.treadle.benchmarks.JavaProgram;
import dev.treadle.benchmarks.Program;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Every contender's way to run the same thing.
///
/// @param words what contenders are told: workload, measure, count
/// @param parallelism how many processors tasks run on
/// @param flags for every JVM
record Sides(List<String> words, Parallelism parallelism, List<String> flags) {

  private static final String PYTHON = "python3";
  private static final String PACKAGE = Sides.class.getPackageName() + ".";

  /// How many processors the schedulers of all contenders may use.
  enum Parallelism {
    /// As many as there are.
    ALL,
    /// One, as asyncio.
    ONE;

    List<String> jvmFlags() {
      return this == ALL
          ? List.of()
          : List.of(
              "-Djdk.virtualThreadScheduler.parallelism=1",
              "-Dkotlinx.coroutines.scheduler.core.pool.size=1",
              "-Dkotlinx.coroutines.scheduler.max.pool.size=1");
    }

    String goEnvironment() {
      return this == ALL ? "" : "GOMAXPROCS=1 ";
    }

    String named(String claim) {
      return this == ALL ? claim : claim + ", parallelism 1";
    }
  }

  static Sides of(Workload workload, Measure measure, int count, Parallelism parallelism) {
    var words = List.of(workload.name(), measure.name(), Integer.toString(count));
    return new Sides(words, parallelism, List.of());
  }

  static Sides of(Fairness.Answer answer, Parallelism parallelism) {
    return new Sides(List.of(answer.name()), parallelism, List.of());
  }

  Sides withFlags(String... more) {
    return new Sides(words, parallelism, List.of(more));
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
    return told(JavaProgram.ofPreview("StructuredTaskScope", PACKAGE + "StructuredScopes"));
  }

  JavaProgram jox() {
    return told(JavaProgram.ofPreview("Jox", PACKAGE + "JoxScopes"));
  }

  JavaProgram java(String name, Class<?> program) {
    return told(JavaProgram.of(name, program));
  }

  Command asyncio() {
    return python("asyncio", "asyncio_tasks.py", "asyncio").withProbe(imports("asyncio.timeouts"));
  }

  Command uvloop() {
    return python("uvloop", "asyncio_tasks.py", "uvloop").withProbe(imports("uvloop"));
  }

  Command trio() {
    return python("trio", "trio_tasks.py").withProbe(imports("trio"));
  }

  Command go() {
    var script =
        "mkdir -p target/go && go build -o target/go/core src/main/go/core/core.go && "
            + "exec env "
            + parallelism.goEnvironment()
            + "target/go/core "
            + String.join(" ", words);
    return Command.of("Go", "sh", "-c", script).withProbe("go", "version");
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
    return Command.of("asyncio", PYTHON, "src/main/python/core/cold.py")
        .withProbe(imports("asyncio.timeouts"));
  }

  private JavaProgram told(JavaProgram program) {
    return program
        .withJvmArguments(parallelism.jvmFlags().toArray(String[]::new))
        .withJvmArguments(flags.toArray(String[]::new))
        .withArguments(words.toArray(String[]::new));
  }

  private Command python(String name, String file, String... first) {
    // -B: no compiled files beside the sources.
    var command = Stream.of(PYTHON, "-B", "src/main/python/core/" + file);
    var told = Stream.concat(Arrays.stream(first), words.stream());
    return Command.of(name, Stream.concat(command, told).toArray(String[]::new));
  }

  private static String[] imports(String module) {
    return new String[] {PYTHON, "-c", "import " + module};
  }
}
