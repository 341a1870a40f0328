package dev.treadle.sync;

import dev.treadle.Holdings;
import org.jspecify.annotations.Nullable;

/// The token of a mutex. It has no state of its own, so that the JVM need not make one for a block
/// that acquires and closes.
///
/// @param ticket what the mutex counts this acquisition as
/// @param holdings of the task that has it; `null` if a thread has it that runs none
record MutexToken(MutexLine line, long ticket, @Nullable Holdings holdings) implements Token {

  @Override
  public void close() {
    if (line.release(ticket) && holdings != null) {
      var _ = holdings.gaveBack(line, 1);
    }
  }

  @Override
  public Token adopt() {
    long mine = line.handOver(ticket);
    if (mine == 0) {
      throw new IllegalStateException(
          line
              + ": expected a token that is open to be taken over, found one that was closed or taken"
              + " over");
    }
    if (holdings != null) {
      var _ = holdings.gaveBack(line, 1);
    }
    return line.taken(mine, Holdings.current());
  }

  @Override
  public String toString() {
    return "token of " + line;
  }
}
