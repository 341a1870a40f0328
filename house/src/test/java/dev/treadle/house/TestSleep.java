package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Tests do not sleep: time is virtual, or a suite is named as one that runs by the real clock.
///
/// Inside a simulation sleeping costs nothing and is what users do, so it is allowed in methods and
/// classes marked `@TreadleTest` or `@Simulated`, in methods that are given the `Simulation` they
/// run in, and within the arguments of `Simulation`'s static methods.
final class TestSleep implements SourceRule {

  private static final Pattern SLEEP =
      Pattern.compile(
          "(java\\.lang\\.)?Thread\\.sleep|(.*\\.)?([A-Z]*SECONDS|MINUTES|HOURS|DAYS)\\.sleep");

  private static final Pattern MARK = Pattern.compile("(.*\\.)?(TreadleTest|Simulated)");

  @Override
  public String name() {
    return "test-sleep";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    var findings = new ArrayList<Finding>();
    if (source.isTest()) {
      new Scanner(source).scan(source.unit(), findings);
    }
    return findings;
  }

  private static final class Scanner extends TreePathScanner<Void, List<Finding>> {

    private final JavaSource source;

    Scanner(JavaSource source) {
      this.source = source;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, List<Finding> findings) {
      report(call, call.getMethodSelect().toString(), findings);
      return super.visitMethodInvocation(call, findings);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree reference, List<Finding> findings) {
      report(reference, reference.getQualifierExpression() + "." + reference.getName(), findings);
      return super.visitMemberReference(reference, findings);
    }

    private void report(Tree at, String called, List<Finding> findings) {
      if (SLEEP.matcher(called).matches() && !isSimulated(getCurrentPath())) {
        var message =
            "expected virtual time, found '%s': run the test in a simulation".formatted(called);
        findings.add(source.finding(source.name(), at, message));
      }
    }
  }

  private static boolean isSimulated(TreePath path) {
    for (TreePath at = path; at != null; at = at.getParentPath()) {
      var simulated =
          switch (at.getLeaf()) {
            case MethodTree method -> isMarked(method.getModifiers()) || isGivenSimulation(method);
            case ClassTree type -> isMarked(type.getModifiers());
            case MethodInvocationTree call ->
                call.getMethodSelect().toString().startsWith("Simulation.");
            default -> false;
          };
      if (simulated) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGivenSimulation(MethodTree method) {
    return method.getParameters().stream()
        .anyMatch(parameter -> parameter.getType().toString().equals("Simulation"));
  }

  private static boolean isMarked(ModifiersTree modifiers) {
    return modifiers.getAnnotations().stream()
        .filter(annotation -> MARK.matcher(annotation.getAnnotationType().toString()).matches())
        .anyMatch(annotation -> !annotation.toString().contains("realTime = true"));
  }
}
