package dev.treadle.seam;

import org.jspecify.annotations.Nullable;

/// What a simulator registers, as a service, so that its threads find their world.
///
/// It is looked up once, when [World] is first used; a program that has none on its path pays
/// nothing for the seam.
public interface WorldProvider {

  /// Returns the simulated world of the calling thread, or `null` if the thread lives in the real
  /// one.
  ///
  /// Called very often: it must cost a few nanoseconds, allocate nothing, and never wait.
  @Nullable World current();
}
