package dev.treadle.house;

import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.TypeAnnotation.FormalParameterTarget;
import java.lang.classfile.TypeAnnotation.TargetInfo;
import java.lang.classfile.TypeAnnotation.TargetType;
import java.util.List;
import java.util.function.Predicate;

/// Where a member says `@Nullable`, which is as much of its contract as its types are.
///
/// Only whole types are looked at, not the elements of an array or the arguments of a type.
record Nullness(List<TypeAnnotation> annotations) {

  static Nullness of(AttributedElement member) {
    return new Nullness(
        member.findAttribute(Attributes.runtimeVisibleTypeAnnotations()).stream()
            .flatMap(attribute -> attribute.annotations().stream())
            .filter(annotation -> annotation.targetPath().isEmpty())
            .filter(annotation -> name(annotation).endsWith("/Nullable;"))
            .toList());
  }

  String result() {
    return written(target -> target.targetType() == TargetType.METHOD_RETURN);
  }

  String field() {
    return written(target -> target.targetType() == TargetType.FIELD);
  }

  String parameter(int index) {
    return written(target ->
        target instanceof FormalParameterTarget parameter
            && parameter.formalParameterIndex() == index);
  }

  private String written(Predicate<TargetInfo> target) {
    var nullable = annotations.stream().map(TypeAnnotation::targetInfo).anyMatch(target);
    return nullable ? "@Nullable " : "";
  }

  private static String name(TypeAnnotation annotation) {
    return annotation.annotation().className().stringValue();
  }
}
