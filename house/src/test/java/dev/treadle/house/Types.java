package dev.treadle.house;

import java.lang.classfile.Signature;
import java.lang.classfile.Signature.ArrayTypeSig;
import java.lang.classfile.Signature.BaseTypeSig;
import java.lang.classfile.Signature.ClassTypeSig;
import java.lang.classfile.Signature.TypeArg;
import java.lang.classfile.Signature.TypeVarSig;
import java.util.stream.Collectors;

/// Writes types as Java does.
final class Types {

  private Types() {}

  static String of(Signature type) {
    return switch (type) {
      case BaseTypeSig base -> primitive(base.baseType());
      case TypeVarSig variable -> variable.identifier();
      case ArrayTypeSig array -> of(array.componentSignature()) + "[]";
      case ClassTypeSig named -> of(named);
    };
  }

  /// Writes a name of the class-file format: `java/util/Map$Entry` is `java.util.Map.Entry`.
  static String named(String internal) {
    var name = internal.replace('/', '.').replace('$', '.');
    return name.matches("java\\.lang\\.[A-Z].*") ? name.substring("java.lang.".length()) : name;
  }

  private static String of(ClassTypeSig type) {
    var outer = type.outerType().map(sig -> of(sig) + ".").orElse("");
    var arguments =
        type.typeArgs().isEmpty()
            ? ""
            : type.typeArgs().stream().map(Types::of).collect(Collectors.joining(", ", "<", ">"));
    return outer + named(type.className()) + arguments;
  }

  private static String of(TypeArg argument) {
    return switch (argument) {
      case TypeArg.Unbounded _ -> "?";
      case TypeArg.Bounded bounded ->
          switch (bounded.wildcardIndicator()) {
            case NONE -> of(bounded.boundType());
            case EXTENDS -> "? extends " + of(bounded.boundType());
            case SUPER -> "? super " + of(bounded.boundType());
          };
    };
  }

  private static String primitive(char code) {
    return switch (code) {
      case 'Z' -> "boolean";
      case 'B' -> "byte";
      case 'C' -> "char";
      case 'S' -> "short";
      case 'I' -> "int";
      case 'J' -> "long";
      case 'F' -> "float";
      case 'D' -> "double";
      default -> "void";
    };
  }
}
