package dev.treadle.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A test that does not run proves nothing: mend it or delete it.
///
/// [SkippedRuns] finds those that an assumption skipped in the last run.
final class SkippedTests implements SourceRule {

  private static final Pattern ANNOTATION =
      Pattern.compile("(.*\\.)?(Disabled|Ignore|(Disabled|Enabled)(If|On|For|In).*)");
  private static final Pattern CALL =
      Pattern.compile(
          "(.*\\.)?(assumeTrue\\(false\\b.*|assumeFalse\\(true\\b.*)|(.*\\.)?Assumptions\\.abort\\(.*",
          Pattern.DOTALL);

  @Override
  public String name() {
    return "skipped-tests";
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
    public Void visitAnnotation(AnnotationTree annotation, List<Finding> findings) {
      if (ANNOTATION.matcher(annotation.getAnnotationType().toString()).matches()) {
        report(annotation, findings);
      }
      return super.visitAnnotation(annotation, findings);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, List<Finding> findings) {
      if (CALL.matcher(call.toString()).matches()) {
        report(call, findings);
      }
      return super.visitMethodInvocation(call, findings);
    }

    private void report(Tree at, List<Finding> findings) {
      var message = "expected tests that run, found '%s'".formatted(at);
      findings.add(source.finding(source.name(), at, message));
    }
  }
}
