package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.Waiter;
import org.junit.jupiter.api.Test;

class LineTest {

  private final Line<Object> line = new Line<>("room");

  /// Two that are in front of it and not admitted would wake each other for ever.
  @Test
  void whoseTurnIsDueIsWokenBeforeThoseWhoCameBackAfterIt() {
    var due = join(Line.PATIENCE);
    var lost = join(1);
    var lostToo = join(Line.PATIENCE);

    line.wakeNext();

    assertThat(due.waiter.isOver()).isTrue();
    assertThat(lost.waiter.isOver()).isFalse();
    assertThat(lostToo.waiter.isOver()).isFalse();
  }

  @Test
  void nobodyElseIsWokenWhileTheOneWhoseTurnIsDueLooks() {
    var due = join(Line.PATIENCE);
    var lost = join(1);
    line.wakeNext();

    line.wakeNext();
    assertThat(lost.waiter.isOver()).isFalse();

    line.leave(due);
    line.wakeNext();
    assertThat(lost.waiter.isOver()).isTrue();
  }

  @Test
  void whoeverLostBeforeIsWokenBeforeThoseWhoNeverLooked() {
    var fresh = join(0);
    var lost = join(1);

    line.wakeNext();

    assertThat(lost.waiter.isOver()).isTrue();
    assertThat(fresh.waiter.isOver()).isFalse();
  }

  private Place<Object> join(int losses) {
    var place = new Place<>(new Waiter<>(line), losses);
    line.join(place);
    return place;
  }
}
