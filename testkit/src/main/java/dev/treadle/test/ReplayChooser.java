package dev.treadle.test;

/// Repeats the choices of a recorded run.
final class ReplayChooser implements Chooser {

  private final ChoiceLog recorded;
  private int position;

  ReplayChooser(ChoiceLog recorded) {
    this.recorded = recorded;
  }

  @Override
  public int choose(ReadyQueue ready, int count) {
    int choice = next();
    if (choice >= count) {
      throw diverged(
          "choice %d is %d, but only %d threads are ready".formatted(position - 1, choice, count));
    }
    return choice;
  }

  @Override
  public boolean preempts(SimTask running, ReadyQueue ready) {
    int choice = next();
    if (choice > 1) {
      throw diverged(
          "choice %d is %d, but a switch point has only 0 and 1".formatted(position - 1, choice));
    }
    return choice == 1;
  }

  /// Past its end a recorded run had failed already; what is left to run is let run in order.
  private int next() {
    return position < recorded.size() ? recorded.get(position++) : 0;
  }

  private static SimulationFailure diverged(String why) {
    return new SimulationFailure(
        SimulationFailure.Kind.NONDETERMINISM,
        "the schedule token does not fit this run: "
            + why
            + "; the code or the test changed since it was recorded, or the run depends on something outside the"
            + " simulation");
  }
}
