package dev.treadle.monitor;

import java.util.Collection;

/// Something to wait for that certain threads hold, such as a mutex.
///
/// Give such an object to a [dev.treadle.Waiter] as what is waited for, and a [TaskTree] finds
/// deadlocks that go through it.
///
/// {@snippet class=dev.treadle.monitor.MonitorSnippets region=held lang=java}
public interface Held {

  /// Returns the threads *all* of which must act before a wait for this can end; none if any one of
  /// several can end it, or if nobody knows. Called by any thread, at any time; must not wait.
  Collection<Thread> holders();
}
