package dev.treadle.examples.scout.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.server.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageFileTest {

  private static final Response PAGE = PageFile.read();

  @Test
  void itsPolicyAllowsItsOwnStyleAndScriptAndNothingElse() throws Exception {
    assertThat(PAGE.headers().first("Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; connect-src 'self'; img-src data:"
                + "; style-src 'sha256-%s'; script-src 'sha256-%s'"
                    .formatted(hash(text("page.css")), hash(text("page.js")))
                + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  }

  private static String hash(String text) throws Exception {
    var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }

  @Test
  void theScriptWritesTextAndNoHtml() throws IOException {
    assertThat(text("page.js"))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void nothingIsFetchedFromElsewhere() throws IOException {
    assertThat(text("page.css")).doesNotContain("url(", "@import");
    assertThat(text("page.html").replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain(" src=", "http:")
        .containsOnlyOnce("<link ");
  }

  @Test
  void everyFieldHasALabelAndEveryColumnAHead() throws IOException {
    var page = text("page.html");
    var fields = Pattern.compile("<(?:input|select) id=\"(\\w+)\"").matcher(page).results();

    assertThat(fields.map(field -> "<label for=\"" + field.group(1) + "\">"))
        .hasSize(6)
        .allSatisfy(label -> assertThat(page).contains(label));
    assertThat(page.split("<th[ >]", -1)).hasSameSizeAs(page.split("<th scope=\"col\"", -1));
  }

  @Test
  void coloursContrastEnoughByDayAndNight() throws IOException {
    var css = text("page.css");
    int dark = css.indexOf("@media (prefers-color-scheme: dark)");

    for (var colours : List.of(css.substring(0, dark), css.substring(dark))) {
      for (var text : List.of("text", "quiet", "accent", "failed", "pause")) {
        for (var ground : List.of("page", "panel")) {
          assertThat(contrast(colours, text, ground))
              .as(text + " on " + ground)
              .isGreaterThanOrEqualTo(text.equals("pause") ? 3 : 4.5);
        }
      }
      assertThat(contrast(colours, "on-accent", "accent")).isGreaterThanOrEqualTo(4.5);
      assertThat(contrast(colours, "failed", "fresh")).isGreaterThanOrEqualTo(4.5);
      for (var mark : List.of("field", "focus", "wait", "accent", "pause")) {
        assertThat(contrast(colours, mark, "panel")).as(mark).isGreaterThanOrEqualTo(3);
      }
    }
  }

  private static String text(String name) throws IOException {
    try (var file = PageFile.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// The contrast ratio of WCAG 2.2, section 1.4.3.
  private static double contrast(String css, String one, String other) {
    double first = luminance(colour(css, one));
    double second = luminance(colour(css, other));
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static int colour(String css, String name) {
    int at = css.indexOf("--" + name + ": #") + name.length() + 5;
    return Integer.parseInt(css.substring(at, at + 6), 16);
  }

  private static double luminance(int colour) {
    return 0.2126 * linear(colour >> 16 & 255)
        + 0.7152 * linear(colour >> 8 & 255)
        + 0.0722 * linear(colour & 255);
  }

  private static double linear(int channel) {
    double value = channel / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
