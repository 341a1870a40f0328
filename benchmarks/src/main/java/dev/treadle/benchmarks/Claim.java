package dev.treadle.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Something Treadle promises about one measured value, against peers or a fixed bar.
///
/// @param name what is measured, as it stands in the table
/// @param unit the unit of every side's value
/// @param better which way the unit is good
/// @param treadle Treadle's side
/// @param rivals whom it is compared with; one row each
/// @param share what part of the area's time it gets
public record Claim(
    String name, String unit, Better better, Side treadle, List<Rival> rivals, TimeShare share) {

  /// Returns a claim without rivals; add at least one.
  public static Claim of(String name, String unit, Better better, Side treadle) {
    return new Claim(name, unit, better, treadle, List.of(), TimeShare.PLAIN);
  }

  /// Returns the target of a row in which Treadle may take so many times what the peer takes.
  public static double atMost(double times) {
    return 1 / times;
  }

  /// Returns this claim with a row against another program.
  ///
  /// @param target how many times better Treadle must be: 1 for no worse, 0.9 for up to a tenth
  ///   worse
  public Claim against(Side peer, double target) {
    return and(new Rival.Peer(peer, target));
  }

  /// Returns this claim with a row beside a program that it promises nothing about; `--quick`
  /// leaves it out.
  public Claim beside(Side peer) {
    return and(new Rival.Peer(peer, Rival.NO_TARGET));
  }

  /// Returns this claim with a row against a promised value.
  public Claim againstBar(double value) {
    return and(new Rival.Bar(value));
  }

  /// Returns this claim with another weight when the area's time is shared out; 1 unless told.
  public Claim withWeight(double newWeight) {
    return with(rivals, new TimeShare(newWeight, share.inFullOnly()));
  }

  /// Returns this claim as one that `--quick` leaves out.
  public Claim inFullOnly() {
    return with(rivals, new TimeShare(share.weight(), true));
  }

  /// Returns what is left of this claim when time is short: nothing, or its rivals with a target.
  Optional<Claim> inQuick() {
    return share.inFullOnly()
        ? Optional.empty()
        : Optional.of(with(rivals.stream().filter(Rival::hasTarget).toList(), share));
  }

  /// Returns how much of the area's time it asks for, next to one side of an ordinary claim.
  double slices() {
    return sides() * share.weight();
  }

  /// Returns how many sides a round of this claim runs.
  int sides() {
    return 1 + (int) rivals.stream().filter(Rival.Peer.class::isInstance).count();
  }

  private Claim and(Rival rival) {
    var all = new ArrayList<>(rivals);
    all.add(rival);
    return with(List.copyOf(all), share);
  }

  private Claim with(List<Rival> newRivals, TimeShare newShare) {
    return new Claim(name, unit, better, treadle, newRivals, newShare);
  }

  /// How an area's time is shared out.
  ///
  /// @param weight how much longer than another claim's side each of this claim's sides may run
  /// @param inFullOnly whether `--quick` leaves it out
  public record TimeShare(double weight, boolean inFullOnly) {
    private static final TimeShare PLAIN = new TimeShare(1, false);
  }
}
