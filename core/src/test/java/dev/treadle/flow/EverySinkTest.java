package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.treadle.Each;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.channel.Channel;
import dev.treadle.test.Simulation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every sink: whatever happens, it lets go of everything. One that is not in the
/// table here fails the build.
class EverySinkTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  /// @param name as in the documentation
  /// @param takesAll whether it asks for all elements
  /// @param consume runs a flow to its end
  record Sink(String name, boolean takesAll, Each<Flow<Integer>, ?> consume) {

    String method() {
      return name.replaceFirst("\\(.*", "");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static Sink all(String name, Each<Flow<Integer>, ?> consume) {
    return new Sink(name, true, consume);
  }

  static Stream<Sink> sinks() {
    return Stream.of(
        all("forEach", flow -> flow.forEach(_ -> {})),
        all("collect", flow -> flow.collect(Collectors.counting())),
        all("toList", Flow::toList),
        new Sink("first", false, Flow::first),
        all("reduce(join)", flow -> flow.reduce(Integer::sum)),
        all("reduce(initial, join)", flow -> flow.reduce(0, Integer::sum)),
        all("into", flow -> flow.into(Channel.<Integer>unbounded())),
        all("open", EverySinkTest::loop),
        all("toStream", EverySinkTest::stream),
        all("asPublisher", EverySinkTest::publish));
  }

  private static void loop(Flow<Integer> flow) {
    try (var cursor = flow.open()) {
      for (int number : cursor) {
        assertThat(number).isPositive();
      }
    }
  }

  private static void stream(Flow<Integer> flow) {
    try (var stream = flow.toStream()) {
      assertThat(stream).allMatch(number -> number > 0);
    }
  }

  private static void publish(Flow<Integer> flow) throws Exception {
    var told = new AtomicReference<@Nullable Throwable>();
    TaskGroup.run(group -> flow.asPublisher(group).subscribe(new Taking(told)));
    if (told.get() instanceof Exception failure) {
      throw failure;
    }
  }

  /// Requests everything at once.
  private record Taking(AtomicReference<@Nullable Throwable> told) implements Subscriber<Integer> {

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Integer element) {}

    @Override
    public void onError(Throwable failure) {
      told.set(failure);
    }

    @Override
    public void onComplete() {}
  }

  @Test
  void everySinkIsInTheTable() {
    var methods =
        Arrays.stream(Flow.class.getDeclaredMethods())
            .filter(EverySinkTest::isSink)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(sinks().map(Sink::method).collect(Collectors.toSet())).isEqualTo(methods);
  }

  private static boolean isSink(Method method) {
    int modifiers = method.getModifiers();
    return Modifier.isPublic(modifiers)
        && !Modifier.isStatic(modifiers)
        && !List.of(Flow.class, Shared.class).contains(method.getReturnType())
        && !method.getName().equals("toString");
  }

  /// Without a task, and with one.
  private static List<Flow<Integer>> flows(Spring without, Spring with) {
    return List.of(without.flow(), with.flow().buffer(1));
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void itRunsToItsEndAndClosesTheSource(Sink sink) {
    var springs = List.of(Spring.of(3), Spring.of(3));

    Simulation.run(_ ->
        TaskGroup.run(group -> {
          for (var flow : flows(springs.get(0), springs.get(1))) {
            group.start(() -> sink.consume().accept(flow)).await();
          }
        }));

    assertThat(springs).allSatisfy(spring -> assertThat(spring.closed).hasValue(1));
    assertThat(springs.getFirst().asked).hasValue(sink.takesAll() ? 4 : 1);
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void aFailureComesOutAndTheSourceIsClosed(Sink sink) {
    var springs = List.of(Spring.of(3).failingAt(1), Spring.of(3).failingAt(1));

    Simulation.run(_ ->
        TaskGroup.supervise(
            failure -> assertThat(failure.toString()).endsWith("java.io.IOException: no 1"),
            group -> {
              for (var flow : flows(springs.get(0), springs.get(1))) {
                var task = group.start(() -> sink.consume().accept(flow));
                assertThat(catchThrowable(task::await)).isInstanceOf(TaskFailedException.class);
              }
            }));

    assertThat(springs).allSatisfy(spring -> assertThat(spring.closed).hasValue(1));
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void cancelledItClosesTheSource(Sink sink) {
    var springs =
        List.of(Spring.endless().every(Duration.ofHours(1)), Spring.endless().every(SECOND));

    Simulation.run(simulation -> {
      TaskGroup.run(group -> {
        for (var flow : flows(springs.get(0), springs.get(1))) {
          var task = group.start(() -> sink.consume().accept(flow));
          sleep(SECOND.dividedBy(2));
          task.cancel("enough");
        }
      });

      assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    });
    assertThat(springs).allSatisfy(spring -> assertThat(spring.closed).hasValue(1));
  }

  @ParameterizedTest
  @MethodSource("sinks")
  void aFlowThatWasUsedIsRefused(Sink sink) {
    var flow = Flow.of(1, 2).map(number -> number);
    assertThat(flow.toList()).containsExactly(1, 2);

    Simulation.run(_ ->
        assertThatIllegalStateException()
            .isThrownBy(() -> accept(sink, flow))
            .withMessageStartingWith("flow of.map was used before: expected one operator or sink"));
  }

  private static void accept(Sink sink, Flow<Integer> flow) {
    try {
      sink.consume().accept(flow);
    } catch (TaskFailedException joined) { // by the group of a publisher
      throw joined.rethrow(IllegalStateException.class);
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }
}
