package dev.treadle.test;

/// Thrown into every thread of a simulation that is being torn down, at its next park, so that its
/// stack unwinds and its `finally` blocks run. An `Error` without a stack: nobody is to catch or
/// read it.
final class SimulationAborted extends Error {

  private static final long serialVersionUID = 1L;

  SimulationAborted() {
    super("the simulation has ended and takes its threads with it", null, false, false);
  }
}
