package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import java.util.List;

/// A Java file, parsed.
///
/// @param path from the checkout's root, with slashes: `seam/src/main/java/.../World.java`
record JavaSource(
    String path, String text, CompilationUnitTree unit, DocTrees trees, Declarations declared) {

  /// Parses a text as if it were the file at a path.
  static JavaSource of(String path, String text) {
    return Parser.parse(List.of(new Parser.File(path, text))).getFirst();
  }

  boolean isMain() {
    return path.contains("/src/main/java/");
  }

  boolean isTest() {
    return path.contains("/src/test/java/");
  }

  /// Returns the name of the package, empty for `module-info` and compact sources.
  String packageName() {
    return unit.getPackageName() == null ? "" : unit.getPackageName().toString();
  }

  /// Returns the qualified name that the file's own name stands for.
  String name() {
    var simple = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.java$", "");
    return packageName().isEmpty() ? simple : packageName() + "." + simple;
  }

  int lines() {
    return (int) text.lines().count();
  }

  List<Declaration<ClassTree>> types() {
    return declared.types();
  }

  List<Declaration<MethodTree>> methods() {
    return declared.methods();
  }

  int line(Tree tree) {
    return lineAt(trees.getSourcePositions().getStartPosition(unit, tree));
  }

  int endLine(Tree tree) {
    return lineAt(trees.getSourcePositions().getEndPosition(unit, tree));
  }

  /// Returns what stands before a variable's name: annotations, modifiers and type.
  String textBeforeName(VariableTree variable) {
    int start = (int) trees.getSourcePositions().getStartPosition(unit, variable);
    return text.substring(start, text.indexOf(variable.getName().toString(), start));
  }

  Finding finding(String name, Tree at, String message) {
    return finding(name, line(at), message);
  }

  Finding finding(String name, int line, String message) {
    return new Finding(name, path + ":" + line, message);
  }

  private int lineAt(long position) {
    return (int) unit.getLineMap().getLineNumber(position);
  }
}
