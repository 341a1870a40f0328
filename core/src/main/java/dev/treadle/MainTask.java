package dev.treadle;

import dev.treadle.seam.World;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The task at the top of a program: the strand of a virtual thread that [Treadle#run] awaits.
final class MainTask<T extends @Nullable Object> extends Strand implements Runnable {

  private final World world;
  private final Body<? extends T, ?> main;
  private final @Nullable Context context = Context.currentOrNull();
  private final Waiter<@Nullable Void> caller = new Waiter<>(this);
  private @Nullable T value;
  private @Nullable Throwable thrown;

  private MainTask(World world, Body<T, ?> main) {
    super(null, world);
    this.world = world;
    this.main = ContextBridges.carry(main);
  }

  static <T extends @Nullable Object, X extends Exception> T call(Body<T, X> main) throws X {
    Objects.requireNonNull(main, "main");
    var strand = Strand.currentOrNull();
    if (strand != null) {
      return Blocks.in(new Block(strand.innermost(), strand), main);
    }
    var task = new MainTask<T>(World.current(), main);
    task.start();
    task.awaitEnd();
    return task.result();
  }

  private void start() {
    var thread =
        world().virtualThreads().name("main").uncaughtExceptionHandler(this).unstarted(this);
    thread(thread);
    if (!world().isSimulated()) {
      Shutdown.OF_JVM.add(this);
    }
    Roots.add(this);
    try {
      thread.start();
    } catch (Throwable cannotStart) {
      forget();
      throw cannotStart;
    }
  }

  private void forget() {
    Roots.remove(this);
    if (!world().isSimulated()) {
      Shutdown.OF_JVM.remove(this);
    }
  }

  @Override
  public void run() {
    if (world().isSimulated()) {
      world().events().taskStarted(thread(), this::path);
    }
    try {
      value = context == null ? main.run() : context.call(main::run);
      OpenGroups.requireNoneIn(this);
    } catch (Throwable failure) {
      OpenGroups.closeAllIn(this, failure);
      RuinedClasses.lookFor(this, failure);
      thrown = failure;
    }
    end();
  }

  private void end() {
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    endHoldings();
    if (world().isSimulated()) {
      world().events().taskEnded(thread());
    }
    forget();
    caller.wake(null);
  }

  // The caller is interrupted: so is the program, and the caller again when it has ended.
  private void awaitEnd() {
    boolean interrupted = false;
    while (!caller.isOver()) {
      LockSupport.park(this);
      if (Thread.interrupted()) {
        interrupted = true;
        interruptedFromOutside();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @SuppressWarnings("NullAway") // without a failure there is a value, which may be null if T allows
  private T result() {
    if (thrown == null) {
      return value;
    }
    var cancellation = cancellation();
    if (cancellation == null || !Blocks.saysCancelled(thrown)) {
      throw Sneaky.<RuntimeException>rethrow(thrown);
    }
    if (cancellation.byDeadline) {
      throw new TaskTimeoutException(describe(), thrown);
    }
    throw thrown instanceof Cancelled cancelled ? cancelled : Blocks.translated(this, thrown);
  }

  @Override
  World world() {
    return world;
  }

  @Override
  String path() {
    return "";
  }

  @Override
  String describe() {
    return "the program";
  }
}
