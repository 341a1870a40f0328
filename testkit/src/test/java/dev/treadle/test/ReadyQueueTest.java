package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadyQueueTest {

  private final ReadyQueue queue = new ReadyQueue();

  @Test
  void firstIsTheLongestReady() {
    var one = task(1);
    queue.add(one);
    queue.add(task(2));

    assertThat(queue.get(0)).isSameAs(one);
    assertThat(queue.remove(0)).isSameAs(one);
    assertThat(queue.size()).isEqualTo(1);
  }

  @Test
  void removingFromTheMiddleKeepsTheOrderOfTheOthers() {
    List.of(1, 2, 3).forEach(id -> queue.add(task(id)));

    assertThat(queue.remove(1).id).isEqualTo(2);
    assertThat(drain()).containsExactly(1, 3);
  }

  @Test
  void aTaskKnowsWhetherItIsQueued() {
    var task = task(1);

    queue.add(task);
    assertThat(task.queued).isTrue();
    queue.remove(0);
    assertThat(task.queued).isFalse();
  }

  @Test
  void readingPastTheEndIsRefused() {
    queue.add(task(1));

    assertThatThrownBy(() -> queue.get(1))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("index 1 of 1");
  }

  @Test
  void behavesAsAListDoes() {
    var random = new Random(7);
    var model = new ArrayList<SimTask>();

    for (int i = 0; i < 20_000; i++) {
      // More arrivals than departures at first, then the reverse, so that it grows and shrinks.
      boolean adds = model.isEmpty() || random.nextInt(20_000) > i;
      if (adds) {
        model.add(task(i));
        queue.add(model.getLast());
      } else {
        int at = random.nextBoolean() ? 0 : random.nextInt(model.size());
        assertThat(queue.remove(at)).isSameAs(model.remove(at));
      }
    }
    assertThat(drain()).isEqualTo(model.stream().map(task -> task.id).toList());
  }

  private List<Integer> drain() {
    var ids = new ArrayList<Integer>();
    while (!queue.isEmpty()) {
      ids.add(queue.remove(0).id);
    }
    return ids;
  }

  private static SimTask task(int id) {
    return new SimTask(id, Thread.ofVirtual().unstarted(() -> {}), () -> {}, null);
  }
}
