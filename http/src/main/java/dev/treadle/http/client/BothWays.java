package dev.treadle.http.client;

import dev.treadle.Action;
import dev.treadle.CancelScope;
import dev.treadle.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The time limits of a connection on which one task writes while another reads.
///
/// Each may wait for a good reason: the reader as long as more is to be sent, and the writer as
/// long as nobody takes what comes from the other end, which may have to wait for that. So a wait
/// to write is limited only while somebody reads, and a wait to read only when nothing more is
/// sent.
final class BothWays {

  private final Duration limit;
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is guarded by the lock.
  private @Nullable CancelScope reading;
  private @Nullable CancelScope writing;

  /// How long a wait to read may take; `null` as long as more is to be sent.
  private @Nullable Duration readLimit;

  /// How long a wait to write may take although nobody reads, as there is nothing to be read;
  /// `null` if something is.
  private @Nullable Duration writeLimit;

  /// What is to be cancelled as soon as nobody is in the middle of writing.
  private @Nullable CancelScope stopped;

  /// @param limit how long nothing may move
  BothWays(Duration limit) {
    this.limit = limit;
  }

  /// Waits to read; returns whether the wait ended in time.
  boolean read(Action<IOException> wait) throws IOException {
    return CancelScope.run(own -> {
      beginReading(own);
      try {
        wait.run();
      } finally {
        endReading();
      }
    });
  }

  private void beginReading(CancelScope own) {
    lock.lock();
    try {
      reading = own;
      if (readLimit != null) {
        own.deadline(Deadline.in(readLimit));
      } else if (writing != null) {
        writing.deadline(Deadline.in(limit));
      }
    } finally {
      lock.unlock();
    }
  }

  private void endReading() {
    lock.lock();
    try {
      reading = null;
      if (writing != null && writeLimit == null) {
        writing.deadline(Deadline.never());
      }
    } finally {
      lock.unlock();
    }
  }

  /// Waits to write; returns whether the wait ended in time.
  boolean write(Action<IOException> wait) throws IOException {
    return CancelScope.run(own -> {
      beginWriting(own);
      try {
        wait.run();
      } finally {
        endWriting();
      }
    });
  }

  private void beginWriting(CancelScope own) {
    lock.lock();
    try {
      writing = own;
      if (writeLimit != null) {
        own.deadline(Deadline.in(writeLimit));
      } else if (reading != null) {
        own.deadline(Deadline.in(limit));
      }
    } finally {
      lock.unlock();
    }
  }

  private void endWriting() {
    CancelScope over;
    lock.lock();
    try {
      writing = null;
      over = stopped;
    } finally {
      lock.unlock();
    }
    if (over != null) {
      cancel(over);
    }
  }

  /// Nothing more is sent; what is to be read must come within a time from now on.
  void sent(Duration within) {
    lock.lock();
    try {
      readLimit = within;
      if (reading != null) {
        reading.deadline(Deadline.in(within));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nobody will read any more, and that is no excuse for the other end. The first limit holds.
  void limitWrites(Duration within) {
    lock.lock();
    try {
      if (writeLimit == null) {
        writeLimit = within;
        if (writing != null) {
          writing.deadline(Deadline.in(within));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// Cancels whoever writes, but not in the middle of something: after that, nothing could be read.
  void stop(CancelScope writer) {
    boolean busy;
    lock.lock();
    try {
      stopped = writer;
      busy = writing != null;
    } finally {
      lock.unlock();
    }
    if (!busy) {
      cancel(writer);
    }
  }

  private static void cancel(CancelScope writer) {
    writer.cancel("the server has answered and wants no more");
  }
}
