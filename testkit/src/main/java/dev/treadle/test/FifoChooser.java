package dev.treadle.test;

/// Longest ready first, no forced switches.
final class FifoChooser implements Chooser {

  @Override
  public int choose(ReadyQueue ready, int count) {
    return 0;
  }

  @Override
  public boolean preempts(SimTask running, ReadyQueue ready) {
    return false;
  }
}
