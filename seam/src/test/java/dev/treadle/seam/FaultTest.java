package dev.treadle.seam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultTest {

  @Test
  void neverHappensOutsideASimulation() {
    var happened = IntStream.range(0, 10_000).filter(_ -> Fault.point("store.disk-full"));

    assertThat(happened.count()).isZero();
  }
}
