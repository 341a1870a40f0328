package dev.treadle.seam;

import org.jspecify.annotations.Nullable;

/// A provider to which every thread is a stranger.
public final class SimulatedNowhere implements WorldProvider {

  public SimulatedNowhere() {}

  @Override
  public @Nullable World current() {
    return null;
  }
}
