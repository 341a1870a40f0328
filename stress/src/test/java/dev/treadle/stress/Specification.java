package dev.treadle.stress;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Holds a primitive to a model of it that does one thing after the other: whatever several threads
/// do at once, the results must be those of some order of the same operations in the model.
///
/// Lincheck generates scenarios with waiting operations for coroutines only; for threads it takes
/// one that waits for ever for a failure. So scenarios are made here: random ones of which the model
/// says that they end in every order. Lincheck then runs each of them under its model checking,
/// which parks and unparks threads itself, and finds the orders that explain the results.
///
/// Tested class and model have the same public methods, which are the operations. A model throws
/// [Waits] where the real thing would wait. An `int` parameter gets a number that no other
/// operation of the scenario has.
public final class Specification {

  private static final int CANDIDATES_PER_SCENARIO = 2_000;

  private final Class<?> tested;
  private final Class<?> model;
  private final Random random = new Random(1);
  private int scenarios = 20;
  private int schedules = 200;

  private Specification(Class<?> tested, Class<?> model) {
    this.tested = tested;
    this.model = model;
  }

  /// Returns a specification with twenty scenarios in two hundred schedules each.
  public static Specification of(Class<?> tested, Class<?> model) {
    return new Specification(tested, model);
  }

  /// Sets how much is tried.
  public Specification with(int scenarios, int schedules) {
    this.scenarios = scenarios;
    this.schedules = schedules;
    return this;
  }

  /// Checks scenarios of so many threads with so many operations each.
  ///
  /// @throws AssertionError with the schedule, if results cannot be explained or somebody waits for
  ///   ever
  public void check(int threads, int operations) {
    var options =
        new ModelCheckingOptions()
            .iterations(0)
            .invocationsPerIteration(schedules)
            .minimizeFailedScenario(false)
            .sequentialSpecification(model);
    for (var scenario : scenarios(threads, operations).values()) {
      options.addCustomScenario(scenario);
    }
    options.check(tested);
  }

  private Map<String, ExecutionScenario> scenarios(int threads, int operations) {
    var found = new LinkedHashMap<String, ExecutionScenario>();
    for (int i = 0; i < scenarios * CANDIDATES_PER_SCENARIO && found.size() < scenarios; i++) {
      var candidate = candidate(threads, operations);
      if (new Orders(model, candidate).alwaysEnd()) {
        var scenario = new ExecutionScenario(List.of(), candidate, List.of(), null);
        found.putIfAbsent(candidate.toString(), scenario);
      }
    }
    if (found.size() < scenarios / 2) {
      throw new AssertionError(
          "expected " + scenarios + " scenarios that end in every order, found " + found.size());
    }
    return found;
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
}
