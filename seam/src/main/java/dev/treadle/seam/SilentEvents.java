package dev.treadle.seam;

import java.util.function.Supplier;

/// The real world's listener: nobody.
final class SilentEvents implements TaskEvents {

  @Override
  public void taskStarted(Thread thread, Supplier<String> path) {}

  @Override
  public void taskEnded(Thread thread) {}

  @Override
  public void resourceOpened(Object resource, Supplier<String> description) {}

  @Override
  public void resourceClosed(Object resource) {}
}
