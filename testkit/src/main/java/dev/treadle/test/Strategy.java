package dev.treadle.test;

/// How an exploration chooses which thread runs next.
public enum Strategy {

  /// [#FIFO] for one run, [#RANDOM] for several.
  AUTO,

  /// The thread that has been ready longest; no switch that the code did not ask for. The same for
  /// every seed.
  FIFO,

  /// Any ready thread with equal chance; at a switch point a change of threads with chance one in
  /// four.
  RANDOM,

  /// Probabilistic concurrency testing: random priorities that change at a few random points, so
  /// that a bug of depth *d* is found with a known probability (Burckhardt et al., ASPLOS 2010).
  /// Better than [#RANDOM] where a bug needs one thread to be held back for long.
  PCT,

  /// Every schedule in turn, up to a number of forced switches: a proof for small cases. The
  /// exploration ends early when there is none left; see [Exploration#isExhaustive()].
  DFS
}
