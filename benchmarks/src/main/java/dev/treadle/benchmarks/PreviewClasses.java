package dev.treadle.benchmarks;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Peers that need preview features of the JDK. They are compiled when they are first measured, so
/// that no class of the build depends on `--enable-preview`.
final class PreviewClasses {

  private static final Path SOURCES = Path.of("src", "preview", "java");
  private static final Path CLASSES = Path.of("target", "preview-classes");

  private static @Nullable Path compiled;

  private PreviewClasses() {}

  /// Returns the folder of the compiled classes.
  ///
  /// @throws SideFailedException if they do not compile
  static synchronized Path folder(ClassPath path) throws SideFailedException, IOException {
    if (compiled == null) {
      compile(path, CLASSES);
      compiled = CLASSES;
    }
    return compiled;
  }

  static void compile(ClassPath path, Path classes) throws SideFailedException, IOException {
    Files.createDirectories(classes);
    var complaints = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null);
        var found = Files.walk(SOURCES)) {
      var sources = found.filter(file -> file.toString().endsWith(".java")).toList();
      var options = options(path, classes);
      var units = files.getJavaFileObjectsFromPaths(sources);
      if (!compiler.getTask(complaints, files, null, options, null, units).call()) {
        throw new SideFailedException("preview classes do not compile: " + complaints, false);
      }
    }
  }

  private static List<String> options(ClassPath path, Path classes) {
    var release = Integer.toString(Runtime.version().feature());
    return List.of(
        "--enable-preview",
        "--release",
        release,
        "-proc:none",
        "-cp",
        path.text(),
        "-d",
        classes.toString());
  }
}
