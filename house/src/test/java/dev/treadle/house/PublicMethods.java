package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import java.util.List;

/// A public type stays small enough to know by heart.
final class PublicMethods implements SourceRule {

  private static final int MAX = 30;

  @Override
  public String name() {
    return "public-methods";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    return source.types().stream()
        .filter(Declaration::isApi)
        .filter(type -> source.isMain() && count(source, type) > MAX)
        .map(type -> finding(source, type))
        .toList();
  }

  static long count(JavaSource source, Declaration<ClassTree> type) {
    return source.methods().stream()
        .filter(method -> type.tree().equals(method.owner()) && method.isApi())
        .filter(method -> method.tree().getReturnType() != null)
        .count();
  }

  private static Finding finding(JavaSource source, Declaration<ClassTree> type) {
    var message =
        "expected at most %d public methods in a public type, found %d"
            .formatted(MAX, count(source, type));
    return source.finding(type.name(), type.tree(), message);
  }
}
