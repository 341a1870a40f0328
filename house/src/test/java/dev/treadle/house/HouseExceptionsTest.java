package dev.treadle.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HouseExceptionsTest {

  private static final String ARCHITECTURE =
      """
      ## Exceptions to the house rules

      | rule | what | why |
      |---|---|---|
      | `file-lines` | `x.Long`, `x.Longer` | one table each |

      ## Something else

      | `file-lines` | `x.Other` | not in the section |
      """;
  private static final HouseExceptions EXCEPTIONS = HouseExceptions.in(ARCHITECTURE);
  private static final Finding LONG = new Finding("x.Long", "Long.java:1", "too long");
  private static final Finding OTHER = new Finding("x.Other", "Other.java:1", "too long");

  @Test
  void rowsAreRuleNamesAndReason() {
    assertThat(EXCEPTIONS.rows())
        .containsExactly(
            new HouseExceptions.Row("file-lines", "x.Long", "one table each"),
            new HouseExceptions.Row("file-lines", "x.Longer", "one table each"));
  }

  @Test
  void aListedNameIsExcusedFromItsRuleAlone() {
    assertThat(EXCEPTIONS.unexcused(new FileLines(), List.of(LONG, OTHER))).containsExactly(OTHER);
    assertThat(EXCEPTIONS.unexcused(new MethodLines(), List.of(LONG))).containsExactly(LONG);
  }
}
