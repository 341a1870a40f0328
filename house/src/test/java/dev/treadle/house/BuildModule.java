package dev.treadle.house;

import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.ModuleTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A Maven module of the checkout, with its sources.
///
/// @param name its folder, such as `seam`
/// @param folder where that is
record BuildModule(String name, Path folder, Pom pom, List<JavaSource> sources) {

  /// Returns whether users compile against it: published, with a module descriptor.
  boolean isLibrary() {
    return pom.isDeployed() && descriptor().isPresent();
  }

  List<JavaSource> main() {
    return sources.stream().filter(JavaSource::isMain).toList();
  }

  List<JavaSource> tests() {
    return sources.stream().filter(JavaSource::isTest).toList();
  }

  Optional<JavaSource> descriptor() {
    return main().stream().filter(source -> source.unit().getModule() != null).findFirst();
  }

  /// Returns the descriptor's tree.
  ///
  /// @throws IllegalStateException if it is no library
  ModuleTree declaration() {
    return descriptor()
        .map(source -> source.unit().getModule())
        .orElseThrow(() -> new IllegalStateException("module '" + name + "' has no module-info"));
  }

  /// Returns the packages that everybody may use.
  Set<String> exported() {
    return declaration().getDirectives().stream()
        .filter(ExportsTree.class::isInstance)
        .map(ExportsTree.class::cast)
        .filter(exports -> exports.getModuleNames() == null)
        .map(exports -> exports.getPackageName().toString())
        .collect(Collectors.toSet());
  }

  Path classes() {
    return folder.resolve("target/classes");
  }

  String mainFolder() {
    return name + "/src/main/java";
  }
}
