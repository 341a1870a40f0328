package dev.treadle.flow;

import dev.treadle.Body;
import dev.treadle.CancelScope;
import dev.treadle.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A source of outcomes: bodies run all at once, each in a task, and whichever ends first comes
/// first.
final class AsCompleted<T extends @Nullable Object> extends Stage<Outcome<T>> {

  private final List<? extends Body<? extends T, ?>> bodies;

  AsCompleted(List<? extends Body<? extends T, ?>> bodies) {
    this.bodies = bodies;
  }

  @Override
  Pull<Outcome<T>> open(Crew crew) {
    // With room for all, so that each task ends when its body does.
    var lane = ChannelLane.<Outcome<T>>of("asCompleted", bodies.size());
    return LanePull.start(
        crew,
        lane,
        () ->
            Team.run(team -> bodies.forEach(body -> team.start(() -> lane.put(outcomeOf(body))))));
  }

  private static <T extends @Nullable Object> Outcome<T> outcomeOf(Body<? extends T, ?> body)
      throws Exception {
    try {
      return new Outcome.Success<>(body.run());
    } catch (Throwable thrown) {
      if (CancelScope.current().isCancelled()) {
        throw thrown; // nobody will ask for it
      }
      return new Outcome.Failure<>(thrown);
    }
  }

  @Override
  boolean needsCrew() {
    return true;
  }

  @Override
  public String toString() {
    return "asCompleted";
  }
}
