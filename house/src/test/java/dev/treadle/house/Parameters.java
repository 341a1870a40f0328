package dev.treadle.house;

import java.util.List;

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
        .filter(method -> !method.isAnnotated("Override"))
        .map(method ->
            source.finding(
                method.name(), method.tree(), message(method.tree().getParameters().size())))
        .toList();
  }

  private static String message(int count) {
    return "expected at most %d parameters, found %d: make them a record".formatted(MAX, count);
  }
}
