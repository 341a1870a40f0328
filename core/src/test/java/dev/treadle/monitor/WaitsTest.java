package dev.treadle.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.internal.Sighting;
import dev.treadle.internal.Sighting.Condition;
import dev.treadle.internal.Sighting.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Graphs drawn by hand. None of these threads runs, so all are parked on nothing.
class WaitsTest {

  private final Thread a = new Thread();
  private final Thread b = new Thread();
  private final Thread c = new Thread();
  private final List<Sighting> sightings = new ArrayList<>();

  @Test
  void aCircleBeginsWithTheTaskThatIsFirstInTheTree() {
    see("c", c, null, a);
    see("a", a, null, b);
    see("b", b, null, c);

    assertThat(cycles()).containsExactly("c waits for a waits for b waits for c");
  }

  @Test
  void circlesApartAreReportedEach() {
    see("a", a, null, a);
    see("b", b, null, c);
    see("c", c, null, b);

    assertThat(cycles()).containsExactly("a waits for a", "b waits for c waits for b");
  }

  @Test
  void aTaskIsInOneCircleAtMost() {
    see("a", a, null, b, c);
    see("b", b, null, a);
    see("c", c, null, a);

    assertThat(cycles()).containsExactly("a waits for b waits for a");
  }

  @Test
  void whoseThreadWaitsForSomethingElseByNowIsInNone() {
    see("a", a, "what it waited for a moment ago", b);
    see("b", b, null, a);

    assertThat(cycles()).isEmpty();
  }

  @Test
  void threadsThatAreNotInTheTreeAreNoPartOfIt() {
    see("a", a, null, b);

    assertThat(cycles()).isEmpty();
  }

  @Test
  void waysThatMeetAreNoCircle() {
    see("a", a, null, b, c);
    see("b", b, null, c);
    see("c", c, null);

    assertThat(cycles()).isEmpty();
  }

  private void see(String path, Thread thread, @Nullable Object blocker, Thread... awaits) {
    sightings.add(
        new Sighting(
            0,
            Role.TASK,
            path,
            thread,
            Condition.WAITING,
            0,
            blocker,
            null,
            null,
            Arrays.asList(awaits)));
  }

  private List<String> cycles() {
    return new TaskTree(sightings).cycles().stream().map(TaskTree.Cycle::toString).toList();
  }
}
