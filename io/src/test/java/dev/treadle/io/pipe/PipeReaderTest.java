package dev.treadle.io.pipe;

import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskGroup;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

class PipeReaderTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();
  private final SlowInput in = new SlowInput();
  private final PipeReader pipe = new PipeReader("stdout of 'x'", in);

  private String read(int most) throws IOException {
    var buffer = ByteBuffer.allocate(most);
    int read = pipe.read(buffer);
    assertThat(buffer.position()).isEqualTo(Math.max(read, 0));
    return read < 0 ? "(end)" : StandardCharsets.UTF_8.decode(buffer.flip()).toString();
  }

  @TreadleTest
  void nothingIsReadBeforeSomebodyAsks() throws IOException {
    in.gives("a").ends();
    sleep(SECOND);
    assertThat(in.reads).hasValue(0);

    assertThat(read(8)).isEqualTo("a");
    sleep(SECOND);
    assertThat(in.reads).hasValue(1);
  }

  @TreadleTest
  void whatHasNoRoomIsKept() throws IOException {
    in.gives("abcde").ends();

    assertThat(read(2)).isEqualTo("ab");
    assertThat(read(2)).isEqualTo("cd");
    assertThat(read(2)).isEqualTo("e");
    assertThat(read(2)).isEqualTo("(end)");
    assertThat(read(2)).isEqualTo("(end)");
    assertThat(in.reads).hasValue(2);
  }

  @TreadleTest(explore = 1_000)
  void aCancelledReadLosesNothing(Simulation simulation) throws IOException {
    assertThat(moveOnAfter(SECOND, () -> read(8))).isEmpty();
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);

    in.gives("late");

    assertThat(read(8)).isEqualTo("late");
    assertThat(in.reads).hasValue(1);
  }

  @TreadleTest(explore = 5_000)
  void everyByteComesOnceAndInOrderWhateverIsCancelled() throws IOException {
    TaskGroup.run(group -> {
      group.start(() -> {
        for (int i = 0; i < 10; i++) {
          sleep(Duration.ofMillis(1));
          in.gives(Integer.toString(i));
        }
        in.ends();
      });
      for (var text = "-"; !text.equals("(end)"); ) {
        text = moveOnAfter(Duration.ofMillis(1), () -> read(3)).orElse("");
        log.add(text);
      }
    });

    var all = new StringBuilder();
    log.forEach(all::append);
    assertThat(all).hasToString("0123456789(end)");
    assertThat(in.reads).hasValue(11);
  }

  @TreadleTest
  void aFailureIsThrown() throws IOException {
    in.gives("a").fails("no such device");

    assertThat(read(8)).isEqualTo("a");
    assertThatThrownBy(() -> read(8)).isInstanceOf(IOException.class).hasMessage("no such device");
  }

  @TreadleTest
  void oneTaskAtATimeReads() {
    TaskGroup.run(group -> {
      group.start("first", () -> log.add(read(8)));
      sleep(SECOND);
      group.start(
          "second",
          () ->
              assertThatThrownBy(() -> read(8))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageMatching(
                      "stdout of 'x': expected one task at a time, found '.*second' beside"
                          + " '.*first'; share what one of them reads"));
      sleep(SECOND);
      in.gives("a");
    });

    assertThat(log).containsExactly("a");
  }

  @TreadleTest
  void afterClosingNothingCanBeRead() {
    pipe.close();

    assertThatThrownBy(() -> read(8)).isInstanceOf(ClosedChannelException.class);
    assertThat(in.closed).hasValue(1);
  }

  @TreadleTest
  void whoReadsWhileItIsClosedIsTold() {
    TaskGroup.run(group -> {
      group.start(
          () -> assertThatThrownBy(() -> read(8)).isInstanceOf(ClosedChannelException.class));
      sleep(SECOND);
      pipe.close();
      in.gives("nobody gets this");
    });
  }

  @TreadleTest
  void whateverTheSystemMakesOfIt() {
    TaskGroup.run(group -> {
      group.start(
          () -> assertThatThrownBy(() -> read(8)).isInstanceOf(ClosedChannelException.class));
      sleep(SECOND);
      pipe.close();
      in.fails("stream closed");
    });
  }

  @TreadleTest
  void aBufferWithoutRoomIsAMistake() {
    assertThatThrownBy(() -> read(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("into: expected room for a byte, found none");
  }

  @TreadleTest
  void everythingAtOnceUpToALimit() throws IOException {
    in.gives("abc").gives("de").ends();

    assertThat(pipe.readAll(5)).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
  }

  @TreadleTest
  void moreThanTheLimitIsNothing() throws IOException {
    in.gives("abc").gives("def");

    assertThat(pipe.readAll(5)).isNull();
  }

  @TreadleTest
  void someOfIt() throws IOException {
    in.gives("abc").ends();

    assertThat(pipe.readSome(2)).isEqualTo("ab".getBytes(StandardCharsets.UTF_8));
    assertThat(pipe.readSome(2)).isEqualTo("c".getBytes(StandardCharsets.UTF_8));
    assertThat(pipe.readSome(2)).isNull();
  }
}
