package dev.treadle.house;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassSignature;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodSignature;
import java.lang.classfile.Signature;
import java.lang.classfile.Signature.TypeParam;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Writes what class files declare nearly as Java would; packages are spelled out save `java.lang`.
final class Signatures {

  private static final int SHOWN =
      Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;

  private Signatures() {}

  /// Writes a type's head.
  ///
  /// @param flags as declared; those of a nested type's class file are not
  static String of(ClassModel type, int flags) {
    var kind = kind(type, flags);
    var implied = kind.equals("class") ? 0 : Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    var sealed = type.findAttribute(Attributes.permittedSubclasses()).isPresent() ? "sealed " : "";
    var signature = signature(type);
    var name = Types.named(type.thisClass().asInternalName());
    return modifiers(flags & ~implied)
        + sealed
        + kind
        + " "
        + name
        + parameters(signature.typeParameters())
        + parents(kind, signature);
  }

  static String of(FieldModel field) {
    var type =
        field
            .findAttribute(Attributes.signature())
            .map(attribute -> attribute.asTypeSignature())
            .orElse(Signature.of(field.fieldTypeSymbol()));
    return modifiers(field.flags().flagsMask())
        + Nullness.of(field).field()
        + Types.of(type)
        + " "
        + field.fieldName().stringValue();
  }

  static String of(ClassModel owner, MethodModel method) {
    var signature =
        method
            .findAttribute(Attributes.signature())
            .map(attribute -> attribute.asMethodSignature())
            .orElse(MethodSignature.of(method.methodTypeSymbol()));
    var typeParameters = parameters(signature.typeParameters());
    return modifiers(owner, method)
        + typeParameters
        + (typeParameters.isEmpty() ? "" : " ")
        + name(owner, method, signature)
        + arguments(method, signature)
        + thrown(method, signature)
        + (method.findAttribute(Attributes.annotationDefault()).isPresent() ? " default" : "");
  }

  private static String name(ClassModel owner, MethodModel method, MethodSignature signature) {
    var name = method.methodName().stringValue();
    var simple = Types.named(owner.thisClass().asInternalName()).replaceFirst(".*\\.", "");
    return name.equals("<init>")
        ? simple
        : Nullness.of(method).result() + Types.of(signature.result()) + " " + name;
  }

  private static String arguments(MethodModel method, MethodSignature signature) {
    var nullness = Nullness.of(method);
    var types = signature.arguments();
    var written =
        IntStream.range(0, types.size())
            .mapToObj(index -> nullness.parameter(index) + Types.of(types.get(index)))
            .collect(Collectors.joining(", ", "(", ")"));
    var variable = (method.flags().flagsMask() & ClassFile.ACC_VARARGS) != 0;
    return variable ? written.replaceFirst("\\[]\\)$", "...)") : written;
  }

  private static String thrown(MethodModel method, MethodSignature signature) {
    var generic = signature.throwableSignatures().stream().map(Types::of);
    var plain =
        method.findAttribute(Attributes.exceptions()).stream()
            .flatMap(attribute -> attribute.exceptions().stream())
            .map(ClassEntry::asInternalName)
            .map(Types::named);
    var all = signature.throwableSignatures().isEmpty() ? plain : generic;
    return listed(" throws ", all.toList());
  }

  private static String parents(String kind, ClassSignature signature) {
    var superclass =
        Stream.of(Types.of(signature.superclassSignature()))
            .filter(name -> kind.equals("class") && !name.equals("Object"))
            .toList();
    var interfaces = signature.superinterfaceSignatures().stream().map(Types::of).toList();
    var word = kind.equals("interface") ? " extends " : " implements ";
    return listed(" extends ", superclass)
        + (kind.equals("@interface") ? "" : listed(word, interfaces));
  }

  private static ClassSignature signature(ClassModel type) {
    return type.findAttribute(Attributes.signature())
        .map(attribute -> attribute.asClassSignature())
        .orElseGet(() -> plain(type));
  }

  private static ClassSignature plain(ClassModel type) {
    var parents = new ArrayList<Signature.ClassTypeSig>();
    type.superclass().ifPresent(parent -> parents.add(signature(parent)));
    type.interfaces().forEach(parent -> parents.add(signature(parent)));
    return ClassSignature.of(
        parents.getFirst(),
        parents.subList(1, parents.size()).toArray(Signature.ClassTypeSig[]::new));
  }

  private static Signature.ClassTypeSig signature(ClassEntry entry) {
    return Signature.ClassTypeSig.of(entry.asSymbol());
  }

  private static String parameters(List<TypeParam> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream()
            .map(Signatures::parameter)
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String parameter(TypeParam parameter) {
    var bounds =
        Stream.concat(parameter.classBound().stream(), parameter.interfaceBounds().stream())
            .map(Types::of)
            .filter(bound -> !bound.equals("Object"))
            .collect(Collectors.joining(" & "));
    return parameter.identifier() + (bounds.isEmpty() ? "" : " extends " + bounds);
  }

  private static String kind(ClassModel type, int flags) {
    if ((flags & ClassFile.ACC_ANNOTATION) != 0) {
      return "@interface";
    }
    if ((flags & ClassFile.ACC_INTERFACE) != 0) {
      return "interface";
    }
    if ((flags & ClassFile.ACC_ENUM) != 0) {
      return "enum";
    }
    return type.findAttribute(Attributes.record()).isPresent() ? "record" : "class";
  }

  /// Writes a method's modifiers without those that every method of an interface has.
  private static String modifiers(ClassModel owner, MethodModel method) {
    int flags = method.flags().flagsMask();
    if ((owner.flags().flagsMask() & ClassFile.ACC_INTERFACE) == 0) {
      return modifiers(flags);
    }
    var implemented = (flags & (Modifier.ABSTRACT | Modifier.STATIC)) == 0;
    return implemented ? "default " : modifiers(flags & Modifier.STATIC);
  }

  private static String modifiers(int flags) {
    var written = Modifier.toString(flags & SHOWN);
    return written.isEmpty() ? "" : written + " ";
  }

  private static String listed(String word, List<String> names) {
    return names.isEmpty() ? "" : word + String.join(", ", names);
  }
}
