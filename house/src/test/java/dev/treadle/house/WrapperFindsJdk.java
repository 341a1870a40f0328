package dev.treadle.house;

import java.util.List;

/// `mvnw` looks for a JDK before it does anything else; regenerating the wrapper loses that line.
final class WrapperFindsJdk implements Rule {

  private static final String LINE = ". \"$(dirname \"$0\")/.mvn/jdk.sh\"";
  private static final String FIRST_OF_STOCK = "set -euf";

  @Override
  public String name() {
    return "wrapper";
  }

  @Override
  public List<Finding> check(Checkout checkout) {
    return check(checkout.text("mvnw"));
  }

  static List<Finding> check(String mvnw) {
    var lines = mvnw.lines().toList();
    for (var line : lines.subList(0, Math.max(0, lines.indexOf(FIRST_OF_STOCK)))) {
      if (line.startsWith(LINE)) {
        return List.of();
      }
    }
    var message = "expected the line '%s' before '%s', found none".formatted(LINE, FIRST_OF_STOCK);
    return List.of(new Finding("mvnw", "mvnw:1", message));
  }
}
