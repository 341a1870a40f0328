package dev.treadle.test;

/// Equal chances.
final class RandomChooser implements Chooser {

  private static final int ONE_IN = 4;

  private final SeededRandom random;

  RandomChooser(SeededRandom random) {
    this.random = random;
  }

  @Override
  public int choose(ReadyQueue ready, int count) {
    return random.below(count);
  }

  @Override
  public boolean preempts(SimTask running, ReadyQueue ready) {
    return random.below(ONE_IN) == 0;
  }
}
