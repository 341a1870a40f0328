/// The one door through which Treadle reaches clock, timers, threads, randomness, task events,
/// network and faults.
///
/// Library code asks [dev.treadle.seam.World#current()] and runs unchanged in production and in a
/// simulation.
@org.jspecify.annotations.NullMarked
module dev.treadle.seam {
  requires static transitive org.jspecify;

  exports dev.treadle.seam;

  uses dev.treadle.seam.Network;
  uses dev.treadle.seam.WorldProvider;
}
