package dev.treadle.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {

  private static String satisfied(String field, long length) {
    return text(Ranges.parse(field).orElseThrow().satisfy(length));
  }

  private static String text(List<ContentRange> ranges) {
    return ranges.stream()
        .map(range -> range.first() + "-" + range.last())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-499, 0-499",
    "bytes=500-999, 500-999",
    "bytes=-500, 9500-9999",
    "bytes=9500-, 9500-9999",
    "'bytes=0-0,-1', 0-0 9999-9999",
    "'bytes=500-600,601-999', 500-999",
    "'bytes=500-700,601-999', 500-999",
    "bytes=0-, 0-9999",
    "bytes=9999-99999, 9999-9999",
    "bytes=-99999, 0-9999",
    "'Bytes= 0-1 ,, 5-6', 0-1 5-6",
    "'bytes=5-6,0-1', 5-6 0-1",
    "'bytes=0-1,10-11,2-9', 0-11",
    "'bytes=10-11,0-1,5-6,0-20', 0-20"
  })
  void partsAreFound(String field, String expected) {
    assertThat(satisfied(field, 10_000)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=10000-", "bytes=10000-20000", "bytes=-0", "bytes=999999999999999999-"})
  void partsThatAreNotThereAreNotFound(String field) {
    assertThat(Ranges.parse(field).orElseThrow().satisfy(10_000)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'bytes=0-9,90-99', 79, 0-9 90-99",
    "'bytes=0-9,90-99', 80, 0-99",
    "'bytes=90-99,0-9', 80, 0-99",
    "'bytes=0-9,200-209,90-99', 80, 0-99 200-209",
    "'bytes=0-9,200-209,100-109', 90, 0-209"
  })
  void partsThatAreCloseBecomeOneIfThatIsWanted(String field, int gap, String expected) {
    assertThat(text(Ranges.parse(field).orElseThrow().satisfy(10_000, gap))).isEqualTo(expected);
  }

  @Test
  void nothingHasNoParts() {
    assertThat(satisfied("bytes=0-,-5", 0)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranges.from(0).satisfy(-1))
        .withMessage("length: expected 0 or more, found -1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranges.from(0).satisfy(1, -1))
        .withMessage("gap: expected 0 or more, found -1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=-",
        "bytes=a-b",
        "bytes=1",
        "bytes=2-1",
        "lines=0-1",
        "bytes 0-1",
        "bytes=0-1,x",
        "bytes=1 -2",
        "bytes=+1-2",
        "bytes=--1",
        "bytes=1--2",
        "bytes=0x1-2",
        "bytes=1234567890123456789-"
      })
  void whatIsMalformedAsksForNothing(String field) {
    assertThat(Ranges.parse(field)).isEmpty();
  }

  @Test
  void nobodyAsksForTooManyParts() {
    assertThat(Ranges.parse("bytes=" + "0-1,".repeat(64))).isPresent();
    assertThat(Ranges.parse("bytes=" + "0-1,".repeat(65))).isEmpty();
  }

  @Test
  void noByteIsSentTwiceAndEachThatWasAskedFor() {
    var random = new Random(3);
    for (int i = 0; i < 5_000; i++) {
      var parts =
          random.ints(1 + random.nextInt(6), 0, 30).mapToObj(first -> part(random, first)).toList();
      var asked = new BitSet();
      var sent = new BitSet();
      for (var part : parts) {
        var alone = new Ranges(List.of(part)).satisfy(20);
        alone.forEach(range -> asked.set((int) range.first(), (int) range.last() + 1));
      }
      for (var range : new Ranges(parts).satisfy(20)) {
        assertThat(sent.get((int) range.first(), (int) range.last() + 1).isEmpty()).isTrue();
        sent.set((int) range.first(), (int) range.last() + 1);
      }
      assertThat(sent).as("%s", parts).isEqualTo(asked);
    }
  }

  private static Ranges.Part part(Random random, int first) {
    return switch (random.nextInt(3)) {
      case 0 -> new Ranges.Part(first, -1);
      case 1 -> new Ranges.Part(-1, first);
      default -> new Ranges.Part(first, first + random.nextInt(8));
    };
  }

  @Test
  void whatIsWrittenIsReadBack() {
    var ranges = Ranges.parse("bytes=0-4, 7-,-3").orElseThrow();

    assertThat(ranges).hasToString("bytes=0-4,7-,-3");
    assertThat(Ranges.parse(ranges.toString())).contains(ranges);
    assertThat(Ranges.from(5)).hasToString("bytes=5-");
    assertThat(Ranges.between(5, 5)).hasToString("bytes=5-5");
  }

  @Test
  void partsMakeSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranges.between(5, 4))
        .withMessage("first, last: expected 0 <= first <= last, found 5, 4");
    assertThatIllegalArgumentException().isThrownBy(() -> Ranges.between(5, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> Ranges.from(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Ranges.Part(-2, 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Ranges(List.of()))
        .withMessage("parts: expected at least one, found none");
  }

  @Test
  void aContentRangeSaysWhichPartItIs() {
    var range = new ContentRange(5, 9, 20);

    assertThat(range).hasToString("bytes 5-9/20");
    assertThat(range.size()).isEqualTo(5);
    assertThat(ContentRange.parse("bytes 5-9/20")).contains(range);
    assertThat(ContentRange.parse("Bytes 5-9/*")).contains(new ContentRange(5, 9, -1));
    assertThat(new ContentRange(5, 9, -1)).hasToString("bytes 5-9/*");
  }

  @Test
  void aContentRangeMaySayThatThereIsNoSuchPart() {
    var none = ContentRange.unsatisfied(20);

    assertThat(none).hasToString("bytes */20");
    assertThat(none.isSatisfied()).isFalse();
    assertThat(none.size()).isZero();
    assertThat(ContentRange.parse("bytes */20")).contains(none);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes 5-9",
        "bytes 9-5/20",
        "bytes 5-20/20",
        "bytes */*",
        "bytes=5-9/20",
        "lines 5-9/20",
        "bytes -9/20",
        "bytes 5-/20",
        "bytes 5-9/20 ",
        "bytes 5-1234567890123456789/*"
      })
  void malformedContentRangesAreNothing(String field) {
    assertThat(ContentRange.parse(field)).isEmpty();
  }

  @Test
  void contentRangesMakeSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ContentRange(5, 20, 20))
        .withMessage("first, last, total: expected 0 <= first <= last < total, found 5, 20, 20");
    assertThatIllegalArgumentException().isThrownBy(() -> new ContentRange(-1, -1, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> ContentRange.unsatisfied(-1));
  }
}
