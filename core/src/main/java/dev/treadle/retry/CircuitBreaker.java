package dev.treadle.retry;

import dev.treadle.Action;
import dev.treadle.Body;
import dev.treadle.internal.FlightEvents;
import dev.treadle.internal.FlightSwitch;
import dev.treadle.seam.World;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Stops calling a service that fails: callers get an exception at once instead of waiting for a
/// failure, and the service gets time to recover.
///
/// {@snippet class=dev.treadle.retry.CircuitBreakerSnippets region=call lang=java}
///
/// **Closed**, it lets every call through and watches. When too large a part of the calls in the
/// last while has failed, or too many in a row, it opens. **Open**, it lets none through for a
/// time. Then, **half open**, it lets a few through for a trial: if all succeed it is closed, if
/// one fails it is open again, for longer. Every breaker begins closed. See
/// [CircuitBreakerSettings].
///
/// **What counts.** Exceptions do, as far as the settings say, [dev.treadle.TaskTimeoutException]
/// included: so put a timeout inside. What says nothing about the service does not count: errors,
/// [dev.treadle.Cancelled] among them, and what an interrupt makes the JDK throw. A call of a trial
/// that ends so makes room for another; and if the calls of a trial take longer than it was open,
/// there is a new trial. So it is never half open for ever. A call that was let through before the
/// last change does not count.
///
/// It runs in the caller's thread, waits for nothing and takes no lock. Share one among all who
/// call the same service. Usable by any thread; a simulation that finds a breaker made outside of
/// it has it to itself, closed.
///
/// @see Retry which does not try again what this does not let through
public final class CircuitBreaker {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");

  private final String name;
  private final CircuitBreakerSettings settings;

  /// Of the world that asked last.
  private volatile Circuit circuit;

  @SuppressWarnings("NullAway") // the circuit calls it only when something happens
  private CircuitBreaker(String name, CircuitBreakerSettings settings) {
    this.name = Objects.requireNonNull(name, "name");
    this.settings = settings;
    this.circuit = new Circuit(this, settings, World.current());
  }

  /// Makes a breaker that opens when half of the calls of the last ten seconds have failed, twenty
  /// at least.
  ///
  /// @param name what messages call it: the service
  public static CircuitBreaker create(String name) {
    return create(name, settings -> settings);
  }

  /// Makes a breaker.
  ///
  /// @param name what messages call it: the service
  /// @param settings changes what is said in [CircuitBreakerSettings]
  public static CircuitBreaker create(String name, UnaryOperator<CircuitBreakerSettings> settings) {
    return new CircuitBreaker(name, settings.apply(CircuitBreakerSettings.DEFAULT));
  }

  // --- Calling

  /// Runs a block that calls the service, if calls are let through, and returns its value.
  ///
  /// @throws X what the block throws
  /// @throws CircuitOpenException if calls are not let through; the block was not run
  public <T extends @Nullable Object, X extends Exception> T call(Body<T, X> block) throws X {
    Objects.requireNonNull(block, "block");
    var now = circuit();
    var phase = now.enter();
    boolean counted = false;
    try {
      T value = block.run();
      counted = true;
      now.succeeded(phase);
      return value;
    } catch (Exception failure) {
      if (!counted && isFailure(failure)) {
        counted = true;
        now.failed(phase, failure);
      }
      throw failure;
    } finally {
      if (!counted) {
        now.ignored(phase);
      }
    }
  }

  /// Runs a block without a value that calls the service; see [#call(Body)].
  ///
  /// @throws X what the block throws
  public <X extends Exception> void run(Action<X> block) throws X {
    Objects.requireNonNull(block, "block");
    this.<@Nullable Void, X>call(() -> {
      block.run();
      return null;
    });
  }

  private boolean isFailure(Exception failure) {
    return !Rules.saysCancelled(Rules.unwrapped(failure)) && settings.counts().test(failure);
  }

  private Circuit circuit() {
    var world = World.current();
    var present = circuit;
    return present.world == world ? present : circuitIn(world);
  }

  private synchronized Circuit circuitIn(World world) {
    if (circuit.world != world) {
      circuit = new Circuit(this, settings, world);
    }
    return circuit;
  }

  /// Closes it whatever has happened, and forgets that.
  public void reset() {
    circuit().reset();
  }

  // --- Looking

  /// Tells the listener. Called outside any lock.
  void changed(State from, State to, String reason) {
    if (FlightSwitch.isOn()) {
      FlightEvents.circuitChanged(name, from.name(), to.name(), reason);
    }
    var listener = settings.listener();
    if (listener == null) {
      return;
    }
    try {
      listener.accept(new Change(name, from, to, reason));
    } catch (RuntimeException failure) {
      LOGGER.log(System.Logger.Level.WARNING, "the listener of " + this + " failed", failure);
    }
  }

  /// Returns how it stands. An open one whose time is over stays open until the next call.
  public State state() {
    return circuit().state();
  }

  /// Returns how it stands and what it has done so far.
  public Statistics statistics() {
    return circuit().statistics();
  }

  /// How a circuit breaker stands.
  public enum State {
    /// Calls are let through.
    CLOSED,
    /// No calls are let through.
    OPEN,
    /// A few calls are let through for a trial.
    HALF_OPEN
  }

  /// A breaker stands in another way than before.
  ///
  /// @param name the breaker's
  /// @param from how it stood before
  /// @param to how it stands now
  /// @param reason why, for a person who reads it in a log
  public record Change(String name, State from, State to, String reason) {}

  /// How a breaker stands, and what it has done so far.
  ///
  /// @param state how it stands
  /// @param recentCalls calls in the window; none unless it is closed
  /// @param recentFailures failures among them
  /// @param succeeded calls that were let through and succeeded
  /// @param failed calls that were let through and failed
  /// @param ignored calls that were let through and say nothing about the service
  /// @param rejected calls that were not let through
  /// @param opened how often it has opened
  public record Statistics(
      State state,
      int recentCalls,
      int recentFailures,
      long succeeded,
      long failed,
      long ignored,
      long rejected,
      long opened) {}

  /// Returns `circuit breaker 'name'`.
  @Override
  public String toString() {
    return "circuit breaker '" + name + "'";
  }
}
