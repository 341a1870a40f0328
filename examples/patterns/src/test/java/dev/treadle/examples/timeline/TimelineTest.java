package dev.treadle.examples.timeline;

import static dev.treadle.Treadle.gather;
import static dev.treadle.Treadle.gatherOutcomes;
import static dev.treadle.Treadle.moveOnAfter;
import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.Action;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Recorder and drawing together, in virtual time.
class TimelineTest {

  private static void seconds(double count) {
    sleep(Duration.ofMillis((long) (1000 * count)));
  }

  @Test
  void tasksAreBarsFromStartToEndBelowTheirProgram() throws Exception {
    assertThat(
            drawn(() ->
                Treadle.run(() ->
                    TaskGroup.run(
                        "shop",
                        group -> {
                          group.start("first", () -> seconds(1));
                          seconds(1);
                          group.start("second", () -> seconds(3));
                        }))))
        .isEqualTo(
            """
            main         |########################################|  0.000 s to 4.000 s  ended
            shop/first   |##########                              |  0.000 s to 1.000 s  returned
            shop/second  |          ##############################|  1.000 s to 4.000 s  returned
            """);
  }

  @Test
  void itSaysHowEachEnded() throws Exception {
    assertThat(
            drawn(() ->
                Treadle.run(() ->
                    moveOnAfter(
                        Duration.ofSeconds(2),
                        () ->
                            gatherOutcomes(
                                () -> "at once",
                                () -> {
                                  seconds(1);
                                  throw new IOException("no");
                                },
                                () -> {
                                  seconds(9);
                                  return "never";
                                })))))
        .isEqualTo(
            """
            main  |########################################|  0.000 s to 2.000 s  ended
            1     |#                                       |  0.000 s to 0.000 s  returned
            2     |####################                    |  0.000 s to 1.000 s  failed: IOException
            3     |########################################|  0.000 s to 2.000 s  cancelled
            """);
  }

  @Test
  void tasksInTasksStandInTheOrderOfTheirStart() throws Exception {
    assertThat(
            drawn(() ->
                Treadle.run(() ->
                    gather(
                        () -> gather(() -> seconds(1), () -> seconds(1)),
                        () -> gather(() -> seconds(2))))))
        .isEqualTo(
            """
            main  |########################################|  0.000 s to 2.000 s  ended
            1     |####################                    |  0.000 s to 1.000 s  returned
            2     |########################################|  0.000 s to 2.000 s  returned
            1/1   |####################                    |  0.000 s to 1.000 s  returned
            1/2   |####################                    |  0.000 s to 1.000 s  returned
            2/1   |########################################|  0.000 s to 2.000 s  returned
            """);
  }

  @Test
  void aTaskAtTheVeryEndHasACellOfItsOwn() throws Exception {
    var drawn =
        drawn(() ->
            Treadle.run(() -> {
              seconds(1);
              gather(() -> seconds(0));
            }));

    assertThat(drawn.lines().toList().getLast())
        .isEqualTo(
            "1     |                                       #|  1.000 s to 1.000 s  returned");
  }

  @Test
  void aProgramThatTakesNoTimeIsDrawnToo() throws Exception {
    assertThat(drawn(() -> Treadle.run(() -> {})))
        .isEqualTo("main  |#                                       |  0.000 s to 0.000 s  ended\n");
  }

  @Test
  void whatStartsNoTaskHasAnEmptyTimeline() throws Exception {
    assertThat(drawn(() -> {})).isEmpty();
  }

  @Test
  void aLongPathKeepsItsEnd() throws Exception {
    var drawn =
        drawn(() ->
            Treadle.run(() ->
                TaskGroup.run("a group with a long name", g -> g.start("and a task", () -> {}))));

    assertThat(drawn).contains("\n...with a long name/and a task  |");
  }

  @Test
  void whatTheProgramThrowsComesOutAndTheNextIsRecordedAllTheSame() throws Exception {
    assertThatThrownBy(() ->
            drawn(() -> {
              throw new IOException("no");
            }))
        .hasMessage("no");

    assertThat(drawn(() -> Treadle.run(() -> {}))).startsWith("main");
  }

  @Test
  void tasksOutsideOfARecordingAreNotRecorded() throws Exception {
    Simulation.run(_ -> gather(() -> seconds(1)));

    var timeline = Recorder.record("empty", () -> {});

    assertThat(timeline.spans()).isEmpty();
    assertThat(timeline.duration()).isZero();
  }

  @Test
  void inEveryScheduleEveryTaskHasItsBarAndItsEnding() throws Exception {
    var timeline =
        Recorder.record(
            "explored",
            () -> Simulation.explore(100, _ -> gather(List.of(1, 2, 3), i -> doubled(i))));

    // Some of the hundred run more than once.
    assertThat(timeline.spans()).hasSizeGreaterThanOrEqualTo(300);
    assertThat(timeline.spans())
        .allSatisfy(span -> assertThat(span.path()).matches("main/[123]"))
        .allSatisfy(span -> assertThat(span.ending()).isEqualTo(new Ending.Returned()))
        .allSatisfy(span -> assertThat(span.from()).isZero())
        .allSatisfy(span -> assertThat(span.to()).isEqualTo(Duration.ofSeconds(1)));
  }

  @Test
  void inRealTimeBodiesOfPoolsHaveBarsOfTheirOwn() throws Exception {
    var timeline =
        Recorder.record(
            "real", () -> Treadle.run(() -> gather(() -> Treadle.cpu(() -> "sum"), () -> "none")));

    assertThat(timeline.spans())
        .extracting(span -> span.path().replaceFirst("cpu-\\d+", "cpu-N"))
        .containsExactly("main", "1", "1 in treadle-cpu-N", "2");
    assertThat(timeline.spans().get(2).ending()).isEqualTo(new Ending.Ended());
  }

  @Test
  void bodiesThatRunWhereTheirTaskRunsArePartOfIt() throws Exception {
    assertThat(drawn(() -> Treadle.run(() -> Treadle.cpu(() -> "in a simulation"))))
        .hasLineCount(1);
  }

  private static int doubled(int number) {
    seconds(1);
    return 2 * number;
  }

  private static String drawn(Action<?> program) throws Exception {
    return Recorder.record("test", () -> Simulation.run(_ -> program.run())).toText('#');
  }
}
