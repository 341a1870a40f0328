package dev.treadle.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  private final Latencies latencies = new Latencies();

  @Test
  void ofAHundredTheNinetyNinthIsTheOneBeforeTheWorst() {
    LongStream.rangeClosed(1, 100).map(i -> 101 - i).forEach(latencies::add);

    assertThat(latencies.percentile(99)).isEqualTo(99);
    assertThat(latencies.percentile(100)).isEqualTo(100);
    assertThat(latencies.percentile(50)).isEqualTo(50);
  }

  @Test
  void aloneItIsEveryPercentile() {
    latencies.add(7);

    assertThat(latencies.percentile(1)).isEqualTo(7);
    assertThat(latencies.percentile(99)).isEqualTo(7);
  }

  @Test
  void thereMayBeAnyNumber() {
    LongStream.range(0, 200_000).forEach(latencies::add);

    assertThat(latencies.count()).isEqualTo(200_000);
    assertThat(latencies.percentile(99)).isEqualTo(197_999);
  }

  @Test
  void withoutOneThereIsNoPercentile() {
    assertThatThrownBy(() -> latencies.percentile(99))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("expected at least one latency, found none");
  }
}
