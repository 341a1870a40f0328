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
/// @param target the ratio that is claimed; null if none is
/// @param met whether the claim held; null if nothing is claimed and both sides gave a value
record Row(
    String name,
    String unit,
    @Nullable Double treadle,
    String peer,
    @Nullable Double peerValue,
    double ratio,
    @Nullable Double target,
    @Nullable Boolean met) {

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
              target(outcome),
              outcome.hasTarget() ? compared.met() : null);
      case Outcome.Failed failed ->
          new Row(claim.name(), claim.unit(), null, failed.peer(), null, 0, target(outcome), false);
    };
  }

  private static @Nullable Double target(Outcome outcome) {
    return outcome.hasTarget() ? rounded(outcome.target()) : null;
  }

  private static double rounded(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }
}
