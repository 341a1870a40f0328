package dev.treadle.examples.scout.site;

import java.util.Locale;

/// Text that reads like some, and is the same whenever it is asked for.
final class Prose {

  private static final String[] WORDS =
      """
      warp weft heddle shuttle treadle reed beam selvedge twill linen wool cotton hemp silk loom thread \
      bobbin spindle shed pick draft tension knot fringe skein dye madder indigo weld walnut oak bench \
      pattern cloth edge corner border row end turn cross slow even loose narrow broad heavy light soft \
      plain double single first second last next early late winter summer morning evening workshop table \
      wall window door floor light hand foot eye year week day hour\
      """
          .split("\\s+");

  private static final String[] OPENINGS = {
    "Start with",
    "Keep",
    "Nobody needs",
    "We like",
    "Look for",
    "Beginners choose",
    "Most of us use",
    "Measure"
  };

  private static final String[] MIDDLES = {
    "before",
    "because of",
    "instead of",
    "together with",
    "next to",
    "for want of",
    "in spite of",
    "after"
  };

  private long state;

  /// Begins a text.
  ///
  /// @param seed of which it is made
  Prose(long seed) {
    this.state = (seed + 1) * 0xd1342543de82ef95L;
  }

  /// Returns a name of two words, for a page.
  static String name(long seed) {
    var prose = new Prose(seed);
    return prose.word() + " " + prose.word();
  }

  /// Appends so many sentences.
  void append(StringBuilder out, int sentences) {
    for (int i = 0; i < sentences; i++) {
      out.append(OPENINGS[below(OPENINGS.length)]).append(" the ").append(word()).append(' ');
      out.append(word()).append(' ').append(MIDDLES[below(MIDDLES.length)]).append(" the ");
      out.append(word()).append(", and the ").append(word()).append(" of the ").append(word());
      out.append(i == sentences - 1 ? "." : ". ");
    }
  }

  /// Returns a text with its first letter in capitals.
  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private String word() {
    return WORDS[below(WORDS.length)];
  }

  /// SplitMix64, as in `java.util.SplittableRandom`, of which no stream is promised to stay as it
  /// is.
  private int below(int bound) {
    state += 0x9e3779b97f4a7c15L;
    long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return Math.floorMod(mixed ^ (mixed >>> 31), bound);
  }
}
