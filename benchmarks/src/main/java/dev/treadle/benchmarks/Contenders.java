package dev.treadle.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Makes the programs of contenders that are all told the same words.
///
/// @param area the folder of its programs in `src/main/python` and `src/main/go`
/// @param words what contenders are told
/// @param parallelism how many processors tasks run on
/// @param flags for every JVM
public record Contenders(
    String area, List<String> words, Parallelism parallelism, List<String> flags) {

  private static final String PYTHON = "python3";

  /// Where it is present every look at the clock asks first whether it is a simulated one.
  private static final String TEST_KIT = "treadle-testkit";

  /// Returns contenders without more flags for their JVMs.
  public static Contenders of(String area, Parallelism parallelism, String... words) {
    return new Contenders(area, List.of(words), parallelism, List.of());
  }

  /// Returns these contenders with other flags for every JVM.
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
        "mkdir -p target/go && go build -o %s src/main/go/%s/%s.go".formatted(binary, area, area);
    var run = "exec env " + parallelism.goEnvironment() + binary + " " + String.join(" ", words);
    return Command.of("Go", "sh", "-c", build + " && " + run).withProbe("go", "version");
  }

  private JavaProgram told(JavaProgram program) {
    return program
        .withoutJars(TEST_KIT)
        .withJvmArguments(parallelism.jvmFlags().toArray(String[]::new))
        .withJvmArguments(flags.toArray(String[]::new))
        .withArguments(words.toArray(String[]::new));
  }
}
