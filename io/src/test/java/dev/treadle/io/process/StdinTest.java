package dev.treadle.io.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.util.List;

/// Standard input of programs in processes of their own; what is under it, `LineReader` and
/// `PipeReader`, has simulated tests.
class StdinTest {

  private static Subprocess program(String mode) throws IOException {
    return Subprocess.open(Programs.java(StdinPrograms.class, List.of(), mode), c -> c);
  }

  @TreadleTest(realTime = true)
  void linesComeWhenTheyAreComplete() throws IOException {
    try (var program = program("echo");
        var lines = program.stdout().lines().open()) {
      program.stdin().write("first\nsec");
      assertThat(lines.iterator().next()).isEqualTo("line first");
      program.stdin().write("ond\nwithout an end");
      assertThat(lines.iterator().next()).isEqualTo("line second");
      program.stdin().close();

      assertThat(lines.iterator().next()).isEqualTo("line without an end");
      assertThat(lines.iterator().hasNext()).isFalse();
      assertThat(program.await()).isZero();
    }
  }

  @TreadleTest(realTime = true)
  void whoIsCancelledLeavesAtOnceAndTheNextReaderGetsTheLine() throws IOException {
    try (var program = program("cancel");
        var lines = program.stdout().lines().open()) {
      for (int round = 0; round < 5; round++) {
        assertThat(lines.iterator().next()).isEqualTo("none");
      }
      program.stdin().write("late\n");
      program.stdin().close();

      assertThat(lines.iterator().next()).isEqualTo("line late");
      assertThat(lines.iterator().next()).isEqualTo("end");
      assertThat(program.await()).isZero();
    }
  }

  @TreadleTest(realTime = true)
  void oneTaskAtATimeReads() throws IOException {
    try (var program = program("turns");
        var lines = program.stdout().lines().open()) {
      assertThat(lines.iterator().next())
          .startsWith("lines of stdin: expected one task at a time, found '");
      program.stdin().write("mine\n");

      assertThat(lines.iterator().next()).isEqualTo("line mine");
      assertThat(program.await()).isZero();
    }
  }

  @TreadleTest(realTime = true)
  void aProgramEndsThoughItsInputIsOpen() throws IOException {
    try (var program = program("leave")) {
      assertThat(program.stdout().lines().toList()).containsExactly("left");
      assertThat(program.await()).isZero();
    }
  }
}
