package dev.treadle.flow;

import dev.treadle.Step;
import dev.treadle.TaskGroup;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A flow for the elements of each key, all at work at once, each in a task.
final class GroupBy<K, A, T> extends Stage<T> {

  /// What is to be done with an element.
  ///
  /// @param each makes the flow of a group, from its key and its elements
  record Settings<K, A, T>(
      int limit,
      Step<? super A, ? extends K, ?> key,
      BiFunction<? super K, ? super Stage<A>, Stage<T>> each) {}

  private final Stage<A> before;
  private final Settings<K, A, T> settings;
  private final int capacity;

  GroupBy(Stage<A> before, Settings<K, A, T> settings, int capacity) {
    this.before = before;
    this.settings = settings;
    this.capacity = capacity;
  }

  @Override
  Pull<T> open(Crew crew) {
    var lane = ChannelLane.<T>of("groupBy", capacity);
    return LanePull.start(
        crew, lane, () -> Team.run(team -> new Router<>(settings, lane, team).route(before)));
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  @Nullable Stage<T> ahead(int elements) {
    return capacity == 0 ? new GroupBy<>(before, settings, elements) : null;
  }

  @Override
  public String toString() {
    return before + ".groupBy";
  }

  /// Brings each element to its group.
  private static final class Router<K, A, T> {

    private final Settings<K, A, T> settings;
    private final Lane<T> out;
    private final TaskGroup team;
    private final Map<K, Lane<A>> groups = new HashMap<>();

    Router(Settings<K, A, T> settings, Lane<T> out, TaskGroup team) {
      this.settings = settings;
      this.out = out;
      this.team = team;
    }

    void route(Stage<A> elements) throws Exception {
      Drive.use(elements, pull -> Drive.all(pull, this::bring));
      groups.values().forEach(Lane::end);
    }

    private boolean bring(A element) throws Exception {
      K key = Sources.present(settings.key.apply(element), "groupBy");
      // A group that has had enough is over; the element is the first of another.
      while (!group(key).put(element)) {
        groups.remove(key);
      }
      return !out.isLeft();
    }

    private Lane<A> group(K key) {
      var present = groups.get(key);
      if (present != null) {
        return present;
      }
      if (groups.size() >= settings.limit) {
        makeRoom(key);
      }
      var lane = ChannelLane.<A>of("groupBy", 0);
      groups.put(key, lane);
      team.start(() -> run(key, lane));
      return lane;
    }

    private void makeRoom(K key) {
      groups.values().removeIf(Lane::isLeft);
      if (groups.size() >= settings.limit) {
        throw new IllegalStateException(
            "groupBy: expected at most "
                + settings.limit
                + " groups at a time, found another key: '"
                + key
                + "'; raise the limit, or let groups end, by take() say");
      }
    }

    private void run(K key, Lane<A> lane) throws Exception {
      try {
        LanePull.pump(settings.each.apply(key, new Rest<>(lane)), out);
      } finally {
        lane.leave();
      }
    }
  }

  /// What comes along a lane that somebody else feeds.
  private static final class Rest<T> extends Stage<T> {

    private final Lane<T> lane;

    Rest(Lane<T> lane) {
      this.lane = lane;
    }

    @Override
    Pull<T> open(Crew crew) {
      return new Pull<>() {
        @Override
        @Nullable T next() throws Exception {
          return lane.take();
        }

        @Override
        void close() {
          lane.leave();
        }
      };
    }

    @Override
    public String toString() {
      return "group";
    }
  }
}
