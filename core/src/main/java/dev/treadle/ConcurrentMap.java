package dev.treadle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// So many workers over one list of items: cheaper than a permit and a task for each.
final class ConcurrentMap {

  private ConcurrentMap() {}

  @SuppressWarnings("unchecked")
  static <A extends @Nullable Object, T extends @Nullable Object> List<T> map(
      Collection<? extends A> items, int limit, Step<? super A, ? extends T, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    var inputs = new ArrayList<A>(items);
    var results = new Object[inputs.size()];
    work(inputs.size(), limit, index -> results[index] = fn.apply(inputs.get(index)));
    return (List<T>) Collections.unmodifiableList(Arrays.asList(results));
  }

  static <A extends @Nullable Object> void forEach(
      Collection<? extends A> items, int limit, Each<? super A, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    var inputs = new ArrayList<A>(items);
    work(inputs.size(), limit, index -> fn.accept(inputs.get(index)));
  }

  private static void work(int size, int limit, Each<Integer, ?> item) {
    if (limit <= 0) {
      throw new IllegalArgumentException("limit: expected a number above zero, found " + limit);
    }
    var next = new AtomicInteger();
    TaskGroup.run(group -> {
      for (int worker = Math.min(size, limit); worker > 0; worker--) {
        group.start(() -> workThrough(next, size, item));
      }
    });
  }

  private static void workThrough(AtomicInteger next, int size, Each<Integer, ?> item)
      throws Exception {
    var strand = Objects.requireNonNull(Strand.currentOrNull());
    // Nothing is begun after a failure, even if the items themselves never wait.
    while (!strand.isCancelled()) {
      int index = next.getAndIncrement();
      if (index >= size) {
        return;
      }
      item.accept(index);
    }
    // Its canceller may not have come here yet, and nobody may take this for the end of the work.
    throw strand.thrown();
  }
}
