package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.treadle.http.HttpParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// No input makes a parser throw what it does not say, hang, or allocate without bound, and none
/// means something else when it is cut elsewhere.
///
/// `-Dfuzz.seconds=600` is for how long, all parsers together; `-Dfuzz.seed=1` repeats a run.
class ParserFuzzTest {

  @TestFactory
  Stream<DynamicTest> noInputIsTooMuch() {
    return FuzzTargets.ALL.stream()
        .map(target -> dynamicTest(target.name(), () -> Fuzzer.attack(target)));
  }

  private static FuzzTarget broken(FuzzTarget.Run run) {
    return new FuzzTarget("broken parser", List.of("seed"), List.of("word"), run);
  }

  private static AssertionError failure(FuzzTarget.Run run) {
    try {
      new Fuzzer(broken(run), 7).run(1_000_000_000L);
    } catch (AssertionError failure) {
      return failure;
    }
    throw new AssertionError("expected the fuzzer to find it");
  }

  @Test
  void anotherExceptionIsFound() {
    var failure =
        failure((input, _) -> Integer.toString(input.length > 20 ? input[input.length] : 0));

    assertThat(failure).hasCauseInstanceOf(ArrayIndexOutOfBoundsException.class);
    assertThat(failure.getMessage())
        .startsWith("fuzz broken parser: seed 7 (-Dfuzz.seed=7), input ");
  }

  @Test
  void aResultThatDependsOnTheCutIsFound() {
    var failure = failure((input, piece) -> input.length > 9 && piece == 1 ? "a" : "b");

    assertThat(failure.getCause())
        .hasMessage("expected the same in pieces of 1 bytes, found <b> and <a>");
  }

  @Test
  void memoryWithoutBoundIsFound() {
    var failure = failure((input, _) -> new byte[input.length < 30 ? 1 : 9_000_000].length + "");

    assertThat(failure.getCause()).hasMessageStartingWith("expected at most ");
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void documentedExceptionsAreResults() {
    var report =
        new Fuzzer(
                broken((input, _) -> {
                  throw new HttpParseException(400, "expected this");
                }),
                7)
            .run(0);

    assertThat(report).startsWith("fuzz broken parser: seed 7, 300 inputs, 1 kinds");
  }

  @Test
  void oneSeedMakesTheSameInputs() {
    var first = new StringBuilder();
    var second = new StringBuilder();
    new Fuzzer(broken((input, _) -> noted(first, input)), 3).run(0);
    new Fuzzer(broken((input, _) -> noted(second, input)), 3).run(0);

    assertThat(first.toString()).isEqualTo(second.toString());
  }

  private static String noted(StringBuilder log, byte[] input) {
    log.append(Arrays.hashCode(input)).append(' ');
    return "";
  }

  @Test
  void whatNobodyDocumentedIsNoResult() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            broken(
                    (_, _) -> {
                      throw new IllegalStateException("not documented");
                    })
                .outcome(new byte[0], 1));
  }
}
