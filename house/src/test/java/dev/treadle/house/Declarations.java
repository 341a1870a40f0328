package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;

/// All types, methods and fields a file declares, local and anonymous ones included.
record Declarations(
    List<Declaration<ClassTree>> types,
    List<Declaration<MethodTree>> methods,
    List<Declaration<VariableTree>> fields) {

  static Declarations of(CompilationUnitTree unit) {
    var found = new Declarations(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    new Collector().scan(unit, found);
    return found;
  }

  /// Returns the qualified name of a type, method or field: packages, types around it, its own.
  static String nameOf(TreePath path) {
    var name = new StringBuilder();
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      if (at.getLeaf() instanceof ClassTree type && !type.getSimpleName().isEmpty()) {
        name.insert(0, "." + type.getSimpleName());
      }
    }
    var packageName = path.getCompilationUnit().getPackageName();
    name.insert(0, packageName == null ? "" : packageName.toString());
    return (packageName == null ? name.substring(Math.min(1, name.length())) : name)
        + member(path.getLeaf());
  }

  private static String member(Tree leaf) {
    return switch (leaf) {
      case MethodTree method -> "#" + method.getName();
      case VariableTree field -> "#" + field.getName();
      default -> "";
    };
  }

  private static final class Collector extends TreePathScanner<Void, Declarations> {

    @Override
    public Void visitClass(ClassTree type, Declarations found) {
      found.types.add(declaration(type));
      return super.visitClass(type, found);
    }

    @Override
    public Void visitMethod(MethodTree method, Declarations found) {
      found.methods.add(declaration(method));
      return super.visitMethod(method, found);
    }

    @Override
    public Void visitVariable(VariableTree variable, Declarations found) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree) {
        found.fields.add(declaration(variable));
      }
      return super.visitVariable(variable, found);
    }

    private <T extends Tree> Declaration<T> declaration(T tree) {
      return new Declaration<>(tree, getCurrentPath(), nameOf(getCurrentPath()));
    }
  }
}
