package dev.treadle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Values that a block and every task started in it can read as plain [ScopedValue]s.
///
/// The JDK hands scoped values on to no thread outside its preview of structured concurrency. What
/// is bound through a context is bound again in every child task, also inside `blocking` and `cpu`.
/// Values are taken when a task is started, and dropped when it ends.
///
/// {@snippet class=dev.treadle.ContextSnippets region=where lang=java}
///
/// Immutable. Values bound by foreign code reach child tasks only if [#capture(ScopedValue...)] is
/// told of their keys; thread-locals through a bridge.
public final class Context {

  private static final ScopedValue<Context> CURRENT = ScopedValue.newInstance();

  private static final Context EMPTY = new Context(List.of(), 0);

  /// One entry a key; the keys' identity counts.
  private final List<Binding<?>> bindings;

  /// How many offloaded bodies the code descends from that runs with it.
  private final int offloads;

  private final ScopedValue.Carrier carrier;

  private Context(List<Binding<?>> bindings, int offloads) {
    this.bindings = bindings;
    this.offloads = offloads;
    var all = ScopedValue.where(CURRENT, this);
    for (var binding : bindings) {
      all = binding.addTo(all);
    }
    this.carrier = all;
  }

  private record Binding<T>(ScopedValue<T> key, T value) {

    ScopedValue.Carrier addTo(ScopedValue.Carrier carrier) {
      return carrier.where(key, value);
    }
  }

  /// Returns the calling code's context with one value more, or another value for the key.
  public static <T> Context where(ScopedValue<T> key, T value) {
    return current().with(key, value);
  }

  /// Returns the calling code's context with the values that these keys have here; keys without one
  /// are left out.
  public static Context capture(ScopedValue<?>... keys) {
    var context = current();
    for (var key : keys) {
      context = context.withCurrentValueOf(key);
    }
    return context;
  }

  /// Returns the calling code's context, which may be empty.
  public static Context current() {
    var context = currentOrNull();
    return context == null ? EMPTY : context;
  }

  static @Nullable Context currentOrNull() {
    return CURRENT.isBound() ? CURRENT.get() : null;
  }

  /// Returns this context with one value more, or another value for the key.
  public <T> Context with(ScopedValue<T> key, T value) {
    Objects.requireNonNull(key, "key");
    var changed = new ArrayList<Binding<?>>(bindings.size() + 1);
    for (var binding : bindings) {
      if (binding.key() != key) {
        changed.add(binding);
      }
    }
    changed.add(new Binding<>(key, value));
    return new Context(List.copyOf(changed), offloads);
  }

  int offloads() {
    return offloads;
  }

  /// The same values, for a body that its caller offloads.
  Context insideOffload() {
    return new Context(bindings, offloads + 1);
  }

  private <T> Context withCurrentValueOf(ScopedValue<T> key) {
    return key.isBound() ? with(key, key.get()) : this;
  }

  /// Runs a block with these values bound.
  ///
  /// @throws X what the block throws
  public <X extends Exception> void run(Action<X> block) throws X {
    call(Actions.asBody(block));
  }

  /// Runs a block with these values bound and returns its value.
  ///
  /// @throws X what the block throws
  public <T extends @Nullable Object, X extends Exception> T call(Body<T, X> block) throws X {
    Objects.requireNonNull(block, "block");
    int around = current().offloads;
    var context = around > offloads ? new Context(bindings, around) : this;
    return context.carrier.call(block::run);
  }

  @Override
  public String toString() {
    return "context of " + bindings.size() + " values";
  }
}
