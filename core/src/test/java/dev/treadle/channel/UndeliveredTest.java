package dev.treadle.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class UndeliveredTest {

  private final List<Object> undelivered = new CopyOnWriteArrayList<>();

  private ChannelSettings<Integer> keep(ChannelSettings<Integer> settings) {
    return settings.withOnUndelivered(undelivered::add);
  }

  @Test
  void theNewestOfAConflatedChannelReplacesTheOneBefore() {
    var channel = Channel.conflated(this::keep);
    channel.send(1);
    channel.send(2);
    channel.send(3);

    assertThat(undelivered).containsExactly(1, 2);
    assertThat(channel.receive()).isEqualTo(3);
    assertThat(channel.tryReceive()).isNull();
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 3, 1, 2));
  }

  @Test
  void theOldestMakesRoomForTheNewest() {
    var channel = Channel.dropOldest(2, this::keep);
    List.of(1, 2, 3, 4).forEach(channel::send);

    assertThat(undelivered).containsExactly(1, 2);
    assertThat(channel.receive()).isEqualTo(3);
    assertThat(channel.receive()).isEqualTo(4);
    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 4, 2, 2));
  }

  @Test
  void anUnboundedChannelKeepsEverything() {
    var channel = Channel.unbounded(this::keep);
    for (int i = 0; i < 5_000; i++) {
      channel.send(i);
    }

    assertThat(channel.statistics().buffered()).isEqualTo(5_000);
    for (int i = 0; i < 5_000; i++) {
      assertThat(channel.receive()).isEqualTo(i);
    }
    channel.send(7);
    assertThat(channel.receive()).isEqualTo(7);
    assertThat(undelivered).isEmpty();
  }

  @Test
  void cancellingDropsWhatIsThereInItsOrder() {
    var channel = Channel.buffered(4, this::keep);
    List.of(1, 2, 3).forEach(channel::send);
    channel.cancel();

    assertThat(undelivered).containsExactly(1, 2, 3);
  }

  @Test
  void closingDropsNothing() {
    var channel = Channel.buffered(4, this::keep);
    channel.send(1);
    channel.close();

    assertThat(undelivered).isEmpty();
  }

  @Test
  void withoutAnybodyToTakeCareOfThemTheyAreCounted() {
    var channel = Channel.<Integer>conflated();
    channel.send(1);
    channel.send(2);
    channel.cancel();

    assertThat(channel.statistics()).isEqualTo(new ChannelStatistics(0, 0, 0, 2, 0, 2));
  }

  @TreadleTest
  void thatItFailsIsNotTheAffairOfWhoDroppedAnElement() {
    var channel =
        Channel.<Integer>buffered(
            4,
            c ->
                c.withOnUndelivered(element -> {
                  undelivered.add(element);
                  throw new IllegalStateException("cannot close " + element);
                }));
    channel.send(1);
    channel.send(2);
    channel.cancel();

    assertThat(undelivered).containsExactly(1, 2);
    assertThat(channel.statistics().undelivered()).isEqualTo(2);
  }

  @Test
  void itMayUseTheChannel() {
    var looked = new CopyOnWriteArrayList<Object>();
    var channel =
        new Object() {
          final Channel<Integer> it =
              Channel.dropOldest(1, c -> c.withOnUndelivered(_ -> looked.add(look())));

          long look() {
            return it.statistics().buffered();
          }
        };
    channel.it.send(1);
    channel.it.send(2);

    assertThat(looked).containsExactly(1L);
  }
}
