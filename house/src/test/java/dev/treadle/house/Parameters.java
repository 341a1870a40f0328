package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.List;
import javax.lang.model.element.Modifier;

/// More than a handful of parameters is a record that has not been written yet.
final class Parameters implements SourceRule {

  private static final int MAX = 5;

  @Override
  public String name() {
    return "parameters";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    return source.methods().stream()
        .filter(method -> method.tree().getParameters().size() > MAX)
        // Whoever declared the overridden method chose.
        .filter(method -> !method.isAnnotated("Override") && !isOfRecord(method))
        .map(method ->
            source.finding(
                method.name(), method.tree(), message(method.tree().getParameters().size())))
        .toList();
  }

  /// Returns whether it is a record's canonical constructor: a record is the cure.
  private static boolean isOfRecord(Declaration<MethodTree> method) {
    var owner = method.owner();
    return owner != null
        && owner.getKind() == Tree.Kind.RECORD
        && method.tree().getReturnType() == null
        && method.tree().getParameters().size() == components(owner);
  }

  private static long components(ClassTree type) {
    return type.getMembers().stream()
        .filter(VariableTree.class::isInstance)
        .map(VariableTree.class::cast)
        .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
        .count();
  }

  private static String message(int count) {
    return "expected at most %d parameters, found %d: make them a record".formatted(MAX, count);
  }
}
