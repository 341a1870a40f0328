package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadersTest {

  private static final Headers HEADERS =
      Headers.of("Accept", "a, b", "X-One", "1", "ACCEPT", "\"c,d\" , ,e");

  @Test
  void namesAreFoundInAnyCase() {
    assertThat(HEADERS.first("accept")).isEqualTo("a, b");
    assertThat(HEADERS.first("x-ONE")).isEqualTo("1");
    assertThat(HEADERS.contains("x-one")).isTrue();
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(HEADERS.first("X-On")).isNull();
    assertThat(HEADERS.first("X-One1")).isNull();
    assertThat(HEADERS.contains("")).isFalse();
    assertThat(HEADERS.all("Y")).isEmpty();
    assertThat(HEADERS.elements("Y")).isEmpty();
  }

  @Test
  void onlyLettersHaveACase() {
    assertThat(Headers.of("X^", "1").contains("X~")).isFalse();
    assertThat(Headers.of("X`", "1").contains("X@")).isFalse();
    assertThat(Headers.of("Kelvin", "1").contains("\u212Aelvin")).isFalse();
  }

  @Test
  void aNameMayOccurMoreThanOnce() {
    assertThat(HEADERS.all("Accept")).containsExactly("a, b", "\"c,d\" , ,e");
    assertThat(HEADERS.size()).isEqualTo(3);
  }

  @Test
  void listsAreSplitAtCommasOutsideOfQuotes() {
    assertThat(HEADERS.elements("accept")).containsExactly("a", "b", "\"c,d\"", "e");
    assertThat(Headers.of("A", "\"\\\",\",b").elements("A")).containsExactly("\"\\\",\"", "b");
    assertThat(Headers.of("A", ",, ,").elements("A")).isEmpty();
    assertThat(HEADERS.containsElement("accept", "B")).isTrue();
    assertThat(HEADERS.containsElement("accept", "d\"")).isFalse();
  }

  @Test
  void namesAreKeptAsTheyWereWritten() {
    assertThat(HEADERS.name(2)).isEqualTo("ACCEPT");
    assertThat(HEADERS.value(1)).isEqualTo("1");
    assertThat(HEADERS)
        .extracting(Headers.Field::name)
        .containsExactly("Accept", "X-One", "ACCEPT");
  }

  @Test
  void thereAreOnlySoManyFields() {
    var fields = HEADERS.iterator();
    fields.next();
    fields.next();
    fields.next();

    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(fields::next)
        .withMessage("there are only 3 fields");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> HEADERS.value(3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> HEADERS.name(-1));
  }

  @Test
  void aChangeMakesOthers() {
    assertThat(HEADERS.with("accept", "z")).isEqualTo(Headers.of("X-One", "1", "accept", "z"));
    assertThat(HEADERS.withAdded("X-One", "2").all("x-one")).containsExactly("1", "2");
    assertThat(HEADERS.without("ACCEPT")).isEqualTo(Headers.of("X-One", "1"));
    assertThat(HEADERS.without("Y")).isSameAs(HEADERS);
    assertThat(HEADERS.size()).isEqualTo(3);
  }

  @Test
  void aBuilderMayBeUsedOn() {
    var builder = Headers.builder().add("A", "1");
    var first = builder.build();
    var second = builder.addAll(HEADERS).set("a", "2").remove("Accept").build();

    assertThat(first).isEqualTo(Headers.of("A", "1"));
    assertThat(second).isEqualTo(Headers.of("X-One", "1", "a", "2"));
    assertThat(second.toBuilder().build()).isEqualTo(second);
  }

  @Test
  void manyFieldsFit() {
    var builder = Headers.builder();
    for (int i = 0; i < 500; i++) {
      builder.add("X-" + i, "value ".repeat(i % 10) + i);
    }

    assertThat(builder.build().first("x-499")).endsWith("value 499");
  }

  @Test
  void equalityIgnoresTheCaseOfNamesOnly() {
    assertThat(Headers.of("A", "b"))
        .isEqualTo(Headers.of("a", "b"))
        .hasSameHashCodeAs(Headers.of("a", "b"));
    assertThat(Headers.of("A", "b")).isNotEqualTo(Headers.of("A", "B"));
    assertThat(Headers.of("A", "b")).isNotEqualTo(Headers.empty());
    assertThat(Headers.of("A", "b", "C", "d")).isNotEqualTo(Headers.of("C", "d", "A", "b"));
    assertThat(Headers.of()).isEqualTo(Headers.empty()).hasSameHashCodeAs(Headers.empty());
    assertThat(Headers.of("A", "")).isNotEqualTo("A");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\r\nX: y",
        "a\r",
        "a\n",
        "\na",
        "a\u0000b",
        "a\u007f",
        "a\u001fb",
        "a\u0100",
        "a\u2028b",
        "\ud83d\ude00"
      })
  void nothingCanBeInjectedThroughAValue(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of("X", value))
        .withMessageStartingWith(
            "value of 'X': expected no control characters and none beyond ISO 8859-1, found U+");
    assertThatIllegalArgumentException().isThrownBy(() -> HEADERS.with("X", value));
    assertThatIllegalArgumentException().isThrownBy(() -> HEADERS.withAdded("X", value));
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.builder().set("X", value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "a b", "a:", "a\r\nb", "a\n", "\u00e9", "a(", "a\u0000", "a/b", "a@"})
  void nothingCanBeInjectedThroughAName(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of(name, "x"))
        .withMessageStartingWith("name: expected letters, digits and !#$%&'*+-.^_`|~, found '");
    assertThatIllegalArgumentException().isThrownBy(() -> Headers.builder().set(name, "x"));
  }

  @Test
  void aRefusedValueChangesNothing() {
    var builder = Headers.builder().add("A", "1");

    assertThatIllegalArgumentException().isThrownBy(() -> builder.set("A", "\n"));

    assertThat(builder.build()).isEqualTo(Headers.of("A", "1"));
  }

  @Test
  void aMessageShowsNoControlCharacters() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of("a\u001b[b", "x"))
        .withMessage("name: expected letters, digits and !#$%&'*+-.^_`|~, found 'a?[b'");
  }

  @Test
  void valuesAreIso88591WithoutSpacesAround() {
    assertThat(Headers.of("X", " \t\u00e9 \u00ff\t ").first("X")).isEqualTo("\u00e9 \u00ff");
    assertThat(Headers.of("X", "  ").first("X")).isEmpty();
  }

  @Test
  void aNameNeedsAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Headers.of("A", "b", "C"))
        .withMessage("namesAndValues: expected a value for each name, found none for 'C'");
  }

  @Test
  void secretsAreNotShown() {
    var headers =
        Headers.of(
            "authorization",
            "Basic x",
            "COOKIE",
            "a",
            "Set-Cookie",
            "b",
            "Proxy-Authorization",
            "c");

    assertThat(headers)
        .hasToString(
            "[authorization: (hidden), COOKIE: (hidden), Set-Cookie: (hidden),"
                + " Proxy-Authorization: (hidden)]");
    assertThat(headers.first("Authorization")).isEqualTo("Basic x");
    assertThat(headers.iterator().next()).hasToString("authorization: (hidden)");
  }

  @Test
  void typedValuesAreNothingIfMalformed() {
    var good =
        Headers.of(
            "Content-Length", "17",
            "Content-Type", "text/html",
            "Date", "Sun, 06 Nov 1994 08:49:37 GMT");
    var bad = Headers.of("Content-Length", "1e3", "Content-Type", "html", "Date", "yesterday");

    assertThat(good.contentLength()).hasValue(17);
    assertThat(good.contentType()).contains(MediaType.of("text/html"));
    assertThat(good.date("date")).contains(Instant.parse("1994-11-06T08:49:37Z"));
    assertThat(bad.contentLength()).isEmpty();
    assertThat(bad.contentType()).isEmpty();
    assertThat(bad.date("Date")).isEmpty();
    assertThat(Headers.empty().contentLength()).isEmpty();
    assertThat(Headers.empty().contentType()).isEmpty();
    assertThat(Headers.empty().date("Date")).isEmpty();
  }
}
