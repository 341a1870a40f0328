package dev.treadle.house;

import com.sun.source.tree.ExportsTree;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A package is named after its idea, and what two packages share inside a module stays inside.
final class PackageNames implements SourceRule {

  private static final Pattern CATCH_ALL =
      Pattern.compile("(.*\\.)?(util|common|impl|helper|manager|base)s?(\\..*)?");
  private static final Pattern INTERNAL = Pattern.compile("(.*\\.)?internal(\\..*)?");

  @Override
  public String name() {
    return "package-names";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    return Stream.concat(catchAll(source), exportedInternals(source)).toList();
  }

  private static Stream<Finding> catchAll(JavaSource source) {
    var message =
        "expected a package named after its idea, found '%s'".formatted(source.packageName());
    return Stream.of(source)
        .filter(_ -> CATCH_ALL.matcher(source.packageName()).matches())
        .map(_ -> source.finding(source.packageName(), source.unit().getPackage(), message));
  }

  private static Stream<Finding> exportedInternals(JavaSource source) {
    var module = source.unit().getModule();
    return module == null
        ? Stream.of()
        : module.getDirectives().stream()
            .filter(ExportsTree.class::isInstance)
            .map(ExportsTree.class::cast)
            .filter(exports -> INTERNAL.matcher(exports.getPackageName().toString()).matches())
            .map(exports -> exported(source, exports));
  }

  private static Finding exported(JavaSource source, ExportsTree exports) {
    var message =
        "expected internal packages exported to nobody, found '%s' exported"
            .formatted(exports.getPackageName());
    return source.finding(exports.getPackageName().toString(), exports, message);
  }
}
