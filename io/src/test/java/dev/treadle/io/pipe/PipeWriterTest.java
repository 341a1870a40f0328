package dev.treadle.io.pipe;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.io.BrokenStreamException;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

class PipeWriterTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int PIECE = 16 * 1024;

  private final SlowOutput out = new SlowOutput();
  private final PipeWriter pipe = new PipeWriter("stdin of 'x'", out);

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  @TreadleTest
  void oneSmallPieceIsOnItsWayAtOnce(Simulation simulation) throws IOException {
    pipe.write(bytes("hello"));

    assertThat(simulation.clock().elapsed()).isZero();
    assertThat(out.text()).isEmpty();
    out.makesRoom(1);
    pipe.flush();
    assertThat(out.text()).isEqualTo("hello");
  }

  @TreadleTest(explore = 1_000)
  void piecesComeInOrder() throws IOException {
    out.makesRoom(3);
    pipe.write(bytes("a"));
    pipe.write(bytes("b"));
    pipe.write(bytes("c"));
    pipe.close();

    assertThat(out.text()).isEqualTo("abc");
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest(explore = 1_000)
  void whoIsCancelledBeforeAnythingWasAcceptedMayGoOn(Simulation simulation) throws IOException {
    pipe.write(bytes("first"));
    var second = bytes("second");

    assertThat(moveOnAfter(SECOND, () -> pipe.write(second))).isFalse();

    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    assertThat(second.position()).isZero();
    out.makesRoom(2);
    pipe.write(second);
    pipe.close();
    assertThat(out.text()).isEqualTo("firstsecond");
  }

  @TreadleTest(explore = 1_000)
  void whoIsCancelledMidwayKnowsHowFarItCameAndBreaksTheStream() throws IOException {
    var large = ByteBuffer.allocate(3 * PIECE);

    assertThat(moveOnAfter(SECOND, () -> pipe.write(large))).isFalse();

    assertThat(large.position()).isEqualTo(PIECE);
    assertThatThrownBy(() -> pipe.write(bytes("more")))
        .isInstanceOf(BrokenStreamException.class)
        .hasMessage("the stream is broken: a write was cancelled after 16384 of 49152 bytes");
    out.makesRoom(1);
    pipe.close();
    assertThat(out.size()).isEqualTo(PIECE);
  }

  @TreadleTest
  void aFailureIsToldByTheNextCall() throws IOException {
    out.fails("broken pipe");
    pipe.write(bytes("lost"));

    assertThatThrownBy(pipe::flush).isInstanceOf(IOException.class).hasMessage("broken pipe");
  }

  @TreadleTest
  void closingTellsOfAFailureAndClosesAllTheSame() throws IOException {
    out.fails("broken pipe");
    pipe.write(bytes("lost"));

    assertThatThrownBy(pipe::close).isInstanceOf(IOException.class).hasMessage("broken pipe");
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void closingWaitsForWhatWasAccepted() throws IOException {
    pipe.write(bytes("accepted"));
    TaskGroup.run(group -> {
      group.start(() -> {
        sleep(SECOND);
        out.makesRoom(1);
      });
      pipe.close();
      assertThat(out.text()).isEqualTo("accepted");
    });

    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest(explore = 1_000)
  void closingHasALimitBehindWhichItHappensAlone(Simulation simulation) throws IOException {
    pipe.write(bytes("stuck"));
    pipe.close();

    assertThat(simulation.clock().elapsed()).isEqualTo(PipeWriter.PATIENCE);
    assertThat(out.closed).hasValue(0);
    out.makesRoom(1);
    sleep(SECOND);
    assertThat(out.text()).isEqualTo("stuck");
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void aCancelledTaskClosesInOrder() throws IOException {
    boolean ended =
        moveOnAfter(
            SECOND,
            () -> {
              try {
                pipe.write(bytes("last words"));
                sleep(Duration.ofHours(1));
              } finally {
                out.makesRoom(1);
                pipe.close();
              }
            });

    assertThat(ended).isFalse();
    assertThat(out.text()).isEqualTo("last words");
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void aCancelledTaskDoesNotWaitForWhatNobodyTakes(Simulation simulation) throws IOException {
    boolean ended =
        moveOnAfter(
            SECOND,
            () -> {
              try {
                pipe.write(ByteBuffer.allocate(2 * PIECE));
              } finally {
                pipe.close();
              }
            });

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.plus(PipeWriter.BRIEF));
    out.makesRoom(1);
    sleep(SECOND);
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void aCloseThatIsCancelledMeanwhileWaitsNoMuchLonger(Simulation simulation) throws IOException {
    pipe.write(bytes("stuck"));

    boolean ended =
        moveOnAfter(
            SECOND,
            () -> {
              pipe.close();
              sleep(SECOND);
            });

    assertThat(ended).isFalse();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND.plus(PipeWriter.BRIEF));
    out.makesRoom(1);
    sleep(SECOND);
    assertThat(out.text()).isEqualTo("stuck");
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void closingBesideAWriterDoesNotWaitForIt(Simulation simulation) {
    TaskGroup.run(group -> {
      group.start(() ->
          assertThat(moveOnAfter(SECOND, () -> pipe.write(ByteBuffer.allocate(2 * PIECE))))
              .isFalse());
      sleep(Duration.ofMillis(500));
      pipe.close();
      assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(500));
    });
    out.makesRoom(1);
    sleep(SECOND);

    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void whoWritesWhileItIsClosedIsTold() {
    closedWhileSomebodyWrites(() -> out.makesRoom(2));

    assertThat(out.size()).isEqualTo(PIECE);
  }

  @TreadleTest
  void whateverTheSystemMakesOfIt() {
    closedWhileSomebodyWrites(() -> out.fails("broken pipe"));
  }

  private void closedWhileSomebodyWrites(Runnable then) {
    TaskGroup.run(group -> {
      group.start(() ->
          assertThatThrownBy(() -> pipe.write(ByteBuffer.allocate(2 * PIECE)))
              .isInstanceOf(ClosedChannelException.class));
      sleep(SECOND);
      pipe.close();
      then.run();
    });
  }

  @TreadleTest
  void afterClosingNothingCanBeWrittenAndClosingAgainDoesNothing() throws IOException {
    pipe.close();
    pipe.close();

    assertThatThrownBy(() -> pipe.write(bytes("x"))).isInstanceOf(ClosedChannelException.class);
    assertThat(out.closed).hasValue(1);
  }

  @TreadleTest
  void oneTaskAtATimeWrites() {
    TaskGroup.run(group -> {
      group.start(() -> pipe.write(ByteBuffer.allocate(2 * PIECE)));
      sleep(SECOND);
      assertThatThrownBy(() -> pipe.write(bytes("x")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("stdin of 'x': expected one task at a time, found '");
      out.makesRoom(2);
    });
  }
}
