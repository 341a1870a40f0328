package dev.treadle.benchmarks.simulation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/// Makes virtual threads, and tells whether those that live all wait for each other.
final class ObservedThreads implements ThreadFactory {

  private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

  @Override
  public Thread newThread(Runnable body) {
    var thread = Thread.ofVirtual().unstarted(body);
    threads.add(thread);
    return thread;
  }

  boolean areStuck() {
    var living = threads.stream().map(Thread::getState).filter(ObservedThreads::lives).toList();
    return !living.isEmpty() && living.stream().allMatch(ObservedThreads::waits);
  }

  private static boolean lives(Thread.State state) {
    return state != Thread.State.TERMINATED;
  }

  private static boolean waits(Thread.State state) {
    return state == Thread.State.WAITING || state == Thread.State.BLOCKED;
  }
}
