package dev.treadle.seam;

/// Places where a simulation may make something go wrong.
///
/// Named after FoundationDB's BUGGIFY: code marks the spots where the world could be unkind, and an
/// exploration of many seeds visits them in many combinations. Outside a simulation no fault ever
/// happens and the call folds away.
///
/// {@snippet class=dev.treadle.seam.WorldSnippets region=fault lang=java}
public final class Fault {

  private Fault() {}

  /// Returns whether the fault happens here and now: never in the real world; in a simulation with
  /// the probability that the simulation gives this name, drawn from its seed. Never waits.
  ///
  /// @param name what goes wrong and where, such as `pool.open-fails`; a constant, one a place
  public static boolean point(String name) {
    return World.current().fires(name);
  }
}
