package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDispositionTest {

  @Test
  void aFieldOfAFormHasAName() {
    assertThat(ContentDisposition.parse("Form-Data; name=\"a b\""))
        .contains(ContentDisposition.field("a b"));
    assertThat(ContentDisposition.parse("form-data;name=a; filename=\"b;c.txt\""))
        .contains(ContentDisposition.file("a", "b;c.txt"));
    assertThat(ContentDisposition.parse("inline"))
        .contains(new ContentDisposition("inline", null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "filename=\"a\\\"b\" | a\"b",
        "filename=\"C:\\dir\\x\" | C:\\dir\\x",
        "filename=\"a\\\\b\" | a\\b",
        "filename*=UTF-8''%e2%82%ac%20x; filename=\"EURO x\" | \u20ac x",
        "filename=\"EURO x\"; filename*=utf-8'en'%e2%82%ac | \u20ac",
        "filename=plain; filename*=ISO-8859-1''%A3 | plain",
        "filename=plain; filename*=UTF-8''%FF | plain",
        "filename=plain; filename*=UTF-8'x | plain",
      })
  void fileNamesComeInManyForms(String parameters, String filename) {
    assertThat(ContentDisposition.parse("attachment; " + parameters).orElseThrow().filename())
        .isEqualTo(filename);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "form data",
        "form-data; name",
        "form-data; name=",
        "form-data; name=\"a",
        "form-data; name=a; name=b",
        "form-data; name=\"a\"b\"",
        "form-data; na me=a",
        "form-data; name=a b",
        "form-data; name=\"a\u0001\""
      })
  void whatIsMalformedIsNothing(String text) {
    assertThat(ContentDisposition.parse(text)).isEmpty();
  }

  @Test
  void inAFormNamesAreWrittenAsBrowsersDo() {
    assertThat(ContentDisposition.file("a\"b", "x\r\ny\\z\u0000.txt"))
        .hasToString("form-data; name=\"a%22b\"; filename=\"x%0D%0Ay%5Cz_.txt\"");
    assertThat(ContentDisposition.field("\u00e9").toString())
        .isEqualTo("form-data; name=\"\u00c3\u00a9\"");
  }

  @Test
  void elsewhereNamesBeyondAsciiAreWrittenTwice() {
    assertThat(ContentDisposition.attachment("plain.txt"))
        .hasToString("attachment; filename=\"plain.txt\"");
    assertThat(ContentDisposition.attachment("\u20ac \"x\"%\r\n"))
        .hasToString(
            "attachment; filename=\"_ _x____\"; filename*=UTF-8''%E2%82%AC%20%22x%22%25%0D%0A");
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (var name : new String[] {"a", "", "\u20ac \"x\"", "a'b*c", "\\", "a;b=c", "\r\n"}) {
      var attachment = ContentDisposition.attachment(name);

      assertThat(ContentDisposition.parse(attachment.toString())).contains(attachment);
      assertThat(Headers.of("Content-Disposition", attachment.toString()).size()).isEqualTo(1);
    }
  }

  @Test
  void aTypeIsAToken() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContentDisposition("a b", null, null))
        .withMessage("type: expected a token, found something else");
  }
}
