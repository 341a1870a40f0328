package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;

/// What main code throws says what was expected and what came.
final class ThrowMessage implements SourceRule {

  @Override
  public String name() {
    return "throw-message";
  }

  @Override
  public List<Finding> check(JavaSource source) {
    var findings = new ArrayList<Finding>();
    if (source.isMain()) {
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
    public Void visitThrow(ThrowTree tree, List<Finding> findings) {
      if (tree.getExpression() instanceof NewClassTree made && made.getArguments().isEmpty()) {
        var message = "expected a message, found 'throw new %s()'".formatted(made.getIdentifier());
        findings.add(source.finding(nameOfMember(getCurrentPath()), tree, message));
      }
      return super.visitThrow(tree, findings);
    }
  }

  private static String nameOfMember(TreePath path) {
    var at = path;
    while (!(at.getLeaf() instanceof MethodTree || at.getLeaf() instanceof ClassTree)) {
      at = at.getParentPath();
    }
    return Declarations.nameOf(at);
  }
}
