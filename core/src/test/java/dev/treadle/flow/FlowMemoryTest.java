package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.ChildJvm;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Flows keep nothing of what has gone by: long ones run in a heap of 64 MB, in which their
/// elements would have no room.
class FlowMemoryTest {

  private static final String TEN_MILLION = "10000000";
  private static final String MILLION = "1000000";

  @Test
  void tenMillionElements() throws IOException {
    assertThat(run("plain", TEN_MILLION)).containsExactly(TEN_MILLION);
  }

  @Test
  void tenMillionElementsThroughBuffers() throws IOException {
    assertThat(run("buffer", TEN_MILLION)).containsExactly(TEN_MILLION);
  }

  @Test
  void tenMillionElementsInBatches() throws IOException {
    assertThat(run("batch", TEN_MILLION)).containsExactly(TEN_MILLION);
  }

  @Test
  void aMillionElementsConcurrently() throws IOException {
    assertThat(run("mapConcurrent", MILLION)).containsExactly(MILLION);
  }

  @Test
  void aMillionElementsConcurrentlyInAnyOrder() throws IOException {
    assertThat(run("mapUnordered", MILLION)).containsExactly(MILLION);
  }

  private static List<String> run(String flow, String count) throws IOException {
    try (var jvm = ChildJvm.start(MemoryProgram.class, List.of("-Xmx64m"), flow, count)) {
      return jvm.output();
    }
  }
}
