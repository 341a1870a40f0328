package dev.treadle.http.server;

import dev.treadle.CancelScope;
import dev.treadle.TaskGroup;
import dev.treadle.Treadle;
import dev.treadle.seam.World;
import dev.treadle.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Looks out for a client that hangs up while its request is worked on.
///
/// To begin costs a request next to nothing, because most are over before it does: a timer, one a
/// connection and not one a request, looks after 20 ms whether a request is that old, and only then
/// starts a task that reads from the connection. What it reads becomes the next request. Who wants
/// to read instead pauses it, which cancels the task's read and waits until it has let go.
final class Watch {

  private static final long DELAY_NANOS = 20_000_000;

  private static final Duration BOUND = Duration.ofSeconds(10);

  /// Nobody is to read but whoever says so.
  private static final Object OFF = "off";

  /// A task may come and read.
  private static final Object ON = "on";

  private final Input input;
  private final TaskGroup tasks;
  private final World world;

  /// [#OFF], [#ON], or the [Watcher] that reads. To [#ON] and [#OFF] it is set by the one who may
  /// read.
  private final AtomicReference<Object> state = new AtomicReference<>(OFF);

  private final AtomicBoolean armed = new AtomicBoolean();
  private volatile long since;

  /// Those of the request that is watched; written before `state` says [#ON].
  private @Nullable CancelScope scope;

  private @Nullable Request request;

  /// There is nothing more to read, ever.
  private volatile boolean ended;

  /// The request was cancelled for it.
  private volatile boolean struck;

  Watch(Input input, TaskGroup tasks) {
    this.input = input;
    this.tasks = tasks;
    this.world = World.current();
  }

  /// Watches for a request from now on.
  void begin(CancelScope scope, Request request) {
    this.scope = scope;
    this.request = request;
    resume();
  }

  /// Watches on.
  void resume() {
    if (scope != null && !ended && !input.isFull()) {
      since = world.nanoTime();
      state.set(ON);
      arm(DELAY_NANOS);
    }
  }

  /// Nobody watches any more, when this returns: the caller may read.
  void pause() {
    if (state.get() == OFF || state.compareAndSet(ON, OFF)) {
      return;
    }
    if (state.get() instanceof Watcher watcher) {
      watcher.letGo();
      state.set(OFF);
    }
  }

  /// The request is over.
  void end() {
    pause();
    scope = null;
    request = null;
  }

  /// Whether the request was cancelled because its client hung up.
  boolean hasStruck() {
    return struck;
  }

  private void arm(long nanos) {
    if (!armed.get() && armed.compareAndSet(false, true)) {
      world.schedule(nanos, this::ring);
    }
  }

  /// Called by the timer, which is left alone when requests are over before it rings.
  private void ring() {
    armed.set(false);
    if (state.get() != ON) {
      return;
    }
    long age = world.nanoTime() - since;
    if (age < DELAY_NANOS) {
      arm(DELAY_NANOS - age);
      return;
    }
    try {
      tasks.start("watch", () -> new Watcher().run());
    } catch (IllegalStateException closed) {
      // The server has ended, and the connection with it, after the look at the state.
    }
  }

  /// One look out.
  private final class Watcher {

    private final Event over = Event.create("the end of a look out for a client");
    private volatile @Nullable CancelScope reading;

    void run() {
      try {
        CancelScope.run(own -> {
          reading = own;
          if (state.compareAndSet(ON, this)) {
            read();
          }
        });
      } finally {
        over.set();
      }
    }

    private void read() {
      try {
        while (!input.isFull()) {
          if (input.fill() < 0) {
            hungUp("the client has hung up", Disconnect.CANCEL);
            return;
          }
        }
      } catch (IOException reset) {
        hungUp("the client's connection was reset", Disconnect.CANCEL_ON_RESET);
      }
    }

    /// @param least which choice has the request cancelled, or one that is stricter
    private void hungUp(String reason, Disconnect least) {
      ended = true;
      var watched = scope;
      if (watched != null && request != null && request.onDisconnect().compareTo(least) <= 0) {
        struck = true;
        watched.cancel(reason);
      }
    }

    /// Waits also if the caller is cancelled: two must not read.
    void letGo() {
      var own = reading;
      if (own != null) {
        own.cancel("the connection is read by somebody else");
      }
      Treadle.shield(BOUND, over::await);
    }
  }
}
