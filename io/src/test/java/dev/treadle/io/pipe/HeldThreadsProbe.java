package dev.treadle.io.pipe;

/// Counts the threads of calls that hold them, for tests of other packages.
public final class HeldThreadsProbe {

  private HeldThreadsProbe() {}

  public static int busy() {
    return HeldThreads.busy();
  }
}
