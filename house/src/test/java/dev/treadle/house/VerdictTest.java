package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

  private static final Finding LONG = new Finding("x.Long", "Long.java:1", "too long");
  private static final HouseExceptions NONE = new HouseExceptions(List.of());
  private static final HouseExceptions LISTED =
      new HouseExceptions(List.of(new HouseExceptions.Row("file-lines", "x.Long", "a table")));

  @Test
  void aBrokenRuleSaysWhereAndHowToExceptIt() {
    assertThat(Verdict.of(new FileLines(), List.of(LONG), NONE))
        .hasToString(
            """
            house rule 'file-lines' is broken:
              Long.java:1: too long
              (where it must be so, ARCHITECTURE.md, "Exceptions to the house rules": | `file-lines` | `x.Long` | why |)\
            """);
  }

  @Test
  void anExceptionNoLongerNeededBreaksTheRuleToo() {
    assertThat(Verdict.of(new FileLines(), List.of(), LISTED))
        .hasToString(
            """
            house rule 'file-lines' is broken:
              ARCHITECTURE.md: expected exceptions that are needed, found one for 'x.Long', which obeys: drop it\
            """);
  }

  @Test
  void anExcusedFindingHolds() {
    assertThat(Verdict.of(new FileLines(), List.of(LONG), LISTED).holds()).isTrue();
    assertThat(Verdict.of(new FileLines(), List.of(LONG), NONE).holds()).isFalse();
  }
}
