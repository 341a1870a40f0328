package dev.treadle;

import dev.treadle.seam.World;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A group at work: the scope of its children, and of its body unless it was opened without one.
final class GroupScope extends Block implements TaskGroup.Opened {

  private static final VarHandle DAEMONS;
  private static final VarHandle FAILURES;

  static {
    try {
      var lookup = MethodHandles.lookup();
      DAEMONS = lookup.findVarHandle(GroupScope.class, "daemons", DaemonScope.class);
      FAILURES = lookup.findVarHandle(GroupScope.class, "failures", Failures.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final String NOT_JOINED =
      " was closed without join(): its tasks were cancelled; call join() as the last line of the"
          + " block, or use TaskGroup.run(group -> ...), which joins by itself";

  private final GroupSettings settings;

  /// The world of the strand it is opened on, and of every child.
  final World world;

  /// For those whom strangers start; dropped at the end, because tasks' handles keep the group.
  private @Nullable Context context = Context.currentOrNull();

  private final Children children = new Children();

  /// Makes unnamed threads for the owner, and keeps the last of its tasks; dropped at the end.
  private Thread.Builder.@Nullable OfVirtual builder;

  private volatile @Nullable DaemonScope daemons;
  private volatile @Nullable Failures failures;

  /// Whether the owner waits for the children: it need not be unparked before.
  private volatile boolean joining;

  /// Whether a child ended because the group was cancelled.
  private volatile boolean cutHere;

  /// Whether a child ended because something around the group was cancelled.
  private volatile boolean cutOutside;

  /// When it was opened ([Ages]).
  final int born;

  /// The next group that is open on the same strand; the strand's.
  volatile @Nullable GroupScope nextOpen;

  private GroupScope(Strand strand, GroupSettings settings) {
    super(strand.innermost(), strand);
    this.settings = settings;
    this.world = strand.world();
    this.born = Ages.now(world);
  }

  // --- With a body

  /// @param valued whether the caller needs the body's value, and so cannot go on without
  static <T extends @Nullable Object> T call(
      GroupSettings settings, boolean valued, Step<? super GroupScope, ? extends T, ?> body) {
    Objects.requireNonNull(body, "body");
    var strand = Strand.currentOrNull();
    if (strand == null) {
      return BorrowedStrand.call(() -> call(settings, valued, body));
    }
    return new GroupScope(strand, settings).run(valued, body);
  }

  private <T extends @Nullable Object> T run(
      boolean valued, Step<? super GroupScope, ? extends T, ?> body) {
    strand().opened(this);
    strand().enter(this);
    T value;
    try {
      value = body.apply(this);
      OpenGroups.requireNoneIn(this);
    } catch (Throwable thrown) {
      OpenGroups.closeAllIn(this, thrown);
      endAfter(thrown, valued);
      return Sneaky.nothing();
    }
    end(null);
    return value;
  }

  /// Returns only if the group was cancelled by hand and its caller needs no value.
  private void endAfter(Throwable thrown, boolean valued) {
    boolean told = Blocks.saysCancelled(thrown) && isCancelled();
    if (told) {
      RuinedClasses.lookFor(this, thrown);
    } else {
      failures().addFromBody(thrown);
      cancelAfter(thrown, "its body");
    }
    var own = end(told ? thrown : null);
    if (valued || own == null) {
      throw TaskFailedException.of(own == null ? thrown : asCancelled(own, thrown));
    }
    Lints.unheardIn(this, thrown);
  }

  private static Throwable asCancelled(Cancellation own, Throwable told) {
    return told instanceof Cancelled ? told : new Cancelled(own.origin).initCause(told);
  }

  // --- Without

  static GroupScope open(GroupSettings settings) {
    var strand = Strand.currentOrNull();
    if (strand == null) {
      throw new IllegalStateException(
          "task group '"
              + settings.label()
              + "': expected open() inside a task or Treadle.run, found "
              + Thread.currentThread()
              + "; TaskGroup.run(group -> ...) works on any thread");
    }
    var group = new GroupScope(strand, settings);
    strand.opened(group);
    return group;
  }

  @Override
  public void join() {
    requireOwner("join");
    if (children.isClosed()) {
      throw new IllegalStateException(
          describe() + " is closed: expected one join(), in the block that opened it");
    }
    var here = strand().innermost();
    if (here != parent) {
      throw new IllegalStateException(
          describe()
              + ": expected join() in the block that opened it, found it inside "
              + here.describe()
              + "; open the group in there");
    }
    var _ = end(null);
  }

  @Override
  public void close() {
    requireOwner("close");
    if (children.isClosed()) {
      return;
    }
    var failure = abandon("closed without join()");
    var mistake = new IllegalStateException(describe() + NOT_JOINED);
    if (failure != null) {
      mistake.addSuppressed(failure);
    }
    throw mistake;
  }

  /// Whether this is what [#close()] throws: no news where a cancellation kept the block from
  /// getting to its `join()`.
  static boolean saysNotJoined(Throwable thrown) {
    var message = thrown.getMessage();
    return thrown instanceof IllegalStateException
        && message != null
        && message.endsWith(NOT_JOINED);
  }

  private void requireOwner(String call) {
    if (Strand.currentOrNull() != strand()) {
      throw new IllegalStateException(
          describe()
              + ": expected "
              + call
              + "() on "
              + strand().thread()
              + ", which opened it, found "
              + Thread.currentThread());
    }
  }

  /// Cancels and awaits everything. Returns what was to be thrown, if anything failed.
  @Nullable Throwable abandon(String reason) {
    cancel(reason);
    joinAll();
    strand().closed(this);
    var _ = seal(); // it was around children only, so this strand was not told
    return failures == null ? null : failures.toThrow();
  }

  // --- The end

  /// Waits for everything inside, leaves the scope, and throws what is to be thrown.
  ///
  /// @param told what said in the body that it is cancelled
  /// @return the group's own cancellation
  private @Nullable Cancellation end(@Nullable Throwable told) {
    joinAll();
    var strand = strand();
    boolean hadBody = strand.innermost() == this;
    if (hadBody) {
      strand.enter(Objects.requireNonNull(parent));
    }
    strand.closed(this);
    var own = seal();
    boolean outside = cancelledFrom(parent) != null;
    boolean expired = own != null && own.byDeadline && (told != null || cutHere);
    var failure = failures == null ? null : failures.toThrow();
    if (outside && failure == null && (told != null || cutOutside || expired)) {
      strand.toThrown();
      throw told instanceof Cancelled cancelled ? cancelled : Blocks.translated(strand, told);
    }
    if (hadBody && own != null && outside) {
      // Also if the body was told: whoever catches the failure goes on without having heard of it.
      strand.toSent();
    } else if (hadBody && own != null) {
      strand.toRun();
    }
    if (failure != null) {
      throw Sneaky.<RuntimeException>rethrow(failure);
    }
    if (expired) {
      throw TaskFailedException.of(new TaskTimeoutException(describe(), told));
    }
    return own;
  }

  private void joinAll() {
    joining = true;
    var told = strand().enterJoin();
    awaitNoneOf(children);
    do {
      endDaemons();
      awaitNoneOf(children);
    } while (!children.close());
    endDaemons();
    context = null;
    builder = null;
    strand().leaveJoin(told);
  }

  private void awaitNoneOf(Children awaited) {
    while (!awaited.isEmpty()) {
      strand().parkInJoin(this);
    }
  }

  private void endDaemons() {
    var scope = daemons;
    if (scope != null) {
      scope.workIsDone();
      awaitNoneOf(scope.children());
    }
  }

  // --- Children

  @Override
  public <T extends @Nullable Object> Task<T> start(Body<? extends T, ?> body) {
    return startChild(body);
  }

  <T extends @Nullable Object> Child<T> startChild(Body<? extends T, ?> body) {
    return launch(new Launch<>(null, Objects.requireNonNull(body, "body"), values()));
  }

  @Override
  public <T extends @Nullable Object> Task<T> start(String name, Body<? extends T, ?> body) {
    Objects.requireNonNull(name, "name");
    return launch(new Launch<>(name, Objects.requireNonNull(body, "body"), values()));
  }

  @Override
  public Task<@Nullable Void> startDaemon(Action<?> body) {
    return launchDaemon(new Launch<>(null, Actions.asBody(body), values()));
  }

  @Override
  public Task<@Nullable Void> startDaemon(String name, Action<?> body) {
    Objects.requireNonNull(name, "name");
    return launchDaemon(new Launch<>(name, Actions.asBody(body), values()));
  }

  @Override
  public <T extends @Nullable Object> T startReady(Each<? super Started<T>, ?> body) {
    Objects.requireNonNull(body, "body");
    Waiter.checkCancelled();
    var start = new PendingStart<T>(this);
    Child<@Nullable Void> child = launch(new Launch<>(null, () -> start.run(body), values()));
    return start.awaitIn(child);
  }

  @Override
  public Task<@Nullable Void> after(Duration delay, Action<?> body) {
    return Ticks.after(this, delay, body);
  }

  @Override
  public Task<@Nullable Void> every(Duration period, Action<?> body) {
    return Ticks.every(this, period, body);
  }

  private <T extends @Nullable Object> Child<T> launch(Launch<T> launch) {
    var within = daemons;
    if (within != null && isAround(Strand.currentOrNull(), within)) {
      return launchDaemon(launch);
    }
    return launch(new Child<>(this, this, launch), children);
  }

  private <T extends @Nullable Object> Child<T> launchDaemon(Launch<T> launch) {
    // Held like an ordinary child for a moment, so that the group does not close meanwhile.
    requireOpen(children.admit());
    try {
      var scope = daemonScope();
      return launch(new Child<>(scope, this, launch), scope.children());
    } finally {
      children.dismiss();
      wakeOwnerIfNoneOf(children);
    }
  }

  private <T extends @Nullable Object> Child<T> launch(Child<T> child, Children among) {
    child.prepare();
    requireOpen(among.admit());
    among.link(child);
    try {
      child.thread().start();
    } catch (Throwable cannotStart) {
      child.neverStarted(cannotStart);
      throw cannotStart;
    }
    return child;
  }

  /// What makes an unnamed thread: for the owner, who starts most tasks, always the same, because
  /// each would cost as much memory as a small object of the task's own.
  Thread.Builder.OfVirtual threads() {
    if (Thread.currentThread() != strand().threadOrNull()) {
      return world.virtualThreads();
    }
    var present = builder;
    if (present == null) {
      present = world.virtualThreads();
      builder = present;
    }
    return present;
  }

  private void requireOpen(boolean admitted) {
    if (!admitted) {
      throw new IllegalStateException(
          describe() + " is closed: start() was called after its block had ended");
    }
  }

  private DaemonScope daemonScope() {
    var present = daemons;
    if (present != null) {
      return present;
    }
    var created = new DaemonScope(this);
    return DAEMONS.compareAndSet(this, null, created) ? created : Objects.requireNonNull(daemons);
  }

  /// What a child started here and now takes with it: the starter's values if the starter belongs
  /// to this group's tree, the group's own if it is a stranger.
  private @Nullable Context values() {
    var strand = Strand.currentOrNull();
    return strand == strand() || isAround(strand, this) ? Context.currentOrNull() : context;
  }

  private static boolean isAround(@Nullable Strand strand, Scope around) {
    Scope scope = strand == null ? null : strand.innermost();
    while (scope != null && scope != around) {
      scope = scope.parent;
    }
    return scope != null;
  }

  @Override
  boolean hasChildren() {
    return true;
  }

  void forEachChild(Consumer<Child<?>> visitor) {
    children.forEach(visitor);
    var scope = daemons;
    if (scope != null) {
      scope.children().forEach(visitor);
    }
  }

  // --- What becomes of them

  /// Called by a child before anybody can see that it has ended.
  void ending(Child<?> child, Outcome<?> outcome) {
    if (outcome instanceof Outcome.Failure<?>(var exception)) {
      childFailed(child, exception);
    } else if (outcome instanceof Outcome.Cancelled<?>) {
      childCut(child);
    }
  }

  private void childCut(Child<?> child) {
    var by = cancelledFrom(child);
    if (by == this) {
      cutHere = true;
    } else if (by != null && by != child && by != daemons) {
      cutOutside = true;
    }
  }

  /// Called by a child after everybody could see it: the last thing it does.
  void ended(Child<?> child) {
    var among = child.parent == this ? children : Objects.requireNonNull(daemons).children();
    among.ended();
    wakeOwnerIfNoneOf(among);
  }

  boolean isJoining() {
    return joining;
  }

  // The owner says that it waits, then counts; here it is counted, then asked.
  private void wakeOwnerIfNoneOf(Children awaited) {
    if (joining && awaited.isEmpty()) {
      LockSupport.unpark(strand().threadOrNull());
    }
  }

  private void childFailed(Child<?> child, Throwable failure) {
    if (settings.supervised()) {
      settings.handle(child, failure);
    } else {
      failures().add(failure);
      cancelAfter(failure, "'" + child.path() + "'");
    }
  }

  private Failures failures() {
    var present = failures;
    if (present == null) {
      FAILURES.compareAndSet(this, null, new Failures());
      present = Objects.requireNonNull(failures);
    }
    return present;
  }

  private void cancelAfter(Throwable failure, String who) {
    if (isArmed()) {
      cancel(
          new Cancellation(
              new Cancelled.Origin(who + " failed: " + failure, describe(), who), false));
    }
  }

  // --- Description

  @Nullable String name() {
    return settings.name();
  }

  /// Where it is in the tree: what its tasks' paths begin with.
  String path() {
    var name = settings.name();
    var owner = strand().path();
    if (name == null) {
      return owner;
    }
    return owner.isEmpty() ? name : owner + "/" + name;
  }

  @Override
  String describe() {
    return "task group '" + path() + "'";
  }

  @Override
  public String toString() {
    return describe() + " with " + children.live() + " running";
  }
}
