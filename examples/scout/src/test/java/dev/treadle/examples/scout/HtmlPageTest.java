package dev.treadle.examples.scout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.http.Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlPageTest {

  private static final Url HERE = Url.of("http://host/dir/page");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<a href=x>                                    | http://host/dir/x",
        "<a href=' /x '>                               | http://host/x",
        "<a href=//other/x>                            | http://other/x",
        "<a href='?q=a b'>                             | http://host/dir/page?q=a%20b",
        "<a href='ü'>                                  | http://host/dir/%C3%BC",
        "<area href=x>                                 | http://host/dir/x",
        "<link rel=stylesheet href=x>                  | http://host/dir/x",
        "<img src=x>                                   | http://host/dir/x",
        "<script src=x></script>                       | http://host/dir/x",
        "<iframe src=x></iframe>                       | http://host/dir/x",
        "<video poster=x></video>                      | http://host/dir/x",
        "<object data=x></object>                      | http://host/dir/x",
        "<meta http-equiv=refresh content='3; URL=x'>  | http://host/dir/x",
        "<base href=/other/><a href=x>                 | http://host/other/x",
        "<img src='i\\x'>                              | http://host/dir/i/x",
        "<a href='http:\\\\other\\x?a\\b'>              | http://other/x?a%5Cb",
      })
  void findsWhereAPageLeads(String html, String target) throws IOException {
    assertThat(parse(html).references()).extracting(Reference::text).containsExactly(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a href='mailto:a@b'>",
        "<a href='tel:1'>",
        "<a href='JavaScript:go()'>",
        "<img src='data:image/png;base64,AAAA'>",
        "<a href=''>",
        "<a href='#'>",
        "<a>",
        "<link rel=preconnect href=//other>",
        "<link rel=dns-prefetch href=//other>",
        "<link rel=pingback href=/rpc>",
        "<a href='mailto:a@b?body=one\u2028two'>",
        "<a href='file:c:\\x'>",
        "<!-- <a href=x> -->"
      })
  void whatIsNoLinkOfTheWebIsNone(String html) throws IOException {
    assertThat(parse(html).references()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1x, b 2x,\n c 3x",
        "a 1x,b 2x,c",
        "a, b, c,",
        " , a 100w 5h , b,\tc ",
        "data:image/png;base64,AAAA 1x, a 2x, b 3x, c 4x"
      })
  void everyImageThatABrowserMayChooseIsOne(String candidates) throws IOException {
    var page = parse("<img srcset='" + candidates + "'>");

    assertThat(page.references())
        .extracting(Reference::text)
        .containsExactly("http://host/dir/a", "http://host/dir/b", "http://host/dir/c");
  }

  @Test
  void aLinkThatStandsThereTwiceIsOne() throws IOException {
    assertThat(parse("<a href=x>1</a><a href=x>2</a>").references()).hasSize(1);
  }

  @Test
  void whatIsNoAddressIsToldAsItIsWritten() throws IOException {
    assertThat(parse("<a href='http://a b:x/'>").references())
        .isEqualTo(List.of(Reference.malformed("http://a b:x/")));
  }

  @Test
  void knowsItsPlacesByTheirNames() throws IOException {
    var anchors = parse("<h1 id=one>1</h1><a name=two>2</a>").anchors();

    assertThat(anchors.contains("one")).isTrue();
    assertThat(anchors.contains("two")).isTrue();
    assertThat(anchors.contains("three")).isFalse();
  }

  @Test
  void aCharsetOfTheAnswerComesBeforeThatOfThePage() throws IOException {
    var html = "<meta charset=utf-8><p id='\u00fc'>";

    var page = HtmlPage.parse(HERE, html.getBytes(StandardCharsets.ISO_8859_1), "iso-8859-1");

    assertThat(page.anchors().contains("\u00fc")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"klingon-8", "no charset", ""})
  void aCharsetThatNobodyKnowsCountsAsNone(String charset) throws IOException {
    var html = "<meta charset=iso-8859-1><p id='\u00fc'>";

    var page = HtmlPage.parse(HERE, html.getBytes(StandardCharsets.ISO_8859_1), charset);

    assertThat(page.anchors().contains("\u00fc")).isTrue();
  }

  @Test
  void aNameThatIsEncodedItselfIsFoundByALinkThatIsWrittenAlike() throws IOException {
    var anchors = parse("<p id='%C3%BC'><p id='100%'>").anchors();

    assertThat(anchors.contains(Reference.decoded("%C3%BC"))).isTrue();
    assertThat(anchors.contains("100%")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"top", "TOP", "", "!/route", "/route", ":~:text=word"})
  void fragmentsThatAreAlwaysFineMeanNoPlace(String fragment) {
    assertThat(Reference.place(fragment)).isNull();
  }

  @Test
  void aPlaceIsCalledWhatItsFragmentDecodes() {
    assertThat(Reference.place("a%20b")).isEqualTo("a b");
    assertThat(Reference.place("100%")).isEqualTo("100%");
    assertThat(Reference.place("part:~:text=word")).isEqualTo("part");
  }

  private static HtmlPage parse(String html) throws IOException {
    return HtmlPage.parse(HERE, html.getBytes(StandardCharsets.UTF_8), null);
  }
}
