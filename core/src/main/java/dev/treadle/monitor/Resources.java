package dev.treadle.monitor;

import dev.treadle.internal.LintState;
import dev.treadle.internal.LintState.Finding;
import dev.treadle.internal.Quiet;
import dev.treadle.seam.World;
import java.lang.ref.Cleaner;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Keeps an eye on things that somebody must close.
///
/// In a simulation a resource that is open at the end fails the test; otherwise one that becomes
/// unreachable while it is open is a finding of [Lint#LEAKED_RESOURCE]. With the system property
/// `treadle.lint.leaked-resource.sites=on` the finding shows where it was opened, at the cost of a
/// stack trace for each resource; `treadle.lint.leaked-resource.ignore` costs the same.
///
/// {@snippet class=dev.treadle.monitor.MonitorSnippets region=track lang=java}
public final class Resources {

  private static final StackTraceElement[] NO_STACK = {};

  private Resources() {}

  /// Begins to track a resource, which has just been opened. Never waits.
  ///
  /// @param resource the object whose owner must close it; told apart by identity and kept only
  ///   weakly
  /// @param description what a person would recognise it by, such as `connection to db:5432`; must
  ///   not refer to the resource, or it would never become unreachable
  /// @return to be closed when the resource is
  public static Tracked track(Object resource, Supplier<String> description) {
    Objects.requireNonNull(resource, "resource");
    Objects.requireNonNull(description, "description");
    var world = World.current();
    if (world.isSimulated()) {
      world.events().resourceOpened(resource, description);
      return () -> world.events().resourceClosed(resource);
    }
    if (!Lint.LEAKED_RESOURCE.isOn() || Quiet.isLeakMeant()) {
      return () -> {};
    }
    var open = new Open(description, site());
    var cleanable = Cleaning.CLEANER.register(resource, open);
    return () -> {
      open.closed = true;
      cleanable.clean();
    };
  }

  private static StackTraceElement[] site() {
    return Sites.RECORDED || LintState.LEAKED_RESOURCE.hasIgnored()
        ? Thread.currentThread().getStackTrace()
        : NO_STACK;
  }

  /// A resource under watch.
  @FunctionalInterface
  public interface Tracked extends AutoCloseable {

    /// Ends the watch: the resource is closed. May be called more than once, by any thread.
    @Override
    void close();
  }

  /// What is left of a resource when it has gone. Must not refer to it.
  private static final class Open implements Runnable {

    private final Supplier<String> description;
    private final StackTraceElement[] site;
    private volatile boolean closed;

    Open(Supplier<String> description, StackTraceElement[] site) {
      this.description = description;
      this.site = site;
    }

    @Override
    public void run() {
      if (closed) {
        return;
      }
      var where = opened(site);
      var _ =
          LintState.LEAKED_RESOURCE.report(
              new Finding(
                  where == null ? description.get() : where,
                  description.get()
                      + " was never closed"
                      + (where == null
                          ? "; -Dtreadle.lint.leaked-resource.sites=on shows where it was opened"
                          : ", opened at " + where),
                  site));
    }

    private static @Nullable String opened(StackTraceElement[] site) {
      for (var frame : site) {
        var name = frame.getClassName();
        if (!name.equals(Thread.class.getName()) && !name.equals(Resources.class.getName())) {
          return frame.toString();
        }
      }
      return null;
    }
  }

  /// Made with the first resource, because it starts a thread.
  private static final class Cleaning {
    static final Cleaner CLEANER = Cleaner.create();
  }

  private static final class Sites {
    static final boolean RECORDED =
        "on".equals(System.getProperty("treadle.lint.leaked-resource.sites"));
  }
}
