package dev.treadle.flow;

import dev.treadle.Each;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import org.jspecify.annotations.Nullable;

/// Several tasks that do the work of one stage: if one fails, the others are cancelled and awaited.
final class Team {

  private Team() {}

  /// Runs a block that starts tasks, and throws what failed first as it is.
  static void run(Each<? super TaskGroup, ?> block) throws Exception {
    var thrown = new @Nullable Throwable[1];
    try {
      TaskGroup.run(group -> {
        try {
          block.accept(group);
        } catch (Throwable own) {
          thrown[0] = own;
          throw own;
        }
      });
    } catch (TaskFailedException joined) {
      throw Failing.<Exception>passOn(Failing.apart(joined, thrown[0]));
    }
  }
}
