package dev.treadle.flow;

import static dev.treadle.Treadle.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.treadle.Outcome;
import dev.treadle.TaskFailedException;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.channel.Channel;
import dev.treadle.test.Simulation;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every operator and source; one that is in no table here fails the build.
class EveryOperatorTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /// @param name as in the documentation
  record Case(String name, Function<Flow<Integer>, Flow<?>> operator) {

    String method() {
      return name.replaceFirst("\\(.*", "");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The threads in which functions of operators were called.
  private static final List<Thread> THREADS = new CopyOnWriteArrayList<>();

  private static int seen(int number) {
    THREADS.add(Thread.currentThread());
    return number;
  }

  /// Operators that need no task; those with a function call `seen`.
  static Stream<Case> plain() {
    return Stream.of(
        new Case("map", flow -> flow.map(n -> seen(n))),
        new Case("flatMap(fn)", flow -> flow.flatMap(n -> List.of(seen(n)))),
        new Case("peek", flow -> flow.peek(n -> seen(n))),
        new Case("filter", flow -> flow.filter(n -> seen(n) > 0)),
        new Case("distinct", Flow::distinct),
        new Case("scan", flow -> flow.scan(0, (_, n) -> seen(n))),
        new Case("take", flow -> flow.take(9)),
        new Case("takeWhile", flow -> flow.takeWhile(n -> seen(n) > 0)),
        new Case("drop", flow -> flow.drop(0)),
        new Case("dropWhile", flow -> flow.dropWhile(n -> seen(n) < 0)),
        new Case("batch(size)", flow -> flow.batch(2)),
        new Case("window", flow -> flow.window(2, 2)),
        new Case("zip", flow -> flow.zip(Flow.of(1, 2), (n, _) -> seen(n))),
        new Case("throttle", flow -> flow.throttle(9, SECOND)),
        new Case("timeoutEach", flow -> flow.timeoutEach(HOUR)),
        new Case("retry", flow -> flow.retry(1)),
        new Case(
            "onError",
            flow ->
                flow.onError(failure -> {
                  throw failure;
                })));
  }

  /// Operators that have a task.
  static Stream<Case> apart() {
    return Stream.of(
        new Case("mapConcurrent", flow -> flow.mapConcurrent(3, n -> n)),
        new Case("mapUnordered", flow -> flow.mapUnordered(3, n -> n)),
        new Case("flatMap(limit)", flow -> flow.flatMap(2, Flow::of)),
        new Case("merge", flow -> flow.merge()),
        new Case("combineLatest", flow -> flow.combineLatest(Flow.of(0), (n, _) -> n)),
        new Case("groupBy", flow -> flow.groupBy(2, n -> n % 2, (_, group) -> group)),
        new Case("buffer", flow -> flow.buffer(3)),
        new Case("prefetch", Flow::prefetch),
        new Case("conflate", Flow::conflate),
        new Case("batch(size, maxWait)", flow -> flow.batch(2, SECOND)),
        new Case("debounce", flow -> flow.debounce(SECOND)),
        new Case("sample", flow -> flow.sample(SECOND)),
        new Case(
            "share",
            flow ->
                Flow.generate(
                    emit -> TaskGroup.run(g -> flow.share(g).flow().forEach(emit::accept)))));
  }

  static Stream<Case> all() {
    return Stream.concat(plain(), apart());
  }

  @Test
  void everyOperatorIsInATable() {
    var operators =
        Arrays.stream(Flow.class.getDeclaredMethods())
            .filter(EveryOperatorTest::isOperator)
            .map(Method::getName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(all().map(Case::method).collect(Collectors.toSet())).isEqualTo(operators);
  }

  private static boolean isOperator(Method method) {
    int modifiers = method.getModifiers();
    return Modifier.isPublic(modifiers)
        && !Modifier.isStatic(modifiers)
        && Set.of(Flow.class, Shared.class).contains(method.getReturnType());
  }

  // --- Threads

  /// In a cursor of a thread that is no task, so that no task could be started.
  @ParameterizedTest
  @MethodSource("plain")
  void whatNeedsNoTaskRunsInTheConsumersThread(Case operator) {
    THREADS.clear();

    try (var cursor = operator.operator().apply(Spring.of(2).flow().map(n -> seen(n))).open()) {
      cursor.forEach(_ -> THREADS.add(Thread.currentThread()));
    }

    assertThat(THREADS).hasSizeGreaterThanOrEqualTo(3).containsOnly(Thread.currentThread());
  }

  static Stream<Flow<?>> plainSources() {
    var channel = Channel.<Integer>buffered(2);
    channel.send(1);
    channel.close();
    return Stream.of(
        Flow.of(1),
        Flow.from(List.of(1)),
        Flow.from(Stream.of(1)),
        Flow.fromChannel(channel),
        Flow.interval(Duration.ofMillis(1)),
        Flow.using(() -> 1, n -> n, _ -> {}));
  }

  @ParameterizedTest
  @MethodSource("plainSources")
  void soDoSourcesThatNeedNone(Flow<?> source) {
    try (var cursor = source.map(_ -> Thread.currentThread()).open()) {
      assertThat(cursor.iterator().next()).isSameAs(Thread.currentThread());
    }
  }

  @ParameterizedTest
  @MethodSource("apart")
  void whatHasATaskLetsTheSourceWorkInThat(Case operator) {
    Simulation.run(_ -> {
      THREADS.clear();
      var flow = operator.operator().apply(Spring.of(2).flow().map(n -> seen(n)));

      flow.forEach(_ -> assertThat(THREADS).doesNotContain(Thread.currentThread()));

      assertThat(THREADS).hasSize(2);
    });
  }

  @ParameterizedTest
  @MethodSource("apart")
  void whatHasATaskIsOpenedInOne(Case operator) {
    var flow = operator.operator().apply(Flow.of(1));

    assertThatIllegalStateException()
        .isThrownBy(flow::open)
        .withMessageStartingWith("open(): expected a task, because this flow starts tasks");
  }

  // --- Failures

  private static int throwing() throws IOException {
    throw new IOException("planted");
  }

  private static Flow<Integer> failing() {
    return Flow.of(1).map(_ -> throwing());
  }

  private static void consumeHere(Flow<?> flow) {
    flow.forEach(_ -> {});
  }

  @ParameterizedTest
  @MethodSource("plain")
  void anErrorKeepsItsStack(Case operator) {
    requireStacks(operator.operator().apply(failing()), true);
  }

  @ParameterizedTest
  @MethodSource("apart")
  void anErrorKeepsTheStacksOfBothSides(Case operator) {
    requireStacks(operator.operator().apply(failing()), false);
  }

  @ParameterizedTest
  @MethodSource("apart")
  void alsoFartherAway(Case operator) {
    requireStacks(operator.operator().apply(failing()).buffer(2).prefetch(), false);
  }

  @ParameterizedTest
  @MethodSource("apart")
  void alsoBesideATaskAfterIt(Case operator) {
    requireStacks(operator.operator().apply(failing().prefetch()).map(n -> n), false);
  }

  /// Sources, and functions of operators, that run in tasks.
  static Stream<Case> failingApart() {
    return Stream.of(
        new Case("generate", _ -> Flow.generate(_ -> throwing())),
        new Case("pages, first", _ -> Flow.pages(EveryOperatorTest::throwing, _ -> null)),
        new Case("pages, next", _ -> Flow.pages(() -> 1, _ -> throwing())),
        new Case(
            "asCompleted", _ -> Flow.asCompleted(EveryOperatorTest::throwing).map(Outcome::value)),
        new Case("mapConcurrent", flow -> flow.mapConcurrent(2, _ -> throwing())),
        new Case("mapUnordered", flow -> flow.mapUnordered(2, _ -> throwing())),
        new Case("flatMap", flow -> flow.flatMap(2, _ -> Flow.of(throwing()))),
        new Case("flatMap, inside", flow -> flow.flatMap(2, _ -> failing())),
        new Case("merge", flow -> flow.merge(failing())),
        new Case("combineLatest", flow -> flow.combineLatest(failing(), (n, _) -> n)),
        new Case("zip", flow -> flow.zip(failing().prefetch(), (n, _) -> n)),
        new Case("groupBy, key", flow -> flow.groupBy(2, _ -> throwing(), (_, group) -> group)),
        new Case(
            "groupBy, inside",
            flow -> flow.groupBy(2, n -> n, (_, group) -> group.map(_ -> throwing()))));
  }

  @ParameterizedTest
  @MethodSource("failingApart")
  void soDoesAnErrorInATaskOfItsOwn(Case operator) {
    requireStacks(operator.operator().apply(Spring.of(1).flow()), false);
  }

  private static void requireStacks(Flow<?> flow, boolean isSameThread) {
    Simulation.run(_ -> {
      var failure =
          Objects.requireNonNull(
              catchThrowableOfType(TaskFailedException.class, () -> consumeHere(flow)));
      var cause = stack(rootOf(failure));

      assertThat(failure).hasMessage("java.io.IOException: planted");
      assertThat(stack(failure)).contains("consumeHere").doesNotContain("throwing");
      assertThat(cause).contains("throwing");
      assertThat(cause.contains("consumeHere")).isEqualTo(isSameThread);
    });
  }

  private static Throwable rootOf(Throwable thrown) {
    var cause = thrown.getCause();
    return cause == null ? thrown : rootOf(cause);
  }

  private static List<String> stack(Throwable thrown) {
    return Arrays.stream(thrown.getStackTrace()).map(StackTraceElement::getMethodName).toList();
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whatCameBeforeAFailureComesBeforeIt(Case operator) {
    var received = new ArrayList<Object>();
    var flow = operator.operator().apply(Spring.of(9).failingAt(3).flow());

    var failure =
        catchThrowableOfType(TaskFailedException.class, () -> flow.forEach(received::add));

    assertThat(failure).hasMessage("java.io.IOException: no 3");
    assertThat(received.toString().replaceAll("[\\[\\]]", "")).isEqualTo("1, 2");
  }

  // --- Cancellation

  @ParameterizedTest
  @MethodSource("all")
  void cancellingTheConsumerClosesTheSource(Case operator) {
    var spring = Spring.endless().every(HOUR);

    Simulation.run(simulation -> {
      TaskGroup.run(group -> {
        var consumer = group.start(() -> consumeHere(operator.operator().apply(spring.flow())));
        sleep(SECOND);
        consumer.cancel("enough");
      });

      assertThat(simulation.clock().elapsed()).isEqualTo(SECOND);
    });
    assertThat(spring.opened).hasValue(1);
    assertThat(spring.closed).hasValue(1);
  }

  // --- How far ahead

  /// @param atFirst how many elements are asked for before the consumer has asked for any
  /// @param afterOne and when it has got the first
  record Ahead(String operator, int atFirst, int afterOne) {}

  static Stream<Ahead> ahead() {
    return Stream.of(
        new Ahead("mapConcurrent", 6, 7),
        new Ahead("mapUnordered", 6, 7),
        new Ahead("flatMap(limit)", 2, 3),
        new Ahead("merge", 1, 2),
        new Ahead("combineLatest", 1, 2),
        new Ahead("groupBy", 3, 4),
        new Ahead("buffer", 4, 5),
        new Ahead("prefetch", 1, 2),
        new Ahead("batch(size, maxWait)", 3, 5));
  }

  @ParameterizedTest
  @MethodSource("ahead")
  void noMoreIsMadeAheadThanItSays(Ahead ahead) {
    var spring = Spring.endless();
    var operator =
        apart().filter(each -> each.name().equals(ahead.operator)).findFirst().orElseThrow();

    Simulation.run(simulation ->
        Treadle.run(() -> {
          try (var cursor = operator.operator().apply(spring.flow()).open()) {
            simulation.awaitBlocked();
            assertThat(spring.asked).hasValue(ahead.atFirst);
            assertThat(cursor.iterator().next()).isNotNull();
            simulation.awaitBlocked();
            assertThat(spring.asked).hasValue(ahead.afterOne);
          }
        }));
  }

  @ParameterizedTest
  @MethodSource("plain")
  void whatNeedsNoTaskMakesNothingAhead(Case operator) {
    var spring = Spring.endless();
    boolean isOfTwo = operator.name().equals("batch(size)") || operator.name().equals("window");

    try (var cursor = operator.operator().apply(spring.flow()).open()) {
      assertThat(spring.asked).hasValue(0);
      assertThat(cursor.iterator().next()).isNotNull();
      assertThat(spring.asked).hasValue(isOfTwo ? 2 : 1);
    }
  }
}
