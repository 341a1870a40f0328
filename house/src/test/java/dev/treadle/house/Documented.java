package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;

/// Everything a user can name says what it is.
///
/// Overriding methods, enum constants, record components and their accessors are covered by what
/// they override or by their type.
final class Documented implements Rule {

  @Override
  public String name() {
    return "documented";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return checkout.libraries().stream().flatMap(module -> check(module).stream()).toList();
  }

  static List<Finding> check(BuildModule module) {
    var findings = new ArrayList<Finding>();
    module.descriptor().ifPresent(source -> checkOne(source, source.unit().getModule(), findings));
    for (var exported : module.exported()) {
      checkPackage(module, exported, findings);
    }
    return findings;
  }

  /// Checks the types, methods and fields of one file, taking its package to be exported.
  static List<Finding> check(JavaSource source) {
    var found = source.declared();
    var findings = new ArrayList<Finding>();
    found.types().stream().filter(Declaration::isApi).forEach(d -> check(source, d, findings));
    found.methods().stream()
        .filter(method -> method.isApi() && !isCovered(method))
        .forEach(method -> check(source, method, findings));
    found.fields().stream()
        .filter(field -> field.isApi() && !isEnumConstant(source, field))
        .forEach(field -> check(source, field, findings));
    return findings;
  }

  private static void checkPackage(BuildModule module, String name, List<Finding> findings) {
    var files = module.main().stream().filter(s -> s.packageName().equals(name)).toList();
    files.forEach(source -> findings.addAll(check(source)));
    files.stream()
        .filter(source -> source.path().endsWith("/package-info.java"))
        .findFirst()
        .ifPresentOrElse(
            source -> checkOne(source, source.unit().getPackage(), findings),
            () -> findings.add(undocumented(module.mainFolder(), name)));
  }

  private static void checkOne(JavaSource source, Tree tree, List<Finding> findings) {
    var path = TreePath.getPath(source.unit(), tree);
    check(source, new Declaration<>(tree, path, source.name()), findings);
  }

  private static void check(JavaSource source, Declaration<?> element, List<Finding> findings) {
    var comment = source.trees().getDocComment(element.path());
    if (comment == null || comment.isBlank()) {
      findings.add(undocumented(source.path() + ":" + source.line(element.tree()), element.name()));
    }
  }

  private static Finding undocumented(String place, String name) {
    return new Finding(name, place, "expected a /// comment on '%s', found none".formatted(name));
  }

  private static boolean isCovered(Declaration<MethodTree> method) {
    return method.isAnnotated("Override") || isAccessor(method);
  }

  private static boolean isAccessor(Declaration<MethodTree> method) {
    var owner = method.owner();
    return owner != null
        && owner.getKind() == Tree.Kind.RECORD
        && method.tree().getParameters().isEmpty()
        && isComponent(owner, method.tree().getName().toString());
  }

  private static boolean isComponent(ClassTree owner, String name) {
    return owner.getMembers().stream()
        .anyMatch(
            member -> member instanceof VariableTree field && field.getName().contentEquals(name));
  }

  private static boolean isEnumConstant(JavaSource source, Declaration<VariableTree> field) {
    var owner = field.owner();
    return owner != null
        && owner.getKind() == Tree.Kind.ENUM
        && !source.textBeforeName(field.tree()).contains("static");
  }
}
