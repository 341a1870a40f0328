package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {

  /// RFC 9110 section 8.8.3.2.
  @Test
  void weakTagsMatchWeaklyOnly() {
    var weak = EntityTag.weak("1");
    var strong = EntityTag.of("1");

    assertThat(weak.matchesStrongly(weak)).isFalse();
    assertThat(weak.matchesWeakly(weak)).isTrue();
    assertThat(weak.matchesWeakly(EntityTag.weak("2"))).isFalse();
    assertThat(weak.matchesStrongly(strong)).isFalse();
    assertThat(strong.matchesStrongly(weak)).isFalse();
    assertThat(weak.matchesWeakly(strong)).isTrue();
    assertThat(strong.matchesStrongly(EntityTag.of("1"))).isTrue();
    assertThat(strong.matchesStrongly(EntityTag.of("2"))).isFalse();
  }

  @Test
  void whatIsWrittenIsReadBack() {
    for (var tag : List.of(EntityTag.of(""), EntityTag.weak("a,b\\"), EntityTag.of("\u00e9!"))) {
      assertThat(EntityTag.parse(tag.toString())).contains(tag);
    }
    assertThat(EntityTag.weak("x")).hasToString("W/\"x\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\"",
        "x",
        "W/x",
        "w/\"x\"",
        "\"a b\"",
        "\"a\"b\"",
        "W/\"",
        "'x'",
        "\"\u007f\"",
        "W/ \"x\""
      })
  void whatIsNoTagIsNothing(String text) {
    assertThat(EntityTag.parse(text)).isEmpty();
  }

  @Test
  void listsAreSplitOutsideOfTagsAndBackslashesMeanNothing() {
    assertThat(EntityTag.parseAll(List.of("\"a,b\", x, W/\"c\\\",\"d\"", "\"e\"")))
        .containsExactly(
            EntityTag.of("a,b"), EntityTag.weak("c\\"), EntityTag.of("d"), EntityTag.of("e"));
  }

  @Test
  void aTagHasNoQuotes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EntityTag.of("a\"b"))
        .withMessage("opaque: expected visible characters but quotes, found something else");
    assertThatIllegalArgumentException().isThrownBy(() -> EntityTag.of("\r\n"));
    assertThatIllegalArgumentException().isThrownBy(() -> EntityTag.of("\u0100"));
  }
}
