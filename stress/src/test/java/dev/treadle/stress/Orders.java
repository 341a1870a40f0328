package dev.treadle.stress;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import org.jetbrains.kotlinx.lincheck.Actor;

/// All orders in which a model can do what a scenario asks for.
final class Orders {

  private final Class<?> model;
  private final List<List<Actor>> threads;

  Orders(Class<?> model, List<List<Actor>> threads) {
    this.model = model;
    this.threads = threads;
  }

  /// Returns whether no order comes to a point where everybody who is left waits.
  boolean alwaysEnd() {
    return alwaysEnd(new ArrayList<>(), new int[threads.size()]);
  }

  private boolean alwaysEnd(List<Actor> done, int[] next) {
    boolean open = false;
    boolean moved = false;
    for (int i = 0; i < next.length; i++) {
      if (next[i] == threads.get(i).size()) {
        continue;
      }
      open = true;
      done.add(threads.get(i).get(next[i]));
      if (isPossible(done)) {
        moved = true;
        next[i]++;
        if (!alwaysEnd(done, next)) {
          return false;
        }
        next[i]--;
      }
      done.removeLast();
    }
    return moved || !open;
  }

  private boolean isPossible(List<Actor> order) {
    try {
      var instance = model.getConstructor().newInstance();
      for (var actor : order) {
        var method = actor.getMethod();
        model
            .getMethod(method.getName(), method.getParameterTypes())
            .invoke(instance, actor.getArguments().toArray());
      }
      return true;
    } catch (InvocationTargetException failed) {
      if (failed.getCause() instanceof Waits) {
        return false;
      }
      throw new AssertionError("expected the model to do or to wait, it failed", failed);
    } catch (ReflectiveOperationException mismatch) {
      throw new LinkageError("expected a public model with the same methods", mismatch);
    }
  }
}
