package dev.treadle.house;

import static java.lang.classfile.ClassFile.ACC_PROTECTED;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;
import static java.util.Comparator.comparing;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.InnerClassInfo;
import java.lang.classfile.attribute.InnerClassesAttribute;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The public API of a module, read from its class files: exported packages, the types in them that
/// others can name, and their public and protected members.
final class ApiDump {

  private static final int VISIBLE = ACC_PUBLIC | ACC_PROTECTED;

  private ApiDump() {}

  /// Returns the lines of the dump: types in order of their names, members indented and sorted.
  ///
  /// @param classes the folder of class files, with a `module-info.class`
  static List<String> of(Path classes) {
    var descriptor = classes.resolve("module-info.class");
    if (!Files.exists(descriptor)) {
      throw new IllegalStateException(
          "expected a compiled module, found no " + descriptor + ": run ./mvnw verify at the root");
    }
    var module = parse(descriptor).findAttribute(Attributes.module()).orElseThrow();
    var lines = new ArrayList<>(List.of("module " + module.moduleName().name().stringValue()));
    exported(module).forEach(name -> lines.add("  exports " + name.replace('/', '.')));
    module.requires().stream()
        .filter(requires -> (requires.requiresFlagsMask() & ClassFile.ACC_TRANSITIVE) != 0)
        .map(requires -> "  requires transitive " + requires.requires().name().stringValue())
        .sorted()
        .forEach(lines::add);
    for (var name : exported(module)) {
      types(classes.resolve(name)).forEach(type -> dump(type, lines));
    }
    return lines;
  }

  private static List<String> exported(ModuleAttribute module) {
    return module.exports().stream()
        .filter(exports -> exports.exportsTo().isEmpty())
        .map(exports -> exports.exportedPackage().name().stringValue())
        .sorted()
        .toList();
  }

  private static List<ClassModel> types(Path folder) {
    return Disk.files(folder, ".class").stream()
        .filter(file -> folder.equals(file.getParent()))
        .filter(file -> isVisible(topLevel(file).flags().flagsMask()))
        .map(ApiDump::parse)
        .filter(ApiDump::isVisibleInside)
        .sorted(comparing(type -> type.thisClass().asInternalName()))
        .toList();
  }

  private static ClassModel topLevel(Path file) {
    var name = file.getFileName().toString().replaceFirst("(\\$.*)?\\.class$", "");
    return parse(file.resolveSibling(name + ".class"));
  }

  /// Returns whether it and the nested types around it are visible; its class file lists them all.
  private static boolean isVisibleInside(ClassModel type) {
    var name = type.thisClass().asInternalName() + "$";
    return innerClasses(type).stream()
        .filter(info -> name.startsWith(info.innerClass().asInternalName() + "$"))
        .allMatch(info -> isVisible(info.flagsMask()));
  }

  private static List<InnerClassInfo> innerClasses(ClassModel type) {
    return type.findAttribute(Attributes.innerClasses())
        .map(InnerClassesAttribute::classes)
        .orElse(List.of());
  }

  private static void dump(ClassModel type, List<String> lines) {
    lines.add("");
    lines.add(Signatures.of(type, flags(type)));
    var fields =
        type.fields().stream()
            .filter(field -> isVisible(field.flags().flagsMask()))
            .map(Signatures::of);
    var methods =
        type.methods().stream()
            .filter(method -> isVisible(method.flags().flagsMask()))
            .filter(method -> !isOfEveryRecord(type, method))
            .map(method -> Signatures.of(type, method));
    Stream.concat(fields, methods).sorted().forEach(member -> lines.add("  " + member));
  }

  /// Returns whether it is what the compiler gives each record; written by hand it is not final.
  private static boolean isOfEveryRecord(ClassModel type, MethodModel method) {
    return type.findAttribute(Attributes.record()).isPresent()
        && method.flags().has(AccessFlag.FINAL)
        && Set.of("equals", "hashCode", "toString").contains(method.methodName().stringValue());
  }

  private static int flags(ClassModel type) {
    return innerClasses(type).stream()
        .filter(info -> info.innerClass().equals(type.thisClass()))
        .findFirst()
        .map(InnerClassInfo::flagsMask)
        .orElse(type.flags().flagsMask());
  }

  private static boolean isVisible(int flags) {
    return (flags & VISIBLE) != 0 && (flags & ACC_SYNTHETIC) == 0;
  }

  private static ClassModel parse(Path file) {
    return ClassFile.of().parse(Disk.bytes(file));
  }
}
