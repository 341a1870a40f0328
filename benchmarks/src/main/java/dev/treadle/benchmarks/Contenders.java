package dev.treadle.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Makes the programs of contenders that are all told the same words.
///
/// @param area the folder of its programs in `src/main/python`, and its package in `src/main/go`
/// @param words what contenders are told
/// @param parallelism how many processors tasks run on
/// @param flags for every JVM
public record Contenders(
    String area, List<String> words, Parallelism parallelism, List<String> flags) {

  private static final String PYTHON = "python3";

  /// Where it is present every look at the clock asks first whether it is a simulated one.
  private static final String TEST_KIT = "treadle-testkit";

  /// What the kernel takes to hand out a page of the heap for the first time is no contender's
  /// doing, and on a virtual machine it may be more than all the rest: heaps are touched first.
  private static final List<String> TOUCHED_HEAP =
      List.of(
          "-XX:+AlwaysPreTouch",
          "-XX:+IgnoreUnrecognizedVMOptions", // the next is Linux's
          "-XX:+UseTransparentHugePages");

  private static final List<String> HEAP = List.of("-Xms1g", "-Xmx1g");

  /// Returns contenders whose JVMs have a heap of 1 GB.
  public static Contenders of(String area, Parallelism parallelism, String... words) {
    return new Contenders(area, List.of(words), parallelism, HEAP);
  }

  /// Returns these contenders with other flags for every JVM, the size of its heap among them.
  public Contenders withFlags(String... more) {
    return new Contenders(area, words, parallelism, List.of(more));
  }

  /// Returns a class with a `main`.
  public JavaProgram java(String name, Class<?> program) {
    return told(JavaProgram.of(name, program));
  }

  /// Returns a class of `src/preview/java`.
  public JavaProgram preview(String name, String program) {
    return told(JavaProgram.ofPreview(name, program));
  }

  /// Returns a Python program that needs a module.
  ///
  /// @param first what it is told before the words
  public Command python(String name, String module, String file, String... first) {
    // -B: no compiled files beside the sources.
    var command = Stream.of(PYTHON, "-B", "src/main/python/" + area + "/" + file);
    var told = Stream.concat(Arrays.stream(first), words.stream());
    return Command.of(name, Stream.concat(command, told).toArray(String[]::new))
        .withProbe(PYTHON, "-c", "import " + module);
  }

  /// Returns the Go program of the area, which is compiled first.
  public Command go() {
    var binary = "target/go/" + area;
    var build =
        "mkdir -p target/go && (cd src/main/go && go build -buildvcs=false -o ../../../%s ./%s)"
            .formatted(binary, area);
    var run = "exec env " + parallelism.goEnvironment() + binary + " " + String.join(" ", words);
    return Command.of("Go", "sh", "-c", build + " && " + run).withProbe("go", "version");
  }

  private JavaProgram told(JavaProgram program) {
    return program
        .withoutJars(TEST_KIT)
        .withJvmArguments(parallelism.jvmFlags().toArray(String[]::new))
        .withJvmArguments(TOUCHED_HEAP.toArray(String[]::new))
        .withJvmArguments(flags.toArray(String[]::new))
        .withArguments(words.toArray(String[]::new));
  }
}
