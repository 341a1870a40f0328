package dev.treadle.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Turns texts into trees with the JDK's own compiler, which knows every construct we may use.
final class Parser {

  private Parser() {}

  /// A text and the path it stands at.
  record File(String path, String text) {}

  static List<JavaSource> parse(List<File> files) {
    return files.isEmpty() ? List.of() : parseSome(files);
  }

  private static List<JavaSource> parseSome(List<File> files) {
    var problems = new DiagnosticCollector<JavaFileObject>();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var objects = files.stream().map(InMemory::new).toList();
    var task =
        (JavacTask)
            compiler.getTask(
                null, null, problems, List.of("-proc:none", "-Xlint:none"), null, objects);
    var units = parse(task);
    if (!problems.getDiagnostics().isEmpty()) {
      throw new IllegalStateException("source does not parse: " + problems.getDiagnostics());
    }
    var trees = DocTrees.instance(task);
    var sources = new ArrayList<JavaSource>();
    for (var unit : units) {
      var file = files.get(sources.size());
      sources.add(new JavaSource(file.path(), file.text(), unit, trees, Declarations.of(unit)));
    }
    return sources;
  }

  private static Iterable<? extends CompilationUnitTree> parse(JavacTask task) {
    try {
      return task.parse();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class InMemory extends SimpleJavaFileObject {

    private final File file;

    InMemory(File file) {
      super(URI.create("memory:///" + file.path().replace(" ", "%20")), Kind.SOURCE);
      this.file = file;
    }

    @Override
    public String getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }
}
