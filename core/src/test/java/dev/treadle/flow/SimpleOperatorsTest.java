package dev.treadle.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.treadle.TaskFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Operators and sinks that are plain calls.
class SimpleOperatorsTest {

  private static Flow<Integer> upTo(int count) {
    return Spring.of(count).flow();
  }

  // --- Each element

  @Test
  void mapMakesSomethingOfEach() {
    assertThat(upTo(3).map(number -> "n" + number).toList()).containsExactly("n1", "n2", "n3");
  }

  @Test
  void flatMapMakesSeveralOrNone() {
    assertThat(upTo(4).flatMap(number -> List.of(7, 8).subList(0, number % 3)).toList())
        .containsExactly(7, 7, 8, 7);
  }

  @Test
  void peekSeesWhatGoesBy() {
    var seen = new ArrayList<Integer>();

    assertThat(upTo(3).peek(seen::add).take(2).toList()).containsExactly(1, 2);
    assertThat(seen).containsExactly(1, 2);
  }

  @Test
  void filterChooses() {
    assertThat(upTo(6).filter(number -> number % 2 == 0).toList()).containsExactly(2, 4, 6);
    assertThat(upTo(6).filter(_ -> false).toList()).isEmpty();
  }

  @Test
  void distinctLetsEachThroughOnce() {
    assertThat(Flow.of("a", "b", "a", "c", "b").distinct().toList()).containsExactly("a", "b", "c");
  }

  @Test
  void scanShowsEveryResult() {
    assertThat(upTo(4).scan(0, Integer::sum).toList()).containsExactly(1, 3, 6, 10);
    assertThat(Flow.<Integer>of().scan(0, Integer::sum).toList()).isEmpty();
  }

  // --- Beginning and end

  @Test
  void takeEnds() {
    assertThat(upTo(5).take(2).toList()).containsExactly(1, 2);
    assertThat(upTo(1).take(2).toList()).containsExactly(1);
    assertThat(upTo(5).take(0).toList()).isEmpty();
  }

  @Test
  void takeWhileEndsWithTheFirstThatIsNotWanted() {
    var spring = Spring.endless();

    assertThat(spring.flow().takeWhile(number -> number < 3).toList()).containsExactly(1, 2);
    assertThat(spring.asked).hasValue(3);
  }

  @Test
  void dropBeginsLater() {
    assertThat(upTo(4).drop(2).toList()).containsExactly(3, 4);
    assertThat(upTo(1).drop(2).toList()).isEmpty();
    assertThat(upTo(2).drop(0).toList()).containsExactly(1, 2);
  }

  @Test
  void dropWhileBeginsWithTheFirstThatIsWanted() {
    assertThat(Flow.of(1, 5, 2).dropWhile(number -> number < 3).toList()).containsExactly(5, 2);
    assertThat(upTo(2).dropWhile(_ -> true).toList()).isEmpty();
  }

  // --- Lists

  @Test
  void batchesAreFullButForTheLast() {
    assertThat(upTo(5).batch(2).toList()).containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    assertThat(upTo(4).batch(2).toList()).containsExactly(List.of(1, 2), List.of(3, 4));
    assertThat(upTo(3).batch(Integer.MAX_VALUE).toList()).containsExactly(List.of(1, 2, 3));
    assertThat(Flow.of().batch(2).toList()).isEmpty();
  }

  @Test
  void aFailureComesBehindTheBatchOfThoseBeforeIt() {
    var batches = new ArrayList<List<Integer>>();
    var failing =
        upTo(5)
            .map(number -> {
              if (number == 4) {
                throw new IOException("the fourth");
              }
              return number;
            })
            .batch(2);

    assertThatThrownBy(() -> failing.forEach(batches::add))
        .isInstanceOf(TaskFailedException.class)
        .hasRootCauseMessage("the fourth");
    assertThat(batches).containsExactly(List.of(1, 2), List.of(3));
  }

  @Test
  void windowsOverlap() {
    assertThat(upTo(4).window(3, 1).toList()).containsExactly(List.of(1, 2, 3), List.of(2, 3, 4));
    assertThat(upTo(2).window(3, 1).toList()).isEmpty();
  }

  @Test
  void windowsLieSideBySideOrApart() {
    assertThat(upTo(5).window(2, 2).toList()).containsExactly(List.of(1, 2), List.of(3, 4));
    assertThat(upTo(8).window(2, 3).toList())
        .containsExactly(List.of(1, 2), List.of(4, 5), List.of(7, 8));
  }

  @Test
  void zipEndsWithTheShorterOne() {
    var left = Spring.of(3);
    var right = Spring.endless();

    var pairs = left.flow().zip(right.flow().map(n -> n * 10), (a, b) -> a + ":" + b).toList();

    assertThat(pairs).containsExactly("1:10", "2:20", "3:30");
    assertThat(left.closed).hasValue(1);
    assertThat(right.closed).hasValue(1);
    assertThat(right.asked).hasValue(3);
  }

  // --- Sinks

  @Test
  void collectTakesWhatStreamsTake() {
    assertThat(upTo(3).map(String::valueOf).collect(Collectors.joining(","))).isEqualTo("1,2,3");
    assertThat(upTo(5).collect(Collectors.partitioningBy(n -> n > 3)).get(true))
        .containsExactly(4, 5);
  }

  @Test
  void reduceJoins() {
    assertThat(upTo(4).reduce(Integer::sum)).contains(10);
    assertThat(Flow.<Integer>of().reduce(Integer::sum)).isEmpty();
    assertThat(upTo(3).reduce("", (text, number) -> text + number)).isEqualTo("123");
    assertThat(Flow.<Integer>of().reduce("none", (text, number) -> text + number))
        .isEqualTo("none");
  }

  @Test
  void aListOfAFlowCannotBeChanged() {
    assertThat(upTo(1).toList()).isUnmodifiable();
    assertThat(upTo(2).batch(1).toList().getFirst()).isUnmodifiable();
    assertThat(upTo(2).window(1, 1).toList().getFirst()).isUnmodifiable();
  }
}
