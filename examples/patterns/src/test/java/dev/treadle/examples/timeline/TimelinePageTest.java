package dev.treadle.examples.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class TimelinePageTest {

  private static final String NASTY = "<script>alert('&\"x\")</script>";

  private static final Timeline TIMELINE =
      new Timeline(
          "shop",
          List.of(
              span("main", 0, 4, new Ending.Ended()),
              span("shop/first", 0, 1, new Ending.Returned()),
              span("shop/second", 1, 3, new Ending.Cancelled()),
              span("shop/third", 3, 4, new Ending.Failed("java.io.IOException"))));

  private static Span span(String path, int from, int to, Ending ending) {
    return new Span(path, Duration.ofSeconds(from), Duration.ofSeconds(to), ending);
  }

  @Test
  void whoCannotSeeTheBarsReadsATable() throws Exception {
    assertThat(rows(TIMELINE))
        .containsExactly(
            List.of("main", "0.000 s", "4.000 s", "ended"),
            List.of("shop/first", "0.000 s", "1.000 s", "returned"),
            List.of("shop/second", "1.000 s", "3.000 s", "cancelled"),
            List.of("shop/third", "3.000 s", "4.000 s", "failed: IOException"));
  }

  @Test
  void barsStandWhereTheirTimesAre() {
    assertThat(TIMELINE.toHtml())
        .contains("<span class=\"bar returned\" style=\"left:0.00%;width:25.00%\"")
        .contains("<span class=\"bar cancelled\" style=\"left:25.00%;width:50.00%\"")
        .contains("<span class=\"bar failed right\" style=\"left:75.00%;width:25.00%\"");
  }

  @Test
  void everyBarHasATipThatKeyboardsReachAndALabel() {
    assertThat(TIMELINE.toHtml())
        .contains(
            "role=\"img\" tabindex=\"0\" aria-label=\"1.000 s to 3.000 s, cancelled\">"
                + "<span class=\"tip\" aria-hidden=\"true\">shop/second: 1.000 s to 3.000 s, cancelled</span>")
        .contains(".bar:hover .tip, .bar:focus-visible .tip { visibility: visible; }");
  }

  @Test
  void namesAreTextWhateverIsInThem() throws Exception {
    var timeline = new Timeline(NASTY, List.of(span(NASTY, 0, 1, new Ending.Failed("x." + NASTY))));

    assertThat(timeline.toHtml()).doesNotContain("<script").doesNotContain("alert('");
    assertThat(rows(timeline).getFirst().getFirst()).isEqualTo(NASTY);
  }

  @Test
  void itAsksTheNetworkForNothing() {
    assertThat(TIMELINE.toHtml())
        .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
        .doesNotContain("http:")
        .doesNotContain("https:")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("<link")
        .doesNotContain("src=");
  }

  @Test
  void itHasColoursForLightAndDarkThatContrastEnough() {
    var page = TIMELINE.toHtml();
    var dark = page.indexOf("@media (prefers-color-scheme: dark)");

    for (var colours : List.of(page.substring(0, dark), page.substring(dark))) {
      for (var text : List.of("text", "quiet", "failed", "cancelled")) {
        assertThat(contrast(colour(colours, text), colour(colours, "page")))
            .as(text)
            .isGreaterThan(4.5);
        assertThat(contrast(colour(colours, text), colour(colours, "row")))
            .as(text)
            .isGreaterThan(4.5);
      }
      for (var bar : List.of("returned", "ended", "cancelled", "failed")) {
        assertThat(contrast(colour(colours, bar), colour(colours, "page")))
            .as(bar)
            .isGreaterThan(3);
      }
      assertThat(contrast(colour(colours, "tip"), colour(colours, "on-tip"))).isGreaterThan(4.5);
    }
  }

  @Test
  void aTimelineWithoutTasksIsAPageToo() throws Exception {
    assertThat(rows(new Timeline("nothing", List.of()))).isEmpty();
    assertThat(new Timeline("nothing", List.of()).toHtml()).contains("0 tasks in 0.000 s.");
  }

  /// The cells of the table's body that hold text; the page is well-formed, but for tags that need
  /// no end.
  private static List<List<String>> rows(Timeline timeline) throws Exception {
    var rows = document(timeline).getElementsByTagName("tbody").item(0).getChildNodes();
    return IntStream.range(0, rows.getLength())
        .mapToObj(rows::item)
        .filter(Element.class::isInstance)
        .map(row -> cells((Element) row))
        .toList();
  }

  private static List<String> cells(Element row) {
    var cells = row.getChildNodes();
    return IntStream.range(0, cells.getLength())
        .mapToObj(cells::item)
        .map(Element.class::cast)
        .filter(cell -> !cell.getAttribute("class").equals("time"))
        .map(Element::getTextContent)
        .toList();
  }

  private static Document document(Timeline timeline) throws Exception {
    var xml = timeline.toHtml().replace("<!DOCTYPE html>", "").replaceAll("(<meta [^>]*)>", "$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml.strip())));
  }

  /// Returns the first definition of a variable.
  private static int colour(String css, String name) {
    var at = css.indexOf("--" + name + ": #");
    return Integer.parseInt(css.substring(at + name.length() + 5, at + name.length() + 11), 16);
  }

  /// The contrast ratio of WCAG 2.2, section 1.4.3.
  private static double contrast(int one, int other) {
    double light = Math.max(luminance(one), luminance(other));
    double dark = Math.min(luminance(one), luminance(other));
    return (light + 0.05) / (dark + 0.05);
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
