package dev.treadle.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// Something Treadle promises about one measured value, against peers or a fixed bar.
///
/// @param name what is measured, as it stands in the table
/// @param unit the unit of every side's value
/// @param better which way the unit is good
/// @param treadle Treadle's side
/// @param rivals whom it is compared with; one row each
/// @param weight how much longer than another claim's side each of this claim's sides may run
public record Claim(
    String name, String unit, Better better, Side treadle, List<Rival> rivals, double weight) {

  /// Returns a claim without rivals; add at least one.
  public static Claim of(String name, String unit, Better better, Side treadle) {
    return new Claim(name, unit, better, treadle, List.of(), 1);
  }

  /// Returns this claim with a row against another program.
  ///
  /// @param target how many times better Treadle must be: 1 for no worse, 0.9 for up to a tenth
  ///   worse
  public Claim against(Side peer, double target) {
    return and(new Rival.Peer(peer, target));
  }

  /// Returns this claim with a row against a promised value.
  public Claim againstBar(double value) {
    return and(new Rival.Bar(value));
  }

  /// Returns this claim with another weight when the area's time is shared out; 1 unless told.
  public Claim withWeight(double newWeight) {
    return new Claim(name, unit, better, treadle, rivals, newWeight);
  }

  /// Returns how many sides a round of this claim runs.
  int sides() {
    return 1 + (int) rivals.stream().filter(Rival.Peer.class::isInstance).count();
  }

  private Claim and(Rival rival) {
    var all = new ArrayList<>(rivals);
    all.add(rival);
    return new Claim(name, unit, better, treadle, List.copyOf(all), weight);
  }
}
