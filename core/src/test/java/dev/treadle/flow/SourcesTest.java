package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Outcome;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import dev.treadle.channel.ChannelClosedException;
import dev.treadle.test.Simulation;
import dev.treadle.test.TreadleTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourcesTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final List<Object> log = new CopyOnWriteArrayList<>();

  // --- What is there

  @Test
  void elementsThatAreThere() {
    assertThat(Flow.of(1, 2).toList()).containsExactly(1, 2);
    assertThat(Flow.of().toList()).isEmpty();
  }

  @Test
  void anArrayIsTakenAsItIsNow() {
    var array = new String[] {"a", "b"};
    var flow = Flow.of(array);
    array[0] = "changed";

    assertThat(flow.toList()).containsExactly("a", "b");
  }

  @Test
  void aCollectionIsTakenAsItIsThen() {
    var list = new ArrayList<>(List.of(1));
    var flow = Flow.from(list);
    list.add(2);

    assertThat(flow.toList()).containsExactly(1, 2);
  }

  @Test
  void aStreamIsClosed() {
    var stream = IntStream.range(0, 5).boxed().onClose(() -> log.add("closed"));

    assertThat(Flow.from(stream).take(2).toList()).containsExactly(0, 1);
    assertThat(log).containsExactly("closed");
  }

  @Test
  void anEndlessStreamIsNoTrouble() {
    assertThat(Flow.from(Stream.iterate(1, i -> i * 2)).drop(3).first()).contains(8);
  }

  @Test
  void aStreamCannotBeReadAgain() {
    var flow =
        Flow.from(Stream.of(1))
            .<Integer>map(_ -> {
              throw new IOException("broken");
            });

    assertThatThrownBy(() -> flow.retry(2).toList())
        .hasMessage(
            "java.lang.IllegalStateException: from(Stream): expected to be run once, because a"
                + " stream cannot be read again; found another attempt of retry()");
  }

  // --- Channels

  @TreadleTest
  void aChannelToItsEnd() {
    var channel = Channel.<Integer>buffered(3);
    channel.send(1);
    channel.send(2);
    channel.close();

    assertThat(Flow.fromChannel(channel).toList()).containsExactly(1, 2);
  }

  @TreadleTest
  void whatIsNotAskedForStaysInTheChannel() {
    var channel = Channel.<Integer>buffered(3);
    channel.send(1);
    channel.send(2);

    assertThat(Flow.fromChannel(channel).first()).contains(1);
    assertThat(channel.receive()).isEqualTo(2);
    assertThat(channel.isClosed()).isFalse();
  }

  @TreadleTest
  void aChannelThatFailsIsAFailure() {
    var channel = Channel.<Integer>buffered(3);
    channel.send(1);
    channel.closeWith(new IOException("broken"));

    assertThatThrownBy(() -> Flow.fromChannel(channel).forEach(log::add))
        .isInstanceOf(TaskFailedException.class)
        .hasMessage("java.io.IOException: broken");
    assertThat(log).containsExactly(1);
  }

  @TreadleTest
  void intoAChannelWhichStaysOpen() {
    var channel = Channel.<Integer>buffered(3);
    Flow.of(1, 2).into(channel);

    assertThat(channel.isClosed()).isFalse();
    assertThat(channel.receive()).isEqualTo(1);
  }

  @TreadleTest
  void intoAFullChannelWhenThereIsRoom(Simulation simulation) {
    var spring = Spring.endless();
    var channel = Channel.<Integer>buffered(2);
    TaskGroup.run(group -> {
      var sending = group.start(() -> spring.flow().into(channel));
      simulation.awaitBlocked();
      assertThat(spring.asked).hasValue(3); // the third waits for room
      assertThat(channel.receive()).isEqualTo(1);
      simulation.awaitBlocked();
      assertThat(spring.asked).hasValue(4);
      sending.cancel("enough");
    });

    assertThat(spring.closed).hasValue(1);
    assertThat(List.of(channel.receive(), channel.receive())).containsExactly(2, 3);
  }

  @TreadleTest
  void intoAClosedChannelIsAnErrorOfTheConsumers() {
    for (var name : List.of("without a task", "with one")) {
      var spring = Spring.endless();
      var channel = Channel.<Integer>buffered(2, c -> c.withName(name));
      channel.close();
      var flow = name.equals("with one") ? spring.flow().buffer(1) : spring.flow();

      assertThatThrownBy(() -> flow.into(channel)).isInstanceOf(ChannelClosedException.class);
      assertThat(spring.closed).hasValue(1);
    }
  }

  // --- Time

  @TreadleTest
  void anIntervalTicks(Simulation simulation) {
    assertThat(Flow.interval(SECOND).take(3).toList()).containsExactly(1L, 2L, 3L);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void ticksThatPassMeanwhileAreLeftOut(Simulation simulation) {
    Flow.interval(SECOND)
        .take(3)
        .forEach(tick -> {
          log.add(tick);
          sleep(Duration.ofMillis(2500));
        });

    assertThat(log).containsExactly(1L, 4L, 7L);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofMillis(9500));
  }

  @TreadleTest
  void aTickThatIsDueIsNotMissed() {
    Flow.interval(SECOND)
        .take(3)
        .forEach(tick -> {
          log.add(tick);
          sleep(SECOND);
        });

    assertThat(log).containsExactly(1L, 2L, 3L);
  }

  @TreadleTest
  void aPeriodMayBeTooLongForAnything() {
    var tick =
        Treadle.moveOnAfter(
            Duration.ofDays(1000), () -> Flow.interval(Duration.ofSeconds(Long.MAX_VALUE)).first());

    assertThat(tick).isEmpty();
  }

  // --- Pages

  private int page(int number) {
    log.add("fetching " + number);
    sleep(SECOND);
    return number;
  }

  @TreadleTest
  void whileOnePageIsUsedTheNextIsFetched(Simulation simulation) {
    Flow.pages(() -> page(1), last -> last == 3 ? null : page(last + 1))
        .forEach(page -> {
          sleep(SECOND);
          log.add("used " + page);
        });

    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(4));
    assertThat(log).startsWith("fetching 1", "fetching 2").endsWith("used 3").hasSize(6);
  }

  @TreadleTest
  void noMoreThanOnePageIsFetchedAhead(Simulation simulation) {
    Flow.pages(() -> page(1), last -> page(last + 1))
        .take(1)
        .forEach(_ -> sleep(Duration.ofMinutes(1)));

    assertThat(log).containsExactly("fetching 1", "fetching 2");
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(61));
  }

  // --- As they are completed

  @TreadleTest
  void outcomesComeAsTheyAreThere(Simulation simulation) {
    var flow =
        Flow.asCompleted(
            List.of(3, 1, 2),
            seconds -> {
              sleep(Duration.ofSeconds(seconds));
              if (seconds == 2) {
                throw new IOException("two");
              }
              return seconds;
            });

    assertThat(
            flow.map(o -> o instanceof Outcome.Success<Integer>(var value) ? value : -1).toList())
        .containsExactly(1, -1, 3);
    assertThat(simulation.clock().elapsed()).isEqualTo(Duration.ofSeconds(3));
  }

  @TreadleTest
  void whoHasEnoughCancelsTheRest(Simulation simulation) {
    var first =
        Flow.asCompleted(
                () -> {
                  sleep(SECOND);
                  return "fast";
                },
                () -> {
                  sleep(Duration.ofHours(1));
                  return "slow";
                })
            .first();

    assertThat(first.orElseThrow().value()).isEqualTo("fast");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void noBodiesNoOutcomes() {
    assertThat(Flow.asCompleted(List.of()).toList()).isEmpty();
  }

  // --- Lines

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @TreadleTest
  void linesOfAFile(@TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "one\ntwo\r\n\nthrée");

    assertThat(Flow.lines(file).toList()).containsExactly("one", "two", "", "thrée");
  }

  @Test
  void linesMayEndInAnyWay() {
    assertThat(Flow.lines(() -> bytes("a\rb\r\nc\n\r\nd\r")).toList())
        .containsExactly("a", "b", "c", "", "d");
    assertThat(Flow.lines(() -> bytes("")).toList()).isEmpty();
    assertThat(Flow.lines(() -> bytes("\n")).toList()).containsExactly("");
  }

  @Test
  void linesMayComeInPieces() {
    var text = "x".repeat(20_000) + "\r";
    var pieces = new SequenceInputStream(bytes(text), bytes("\nsecond\nthi"));

    assertThat(Flow.lines(() -> new SequenceInputStream(pieces, bytes("rd"))).toList())
        .containsExactly("x".repeat(20_000), "second", "third");
  }

  @Test
  void whatIsNotUtf8IsAFailure() {
    assertThatThrownBy(() ->
            Flow.lines(() -> new ByteArrayInputStream(new byte[] {'a', (byte) 0xff})).toList())
        .hasCauseInstanceOf(MalformedInputException.class);
  }

  @Test
  void aFileThatIsNotThereIsAFailureWhenItIsRead(@TempDir Path folder) {
    var flow = Flow.lines(folder.resolve("none"));

    assertThatThrownBy(flow::toList).hasCauseInstanceOf(NoSuchFileException.class);
  }

  @TreadleTest
  void theTextIsClosedByWhoLeavesEarly() {
    var closed = new ArrayList<String>();
    var text =
        new ByteArrayInputStream("a\nb\n".getBytes(StandardCharsets.UTF_8)) {
          @Override
          public void close() {
            closed.add("closed");
          }
        };
    TaskGroup.run(_ -> assertThat(Flow.lines(() -> text).first()).contains("a"));

    assertThat(closed).containsExactly("closed");
  }

  /// A text of which nothing more comes after its second line has begun.
  private final class Unfinished extends InputStream {

    private final InputStream beginning = bytes("first\nsec");

    @Override
    public int read() {
      throw new AssertionError("expected many bytes to be asked for");
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      int read = beginning.read(into, from, most);
      return read < 0 ? waitForEver() : read;
    }

    private int waitForEver() throws IOException {
      try {
        new CountDownLatch(1).await();
        return -1;
      } catch (InterruptedException interrupted) {
        throw new InterruptedIOException();
      }
    }

    @Override
    public void close() {
      log.add("closed");
    }
  }

  @TreadleTest
  void whoIsCancelledWhileALineIsReadClosesTheText(Simulation simulation) {
    TaskGroup.run(group -> {
      var reading = group.start(() -> Flow.lines(Unfinished::new).forEach(log::add));
      sleep(SECOND);
      reading.cancel("enough");
    });

    assertThat(log).containsExactly("first", "closed");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void soDoesWhoIsCancelledBehindATask(Simulation simulation) {
    TaskGroup.run(group -> {
      var reading = group.start(() -> Flow.lines(Unfinished::new).buffer(2).forEach(log::add));
      sleep(SECOND);
      reading.cancel("enough");
    });

    assertThat(log).containsExactly("first", "closed");
    assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
  }

  @TreadleTest
  void aTextThatIsOpenedAllTheSameIsClosed() {
    TaskGroup.run(group -> {
      var reading =
          group.start(() ->
              Flow.lines(
                      () -> {
                        try {
                          new CountDownLatch(1).await();
                        } catch (InterruptedException swallowed) {
                          log.add("opened");
                        }
                        return new Unfinished();
                      })
                  .forEach(log::add));
      sleep(SECOND);
      reading.cancel("enough");
    });

    assertThat(log).containsExactly("opened", "closed");
  }

  @TreadleTest(explore = 2_000, racePoints = "dev.treadle.flow.Lines")
  void cancelledWheneverYouLikeATextIsClosed() {
    var opened = new AtomicInteger();
    TaskGroup.run(group -> {
      var reading =
          group.start(() ->
              Flow.lines(
                      () -> {
                        opened.incrementAndGet();
                        return new Unfinished();
                      })
                  .forEach(_ -> {}));
      group.start(() -> reading.cancel("enough"));
    });

    assertThat(log).hasSize(opened.get());
  }

  @TreadleTest
  void aLineComesBeforeTheNextIsThere() throws IOException {
    var in = new java.io.PipedInputStream();
    var out = new java.io.PipedOutputStream(in);
    TaskGroup.run(group -> {
      var first = group.start(() -> Flow.lines(() -> in).first());
      out.write("first\nsec".getBytes(StandardCharsets.UTF_8));
      assertThat(first.await()).contains("first");
    });
    out.close();
  }
}
