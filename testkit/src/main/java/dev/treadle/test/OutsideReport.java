package dev.treadle.test;

/// Words for wake-ups that come from outside a hermetic simulation.
final class OutsideReport {

  private OutsideReport() {}

  static SimulationFailure wakeUp(String outside, String inside) {
    return new SimulationFailure(
        SimulationFailure.Kind.OUTSIDE_WAKE_UP,
        "thread '%s' outside the simulation woke '%s' inside it, at a moment that differs from run to run; "
                .formatted(outside, inside)
            + "do that work on virtual threads started inside the test, replace it by a fake,"
            + " or allow it with hermetic = false");
  }
}
