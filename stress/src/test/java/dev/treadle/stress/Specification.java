package dev.treadle.stress;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Holds a primitive to a model of it that does one thing after the other: whatever several threads
/// do at once, the results must be those of some order of the same operations in the model.
///
/// Lincheck generates scenarios with waiting operations for coroutines only; for threads it takes
/// one that waits for ever for a failure. So scenarios are made here: random ones of which the
/// model says that they end in every order. Lincheck then runs each of them under its model
/// checking, which parks and unparks threads itself, and finds the orders that explain the results.
///
/// Tested class and model have the same public methods, which are the operations. A model throws
/// [Waits] where the real thing would wait. An `int` parameter gets a number that no other
/// operation of the scenario has.
///
/// The system property `stress.times` multiplies how many scenarios are tried.
public final class Specification {

  private static final int SCENARIOS = 5;
  private static final int SCHEDULES = 60;
  private static final int CANDIDATES_PER_SCENARIO = 5_000;

  // A wait is a loop around a park: without a value, another turn of it shows nothing new.
  private static final int TURNS_BEFORE_SWITCH = 2;
  private static final int TURNS_BEFORE_HUNG = 1_000;

  private final Class<?> tested;
  private final Class<?> model;
  private final Predicate<List<List<String>>> kept;
  private final Random random = new Random(1);

  private Specification(Class<?> tested, Class<?> model, Predicate<List<List<String>>> kept) {
    this.tested = tested;
    this.model = model;
    this.kept = kept;
  }

  /// Returns the specification of a class by a model.
  public static Specification of(Class<?> tested, Class<?> model) {
    return new Specification(tested, model, _ -> true);
  }

  /// Returns the specification without the scenarios that the model ends and the real thing does
  /// not.
  ///
  /// @param condition is given the names of each thread's operations
  public Specification onlyIf(Predicate<List<List<String>>> condition) {
    return new Specification(tested, model, condition);
  }

  /// Checks scenarios of so many threads with so many operations each.
  ///
  /// @throws AssertionError with the schedule, if results cannot be explained or somebody waits for
  ///   ever
  public void check(int threads, int operations) {
    var options =
        new ModelCheckingOptions()
            .iterations(0)
            .invocationsPerIteration(SCHEDULES)
            .loopIterationsBeforeThreadSwitch(TURNS_BEFORE_SWITCH)
            .loopBound(TURNS_BEFORE_HUNG)
            .minimizeFailedScenario(false)
            .sequentialSpecification(model);
    scenarios(threads, operations).forEach(options::addCustomScenario);
    options.check(tested);
  }

  private Collection<ExecutionScenario> scenarios(int threads, int operations) {
    int wanted = SCENARIOS * Integer.getInteger("stress.times", 1);
    var found = new LinkedHashMap<String, ExecutionScenario>();
    for (int i = 0; i < wanted * CANDIDATES_PER_SCENARIO && found.size() < wanted; i++) {
      var candidate = candidate(threads, operations);
      if (kept.test(names(candidate)) && new Orders(model, candidate).alwaysEnd()) {
        var scenario = new ExecutionScenario(List.of(), candidate, List.of(), null);
        found.putIfAbsent(candidate.toString(), scenario);
      }
    }
    if (found.size() < SCENARIOS) {
      throw new AssertionError(
          "expected " + SCENARIOS + " scenarios that end in every order, found " + found.keySet());
    }
    return found.values();
  }

  private List<List<Actor>> candidate(int threads, int operations) {
    var methods =
        Arrays.stream(tested.getMethods())
            .filter(method -> method.getDeclaringClass() != Object.class)
            .sorted(Comparator.comparing(Method::getName))
            .toList();
    var candidate = new ArrayList<List<Actor>>();
    int number = 0;
    for (int thread = 0; thread < threads; thread++) {
      var actors = new ArrayList<Actor>();
      for (int i = 0; i < operations; i++) {
        var method = methods.get(random.nextInt(methods.size()));
        var arguments = method.getParameterCount() == 0 ? List.of() : List.of(++number);
        actors.add(new Actor(method, arguments));
      }
      candidate.add(actors);
    }
    return candidate;
  }

  private static List<List<String>> names(List<List<Actor>> candidate) {
    return candidate.stream()
        .map(thread -> thread.stream().map(actor -> actor.getMethod().getName()).toList())
        .toList();
  }
}
