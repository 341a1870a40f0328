package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every house rule holds in this checkout.
@Order(Integer.MAX_VALUE)
class HouseTest {

  private static final Checkout CHECKOUT = Checkout.here();
  private static final HouseExceptions EXCEPTIONS =
      HouseExceptions.in(CHECKOUT.text("ARCHITECTURE.md"));

  @TestFactory
  Stream<DynamicTest> everyRuleHolds() {
    return Rules.ALL.stream().map(rule -> dynamicTest(rule.name(), () -> holds(rule)));
  }

  @Test
  void everyRuleIsShownToFire() {
    assertThat(Rules.ALL)
        .allSatisfy(
            rule -> assertThat(Class.forName(rule.getClass().getName() + "Test")).isNotNull());
  }

  @Test
  void everyExceptionNamesARuleAndAReason() {
    var names = Rules.ALL.stream().map(Rule::name).toList();

    assertThat(EXCEPTIONS.rows())
        .allSatisfy(row -> assertThat(row.rule()).isIn(names))
        .allSatisfy(row -> assertThat(row.reason()).as("reason for %s", row.name()).isNotBlank());
  }

  @Test
  void somethingIsChecked() {
    assertThat(CHECKOUT.libraries()).extracting(BuildModule::name).contains("seam");
    assertThat(CHECKOUT.modules().getLast().name()).isEqualTo("house");
    assertThat(CHECKOUT.sources()).hasSizeGreaterThan(40);
  }

  @AfterAll
  static void showAims() {
    System.out.println(StyleTable.of(CHECKOUT));
  }

  private static void holds(Rule rule) {
    var verdict = Verdict.of(rule, rule.check(CHECKOUT), EXCEPTIONS);

    assertThat(verdict.holds()).withFailMessage(verdict::toString).isTrue();
  }
}
