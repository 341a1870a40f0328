package dev.treadle.house;

import static javax.lang.model.element.Modifier.PRIVATE;
import static javax.lang.model.element.Modifier.PROTECTED;
import static javax.lang.model.element.Modifier.PUBLIC;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import org.jspecify.annotations.Nullable;

/// A type, method or field as its source declares it.
///
/// @param name qualified: `dev.treadle.seam.World.Timer`, `dev.treadle.seam.World.Timer#cancel`
record Declaration<T extends Tree>(T tree, TreePath path, String name) {

  /// Returns the type around this declaration, or `null` for a top-level type.
  @Nullable ClassTree owner() {
    return path.getParentPath().getLeaf() instanceof ClassTree owner ? owner : null;
  }

  /// Returns whether somebody outside the package can name it: it and all types around it are
  /// public or protected.
  boolean isApi() {
    for (TreePath at = path;
        !(at.getLeaf() instanceof CompilationUnitTree);
        at = at.getParentPath()) {
      var modifiers = modifiers(at.getLeaf());
      if (modifiers == null || !isVisible(modifiers, at.getParentPath().getLeaf())) {
        return false;
      }
    }
    return true;
  }

  boolean isAnnotated(String simpleName) {
    var modifiers = modifiers(tree);
    return modifiers != null
        && modifiers.getAnnotations().stream()
            .map(annotation -> annotation.getAnnotationType().toString())
            .anyMatch(type -> type.equals(simpleName) || type.endsWith("." + simpleName));
  }

  static @Nullable ModifiersTree modifiers(Tree tree) {
    return switch (tree) {
      case ClassTree type -> type.getModifiers();
      case MethodTree method -> method.getModifiers();
      case VariableTree field -> field.getModifiers();
      default -> null;
    };
  }

  private static boolean isVisible(ModifiersTree modifiers, Tree owner) {
    var flags = modifiers.getFlags();
    return flags.contains(PUBLIC)
        || flags.contains(PROTECTED)
        || (isInterface(owner) && !flags.contains(PRIVATE));
  }

  private static boolean isInterface(Tree tree) {
    return tree.getKind() == Tree.Kind.INTERFACE || tree.getKind() == Tree.Kind.ANNOTATION_TYPE;
  }
}
