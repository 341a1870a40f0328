package dev.treadle.house;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The sizes of the things in a module's main code, one number each.
record Sizes(List<Integer> sorted) {

  static Sizes of(IntStream sizes) {
    return new Sizes(sizes.sorted().boxed().toList());
  }

  static Sizes fileLines(BuildModule module) {
    return of(files(module).mapToInt(JavaSource::lines));
  }

  static Sizes bodyLines(BuildModule module) {
    return of(
        files(module)
            .flatMapToInt(source ->
                source.methods().stream()
                    .filter(method -> method.tree().getBody() != null)
                    .mapToInt(method -> MethodLines.bodyLines(source, method.tree()))));
  }

  static Sizes publicMethods(BuildModule module) {
    return of(
        files(module)
            .flatMapToInt(source ->
                source.types().stream()
                    .filter(Declaration::isApi)
                    .mapToInt(type -> (int) PublicMethods.count(source, type))));
  }

  static Sizes parameters(BuildModule module) {
    return of(
        files(module)
            .flatMap(source -> source.methods().stream())
            .mapToInt(method -> method.tree().getParameters().size()));
  }

  /// Returns the smallest size that so many percent do not exceed; 0 of nothing.
  double percentile(int percent) {
    int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
    return sorted.size() == 0 ? 0 : sorted.get(rank - 1);
  }

  private static Stream<JavaSource> files(BuildModule module) {
    return module.main().stream()
        .filter(source -> !source.path().matches(".*/(module|package)-info\\.java"));
  }
}
