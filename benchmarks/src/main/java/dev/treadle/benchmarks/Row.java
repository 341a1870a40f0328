package dev.treadle.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/// One line of `AREA.json`: a claim against one rival.
///
/// @param name the claim
/// @param unit of both values
/// @param treadle the median; null if a side failed
/// @param peer the rival's name; `bar` for a promised value
/// @param peerValue the median; null if a side failed
/// @param ratio above 1 is better for Treadle, whatever the unit; 0 if a side failed
/// @param target the ratio that is claimed
/// @param met whether the claim held
record Row(
    String name,
    String unit,
    @Nullable Double treadle,
    String peer,
    @Nullable Double peerValue,
    double ratio,
    double target,
    boolean met) {

  private static final MathContext DIGITS = new MathContext(5);

  static Row of(Outcome outcome) {
    var claim = outcome.claim();
    return switch (outcome) {
      case Outcome.Compared compared ->
          new Row(
              claim.name(),
              claim.unit(),
              rounded(compared.treadle().median()),
              compared.peer(),
              rounded(compared.rival().median()),
              rounded(compared.ratio()),
              rounded(compared.target()),
              compared.met());
      case Outcome.Failed failed ->
          new Row(
              claim.name(),
              claim.unit(),
              null,
              failed.peer(),
              null,
              0,
              rounded(failed.target()),
              false);
    };
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
