package dev.treadle.test.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LinkSettingsTest {

  private final LinkSettings ideal = LinkSettings.ideal();

  @Test
  void idealIsWithoutLatencyLimitOrLoss() {
    assertThat(ideal)
        .isEqualTo(
            new LinkSettings(
                new LinkSettings.Latency(Duration.ZERO, Duration.ZERO),
                Long.MAX_VALUE,
                65536,
                false,
                new LinkSettings.Datagrams(0, 0, 0)));
  }

  @Test
  void eachChangeKeepsTheOthers() {
    var changed =
        ideal
            .withLoss(0.1)
            .withDuplication(0.2)
            .withReordering(0.3)
            .withSplits(true)
            .withBufferBytes(7)
            .withBytesPerSecond(9)
            .withLatency(Duration.ofMillis(1), Duration.ofMillis(2));

    assertThat(changed)
        .isEqualTo(
            new LinkSettings(
                new LinkSettings.Latency(Duration.ofMillis(1), Duration.ofMillis(2)),
                9,
                7,
                true,
                new LinkSettings.Datagrams(0.1, 0.2, 0.3)));
  }

  @Test
  void latencyMustNotBeNegative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withLatency(Duration.ofMillis(-1)))
        .withMessage("latency must be a range from 0 or more up, was PT-0.001S to PT-0.001S");
  }

  @Test
  void latencyMustNotEndBeforeItBegins() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withLatency(Duration.ofMillis(2), Duration.ofMillis(1)))
        .withMessage("latency must be a range from 0 or more up, was PT0.002S to PT0.001S");
  }

  @Test
  void buffersAndBandwidthAreAtLeastOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withBufferBytes(0))
        .withMessage("bufferBytes must be at least 1, was 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withBytesPerSecond(0))
        .withMessage("bytesPerSecond must be at least 1, was 0");
  }

  @Test
  void probabilitiesAreFromZeroToOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withLoss(1.5))
        .withMessage("probability of loss must be within 0..1, was 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withDuplication(-0.5))
        .withMessage("probability of duplication must be within 0..1, was -0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ideal.withReordering(Double.NaN))
        .withMessage("probability of reordering must be within 0..1, was NaN");
  }
}
