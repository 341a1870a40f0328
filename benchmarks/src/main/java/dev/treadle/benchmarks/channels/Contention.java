package dev.treadle.benchmarks.channels;

import dev.treadle.benchmarks.Operations;
import java.util.Collections;
import java.util.Map;

/// Many tasks at one lock, each counting inside it.
///
/// @param exclusions makes a fresh lock, by its kind
/// @param tasks runs those who want it
record Contention(Map<Kind, Source> exclusions, Tasks tasks) {

  /// How many want the lock.
  static final int TASKS = 100;

  /// In a queue, whoever holds the lock gives way so often, and the others pile up.
  static final int SECTIONS_PER_YIELD = 16;

  /// What sort of lock.
  enum Kind {
    MUTEX("a mutex", "ReentrantLock"),
    STRICT_MUTEX("a fair mutex", "ReentrantLock(true)"),
    SEMAPHORE("a semaphore of 1", "Semaphore(1)"),
    STRICT_SEMAPHORE("a fair semaphore of 1", "Semaphore(1, true)");

    final String title;

    /// What the JDK has.
    final String peer;

    Kind(String title, String peer) {
      this.title = title;
      this.peer = peer;
    }

    /// Returns whether it is had in order of arrival only.
    boolean isStrict() {
      return this == STRICT_MUTEX || this == STRICT_SEMAPHORE;
    }
  }

  /// What the holders do.
  enum Form {
    /// They count, so that others come too late only on another processor.
    HOT("100 tasks"),
    /// They count, and every 16th gives way while it holds the lock.
    QUEUED("100 tasks in line");

    final String title;

    Form(String title) {
      this.title = title;
    }
  }

  /// Makes locks.
  @FunctionalInterface
  interface Source {
    Exclusion create();
  }

  static String word(Kind kind, Form form) {
    return kind + "-" + form;
  }

  /// Returns the way through the row of a [#word(Kind, Form)].
  Operations row(String word) {
    int dash = word.indexOf('-');
    var source = exclusions.get(Kind.valueOf(word.substring(0, dash)));
    if (source == null) {
      throw new IllegalArgumentException(
          "expected one of " + exclusions.keySet() + ", got " + word);
    }
    var form = Form.valueOf(word.substring(dash + 1));
    return sections -> count(source.create(), form, sections);
  }

  private long count(Exclusion exclusion, Form form, int sections) throws Exception {
    var counter = new Counter();
    Runnable section = form == Form.HOT ? counter::increment : counter::incrementAndGiveWay;
    Body body =
        () -> {
          for (int i = 0; i < sections / TASKS; i++) {
            exclusion.run(section);
          }
        };
    tasks.together(Collections.nCopies(TASKS, body));
    return counter.value;
  }

  /// Counts right only if never two increment at once.
  private static final class Counter {
    private long value;

    private void increment() {
      value++;
    }

    private void incrementAndGiveWay() {
      value++;
      if (value % SECTIONS_PER_YIELD == 0) {
        Thread.yield();
      }
    }
  }
}
