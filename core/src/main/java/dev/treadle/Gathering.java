package dev.treadle;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A group for a list of bodies, and their values in order.
final class Gathering {

  /// Failures are among the outcomes: nobody else need hear of them.
  private static final GroupSettings QUIET = GroupSettings.supervised(_ -> {});

  private Gathering() {}

  static <T extends @Nullable Object> List<T> gather(
      Collection<? extends Body<? extends T, ?>> bodies) {
    var values = new ArrayList<T>(bodies.size());
    for (var task : startAll(GroupSettings.UNNAMED, bodies)) {
      values.add(task.valueNow());
    }
    return Collections.unmodifiableList(values);
  }

  static <T extends @Nullable Object> List<Outcome<T>> outcomes(
      Collection<? extends Body<? extends T, ?>> bodies) {
    var outcomes = new ArrayList<Outcome<T>>(bodies.size());
    for (var task : startAll(QUIET, bodies)) {
      outcomes.add(task.outcomeNow());
    }
    return Collections.unmodifiableList(outcomes);
  }

  /// Returns the tasks, all of which have ended.
  private static <T extends @Nullable Object> List<Child<T>> startAll(
      GroupSettings settings, Collection<? extends Body<? extends T, ?>> bodies) {
    bodies.forEach(body -> Objects.requireNonNull(body, "body"));
    var tasks = new ArrayList<Child<T>>(bodies.size());
    GroupScope.<@Nullable Void>call(
        settings,
        false,
        group -> {
          for (var body : bodies) {
            tasks.add(group.startChild(body));
          }
          return null;
        });
    return tasks;
  }

  static <A extends @Nullable Object, T extends @Nullable Object> List<Body<? extends T, ?>> bodies(
      Collection<? extends A> items, Step<? super A, ? extends T, ?> fn) {
    Objects.requireNonNull(fn, "fn");
    var bodies = new ArrayList<Body<? extends T, ?>>(items.size());
    for (var item : items) {
      bodies.add(() -> fn.apply(item));
    }
    return bodies;
  }
}
