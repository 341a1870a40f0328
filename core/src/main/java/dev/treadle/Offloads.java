package dev.treadle;

import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A kind of offloaded work: which thread a body runs on.
///
/// On the caller's own thread if that is a pool's already, and in a simulation. Otherwise on a pool
/// of the caller's *level*, which is how many offloaded bodies it descends from. A body can only
/// wait for bodies that descend from it; so each level waits for the next, the last for none, and
/// bodies whose tasks offload in turn never deadlock (ADR 6).
final class Offloads {

  private static final int BLOCKING_LIMIT = 64;

  static final Offloads BLOCKING = onPlatformThreads("blocking", BLOCKING_LIMIT);
  static final Offloads CPU = onPlatformThreads("cpu", Runtime.getRuntime().availableProcessors());

  private final ConcurrentHashMap<Integer, OffloadPool> levels = new ConcurrentHashMap<>();
  private final IntSupplier limit;
  private final ThreadFactory factory;
  private final boolean inlineInSimulations;

  /// @param limit of each level; asked when the level is first needed
  Offloads(IntSupplier limit, ThreadFactory factory, boolean inlineInSimulations) {
    this.limit = limit;
    this.factory = factory;
    this.inlineInSimulations = inlineInSimulations;
  }

  private static Offloads onPlatformThreads(String kind, int limit) {
    // What a thread inherits would belong to whoever happened to need it first.
    var factory =
        Thread.ofPlatform()
            .daemon()
            .inheritInheritableThreadLocals(false)
            .name("treadle-" + kind + "-", 1)
            .factory();
    return new Offloads(() -> configured("treadle." + kind + ".limit", limit), factory, true);
  }

  static int configured(String property, int otherwise) {
    var text = System.getProperty(property);
    if (text == null) {
      return otherwise;
    }
    if (!text.matches("0*[1-9][0-9]{0,8}")) {
      throw new IllegalArgumentException(
          "system property "
              + property
              + ": expected a whole number from 1 to 999999999, found '"
              + text
              + "'");
    }
    return Integer.parseInt(text);
  }

  /// Runs the body, and leaves when it has ended.
  <T extends @Nullable Object, X extends Exception> T call(Body<T, X> body) throws X {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> call(body));
    }
    Checks.checkCancelled(strand);
    if (strand instanceof OffloadStrand || isInline(strand)) {
      return Blocks.in(new Inline(strand), body);
    }
    return new Offload<T>(strand, pool(), body, null).call();
  }

  /// Runs the body, and leaves when it has ended or the caller is cancelled.
  <T extends @Nullable Object, X extends Exception> T abandonable(
      Consumer<? super T> late, Body<T, X> body) throws X {
    Objects.requireNonNull(late, "late");
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> abandonable(late, body));
    }
    Checks.checkCancelled(strand);
    if (isInline(strand)) {
      return Blocks.in(new Inline(strand), body);
    }
    return new Offload<T>(strand, pool(), body, late).call();
  }

  private boolean isInline(Strand strand) {
    return inlineInSimulations && strand.world().isSimulated();
  }

  private OffloadPool pool() {
    return pool(Context.current().offloads());
  }

  OffloadPool pool(int level) {
    return levels.computeIfAbsent(level, _ -> new OffloadPool(limit.getAsInt(), factory));
  }

  /// The scope of a body that stays on its caller's thread; its code does not see it.
  private static final class Inline extends Block {

    Inline(Strand strand) {
      super(strand.innermost(), strand);
    }

    @Override
    CancelScope asSeen() {
      return outside().asSeen();
    }
  }
}
