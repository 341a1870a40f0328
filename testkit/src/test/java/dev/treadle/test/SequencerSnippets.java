package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The examples of [Sequencer]'s documentation, run as tests.
class SequencerSnippets {

  private final List<String> log = new CopyOnWriteArrayList<>();

  @TreadleTest(explore = 100)
  void turns() throws InterruptedException {
    // @start region="turns"
    var sequencer = Sequencer.create();
    var other =
        Thread.startVirtualThread(() -> {
          try (var _ = sequencer.turn(1)) {
            log.add("the other thread, between");
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    try (var _ = sequencer.turn(0)) {
      log.add("first");
    }
    try (var _ = sequencer.turn(2)) {
      log.add("last");
    }
    // @end
    other.join();

    assertThat(log).containsExactly("first", "the other thread, between", "last");
  }

  @TreadleTest(explore = 100)
  void body() throws InterruptedException {
    // @start region="body"
    var sequencer = Sequencer.create();
    sequencer.turn(0, () -> assertThat(log).isEmpty());
    sequencer.turn(1, () -> log.add("only if turn 0 held"));
    // @end

    assertThat(log).hasSize(1);
  }
}
