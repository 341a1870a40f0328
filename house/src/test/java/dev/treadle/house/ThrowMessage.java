package dev.treadle.house;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionStatementTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What main code throws says what was expected and what came.
///
/// A type of ours may bring its message along: a constructor that takes nothing and calls
/// `super("...")`.
final class ThrowMessage implements Rule {

  @Override
  public String name() {
    return "throw-message";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return check(checkout.sources());
  }

  static List<Finding> check(List<JavaSource> sources) {
    var main = sources.stream().filter(JavaSource::isMain).toList();
    var speaking = main.stream().flatMap(ThrowMessage::speaking).collect(Collectors.toSet());
    var findings = new ArrayList<Finding>();
    main.forEach(source -> new Scanner(source, speaking).scan(source.unit(), findings));
    return findings;
  }

  /// Returns the names of types whose constructor without parameters brings a message.
  private static Stream<String> speaking(JavaSource source) {
    return source.methods().stream()
        .filter(method -> method.tree().getReturnType() == null)
        .filter(method -> method.tree().getParameters().isEmpty() && passesOn(method.tree()))
        .map(method -> method.name().replaceFirst("#.*", "").replaceFirst(".*\\.", ""));
  }

  private static boolean passesOn(MethodTree constructor) {
    return !constructor.getBody().getStatements().isEmpty()
        && constructor.getBody().getStatements().getFirst() instanceof ExpressionStatementTree first
        && first.getExpression() instanceof MethodInvocationTree call
        && call.getMethodSelect().toString().matches("super|this")
        && !call.getArguments().isEmpty();
  }

  private static final class Scanner extends TreePathScanner<Void, List<Finding>> {

    private final JavaSource source;
    private final Set<String> speaking;

    Scanner(JavaSource source, Set<String> speaking) {
      this.speaking = speaking;
      this.source = source;
    }

    @Override
    public Void visitThrow(ThrowTree tree, List<Finding> findings) {
      if (tree.getExpression() instanceof NewClassTree made && isSilent(made)) {
        var message = "expected a message, found 'throw new %s()'".formatted(made.getIdentifier());
        findings.add(source.finding(nameOfMember(getCurrentPath()), tree, message));
      }
      return super.visitThrow(tree, findings);
    }

    private boolean isSilent(NewClassTree made) {
      return made.getArguments().isEmpty() && !speaking.contains(made.getIdentifier().toString());
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
