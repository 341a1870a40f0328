package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormTest {

  private static final Form FORM = Form.of("a", "1", "b", "", "a", "3");

  @Test
  void aNameMayOccurMoreThanOnce() {
    assertThat(FORM.first("a")).isEqualTo("1");
    assertThat(FORM.all("a")).containsExactly("1", "3");
    assertThat(FORM.names()).containsExactly("a", "b");
    assertThat(FORM.size()).isEqualTo(3);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThat(FORM.first("A")).isNull();
    assertThat(FORM.contains("c")).isFalse();
    assertThat(FORM.contains("b")).isTrue();
    assertThat(FORM.require("b")).isEmpty();
    assertThat(Form.empty().isEmpty()).isTrue();
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> FORM.require("c"))
        .withMessage("expected a field 'c', found none");
  }

  @Test
  void aFormIsRead() {
    assertThat(Form.parse("a=1&b=&a=3")).isEqualTo(FORM).hasSameHashCodeAs(FORM);
    assertThat(Form.parse("&a=1&&b&a=3&")).isEqualTo(FORM);
    assertThat(Form.parse("")).isEqualTo(Form.empty());
    assertThat(Form.parse("=")).isEqualTo(Form.of("", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "a+b, a b",
    "%61, a",
    "%C3%A9, é",
    "é, é",
    "100%, 100%",
    "%4, %4",
    "%zz+, '%zz '",
    "%FF, \uFFFD",
    "%2B, +",
    "a=b, a=b"
  })
  void readingIsLenient(String encoded, String value) {
    assertThat(Form.parse("x=" + encoded).first("x")).isEqualTo(value);
  }

  @Test
  void fieldsAreCounted() throws HttpParseException {
    assertThat(Form.parse("a&b&c", 3).size()).isEqualTo(3);
    assertThatExceptionOfType(HttpParseException.class)
        .isThrownBy(() -> Form.parse("a&b&c&d", 3))
        .withMessage("expected at most 3 fields in a form, found more")
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
  }

  @Test
  void aFormIsWritten() {
    assertThat(FORM.format()).isEqualTo("a=1&b=&a=3");
    assertThat(Form.of("a b", "é&=+~*-._").format()).isEqualTo("a+b=%C3%A9%26%3D%2B%7E*-._");
    assertThat(Form.empty().format()).isEmpty();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var random = new Random(5);
    for (int i = 0; i < 2_000; i++) {
      var form = Form.empty();
      for (int fields = random.nextInt(4); fields >= 0; fields--) {
        form = form.withAdded("n" + text(random), text(random));
      }
      assertThat(Form.parse(form.format())).isEqualTo(form);
    }
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int length = random.nextInt(8); length > 0; length--) {
      int c = random.nextInt(4) == 0 ? random.nextInt(0xD800) : random.nextInt(0x80);
      text.append((char) c);
    }
    return text.toString();
  }

  @Test
  void aChangeMakesAnother() {
    assertThat(FORM.with("a", "9")).isEqualTo(Form.of("b", "", "a", "9"));
    assertThat(FORM.without("a")).isEqualTo(Form.of("b", ""));
    assertThat(FORM.withAdded("c", "x").size()).isEqualTo(4);
    assertThat(FORM.size()).isEqualTo(3);
    assertThat(FORM).extracting(Form.Field::name).containsExactly("a", "b", "a");
  }

  @Test
  void valuesAreNotShown() {
    assertThat(FORM).hasToString("Form[a, b]").isNotEqualTo("x");
  }

  @Test
  void aNameNeedsAValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Form.of("a"))
        .withMessage("namesAndValues: expected a value for each name, found none for 'a'");
  }
}
