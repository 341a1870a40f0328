package dev.treadle.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@SuppressWarnings({
  "JdkObsolete",
  "ReturnValueIgnored"
}) // collections that lock themselves are tested too
class SwitchPointTest {

  private static final VarHandle PLAIN = plainField();

  private final AtomicInteger atomic = new AtomicInteger();
  private final Map<Integer, Integer> map = new ConcurrentHashMap<>();
  private final List<Integer> list = Collections.synchronizedList(new ArrayList<>());
  private final Vector<Integer> vector = new Vector<>();
  private final Hashtable<Integer, Integer> table = new Hashtable<>();
  private final StringBuffer text = new StringBuffer();
  private final Own own = new Own();
  private final Set<Integer> set = Collections.newSetFromMap(new ConcurrentHashMap<>());
  private int plain;
  private volatile boolean ready;

  /// One operation, before which another thread may run.
  @SuppressWarnings("ImmutableEnumChecker")
  enum Operation {
    ATOMIC(test -> test.atomic.addAndGet(1)),
    VAR_HANDLE(test -> PLAIN.getAndAdd(test, 1)),
    MAP(test -> test.map.put(1, 1)),
    SYNCHRONIZED_LIST(test -> test.list.add(1)),
    VECTOR(test -> test.vector.addElement(1)),
    VECTOR_AS_LIST(test -> ((List<Integer>) test.vector).add(1)),
    HASHTABLE_AS_MAP(test -> ((Map<?, ?>) test.table).containsKey(1)),
    STRING_BUFFER(test -> test.text.append('.')),
    OWN_CLASS(test -> test.own.put(1, 1)),
    OWN_CLASS_AS_MAP(test -> ((Map<Integer, Integer>) test.own).put(1, 1)),
    UNMODIFIABLE_MAP(test -> Collections.unmodifiableMap(test.map).containsKey(1)),
    UNMODIFIABLE_SET(test -> Collections.unmodifiableSet(test.set).contains(1)),
    SYNCHRONIZED_MAP(test -> Collections.synchronizedMap(test.map).containsKey(1)),
    SET_FROM_MAP(test -> test.set.add(1)),
    ITERABLE(test -> ((Iterable<?>) test.list).forEach(_ -> {})),
    UNPARK(_ -> LockSupport.unpark(null)),
    MONITOR(SwitchPointTest::enter),
    SYNCHRONIZED_METHOD(SwitchPointTest::increment);

    private final java.util.function.Consumer<SwitchPointTest> call;

    Operation(java.util.function.Consumer<SwitchPointTest> call) {
      this.call = call;
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherThreadMayRunBefore(Operation operation) {
    assertThat(schedules(0, () -> operation.call.accept(this))).isEqualTo(3);
    assertThat(schedules(1, () -> operation.call.accept(this))).isGreaterThanOrEqualTo(3 + 4);
  }

  /// A map of the user's.
  private static final class Own extends ConcurrentHashMap<Integer, Integer> {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void anotherThreadMayRunBeforeAMethodThatIsCalledByReference() {
    var queue = new ConcurrentLinkedQueue<Integer>();
    Predicate<Integer> bound = ((Collection<Integer>) queue)::add;
    ToIntFunction<AtomicInteger> unbound = AtomicInteger::incrementAndGet;

    assertThat(schedules(1, atomic::incrementAndGet)).isGreaterThanOrEqualTo(3 + 4);
    assertThat(schedules(1, () -> bound.test(1))).isGreaterThanOrEqualTo(3 + 4);
    assertThat(schedules(1, () -> unbound.applyAsInt(atomic))).isGreaterThanOrEqualTo(3 + 4);
    assertThat(queue).isNotEmpty();
  }

  @Test
  void anUnmodifiableViewOfWhatIsNotSharedIsNoSwitchPoint() {
    var unshared = Collections.unmodifiableMap(new HashMap<>(Map.of(1, 1)));

    assertThat(schedules(1, () -> unshared.containsKey(1))).isEqualTo(3);
  }

  @Test
  void aCollectionThatIsNotSharedIsNoSwitchPoint() {
    Map<Integer, Integer> unshared = new HashMap<>();

    assertThat(schedules(1, () -> unshared.merge(1, 1, Integer::sum))).isEqualTo(3);
  }

  @Test
  void aFieldIsNoSwitchPointUnlessRacePointsAreOn() {
    assertThat(schedules(1, () -> plain++)).isEqualTo(3);
  }

  @Test
  void racePointsOfOtherSimulationsAreNotOurs() {
    int before = schedules(1, "org.example", () -> plain++);
    int withOurs = schedules(1, SwitchPointTest.class.getName(), () -> plain++);

    assertThat(withOurs).isGreaterThan(before);
    assertThat(schedules(1, "org.example", () -> plain++)).isEqualTo(before);
  }

  @TreadleTest(timeout = "5s")
  void aSpinningLoopLetsRunWhatItWaitsFor() {
    Thread.startVirtualThread(() -> ready = true);

    while (!ready) {
      Thread.onSpinWait();
    }
    assertThat(ready).isTrue();
  }

  private void enter() {
    synchronized (map) {
      plain++;
    }
  }

  private synchronized void increment() {
    plain++;
  }

  /// Returns how many schedules two threads have that make one call each, with so many forced
  /// switches.
  private static int schedules(int switches, Runnable call) {
    return schedules(switches, "org.example", call);
  }

  private static int schedules(int switches, String racePoints, Runnable call) {
    return Simulation.explore(
            1000,
            settings ->
                settings.withStrategy(Strategy.DFS).withDepth(switches).withRacePoints(racePoints),
            _ -> PlantedBug.inParallel(() -> call.run()))
        .runs();
  }

  private static VarHandle plainField() {
    try {
      return MethodHandles.lookup().findVarHandle(SwitchPointTest.class, "plain", int.class);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no such field: " + e.getMessage(), e);
    }
  }
}
