package dev.treadle.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes small modules for tests of rules, from texts alone.
final class Modules {

  /// Publishes an artifact and depends on nothing.
  static final String POM = "<project><artifactId>treadle-core</artifactId></project>";

  private Modules() {}

  /// Makes a module; a source that declares no module stands in package `x`.
  static BuildModule of(String name, String pom, String... sources) {
    var parsed = new ArrayList<JavaSource>();
    for (var text : sources) {
      var file = text.contains("module ") ? "module-info" : "x/File" + parsed.size();
      var head = text.contains("module ") ? "" : "package x;\n";
      parsed.add(JavaSource.of(name + "/src/main/java/" + file + ".java", head + text));
    }
    return new BuildModule(name, Path.of("nowhere", name), Pom.of(pom), List.copyOf(parsed));
  }
}
