package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import java.util.List;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/// A module shows little and hides much: at least half of its top-level types are package-private.
final class HiddenTypes implements Rule {

  private static final int MIN_PERCENT = 50;

  @Override
  public String name() {
    return "hidden-types";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return checkout.libraries().stream().flatMap(module -> check(module).stream()).toList();
  }

  static List<Finding> check(BuildModule module) {
    if (percent(module) >= MIN_PERCENT) {
      return List.of();
    }
    var message =
        "expected at least %d %% of the top-level types package-private, found %d %%"
            .formatted(MIN_PERCENT, percent(module));
    return List.of(new Finding(module.name(), module.mainFolder(), message));
  }

  static long percent(BuildModule module) {
    var types = module.main().stream().flatMap(HiddenTypes::topLevel).toList();
    var hidden = types.stream().filter(type -> !isPublic(type)).count();
    return types.isEmpty() ? 100 : 100 * hidden / types.size();
  }

  private static Stream<ClassTree> topLevel(JavaSource source) {
    return source.unit().getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .map(ClassTree.class::cast);
  }

  private static boolean isPublic(ClassTree type) {
    return type.getModifiers().getFlags().contains(Modifier.PUBLIC);
  }
}
