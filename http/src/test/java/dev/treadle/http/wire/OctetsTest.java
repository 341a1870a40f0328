package dev.treadle.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OctetsTest {

  private static String all(IntPredicate allowed) {
    return IntStream.range(-1, 300)
        .filter(allowed)
        .filter(c -> !(c < 0x80 && Character.isLetterOrDigit(c)))
        .mapToObj(c -> Character.toString((char) c))
        .collect(Collectors.joining());
  }

  @Test
  void tokensHaveFifteenSignsBesideLettersAndDigits() {
    assertThat(all(Octets::isToken)).isEqualTo("!#$%&'*+-.^_`|~");
    assertThat(Octets.isToken("")).isFalse();
    assertThat(Octets.isToken("a b")).isFalse();
    assertThat(Octets.isToken("aZ09-")).isTrue();
  }

  @Test
  void valuesHaveAllButControlCharacters() {
    assertThat(IntStream.range(-1, 300).filter(Octets::isField).count()).isEqualTo(95 + 128 + 1);
    assertThat(Octets.isField(0x7F)).isFalse();
    assertThat(Octets.isField('\t')).isTrue();
    assertThat(Octets.isField("a\u0000")).isFalse();
    assertThat(Octets.isField("")).isTrue();
  }

  @Test
  void urlsHaveTheSignsOfRfc3986() {
    assertThat(all(Octets::isUnreserved)).isEqualTo("-._~");
    assertThat(all(Octets::isSubDelimiter)).isEqualTo("!$&'()*+,;=");
  }

  @Test
  void targetsHaveALittleMore() {
    assertThat(all(c -> c >= 0 && c < 256 && Octets.isPath((byte) c)))
        .isEqualTo("!$%&'()*+,-./:;=@[]_|~");
    assertThat(all(c -> c >= 0 && c < 256 && Octets.isQuery((byte) c)))
        .isEqualTo("!$%&'()*+,-./:;=?@[\\]^_`{|}~");
  }

  @Test
  void digitsAreThoseOfAscii() {
    assertThat(IntStream.range(-1, 300).filter(c -> Octets.hex(c) >= 0)).hasSize(22);
    assertThat(Octets.hex('f')).isEqualTo(15);
    assertThat(Octets.hex('A')).isEqualTo(10);
    assertThat(Octets.hex((byte) 0xE9)).isEqualTo(-1);
    assertThat(Octets.hex('٣')).isEqualTo(-1);
  }

  @Test
  void onlyAsciiLettersHaveACase() {
    assertThat(Octets.lower('A')).isEqualTo('a');
    assertThat(Octets.lower('[')).isEqualTo('[');
    assertThat(Octets.lower(0xC9)).isEqualTo(0xC9);
  }

  @Test
  void messagesShowNoControlCharacters() {
    assertThat(Octets.shown((byte) 'x')).isEqualTo("'x'");
    assertThat(Octets.shown((byte) ' ')).isEqualTo("0x20");
    assertThat(Octets.shown((byte) 0xFF)).isEqualTo("0xFF");
    assertThat(Octets.shown((byte) 0x7F)).isEqualTo("0x7F");
  }
}
