package dev.treadle.resource;

import dev.treadle.Context;
import dev.treadle.internal.LintState;
import dev.treadle.internal.LintState.Finding;
import java.time.Duration;
import java.util.List;

/// Opens and closes items, each in a thread of its own, which ends with that; and says what went
/// wrong where nobody else would hear of it.
final class Keeper<T> {

  private static final System.Logger LOGGER = System.getLogger("dev.treadle");
  private static final StackTraceElement[] NO_STACK = {};

  private final Stock<T> stock;
  private final Resource<T> resource;
  private final Duration openTimeout;
  private final Context context = Context.current();

  Keeper(Stock<T> stock, Resource<T> resource, Duration openTimeout) {
    this.stock = stock;
    this.resource = resource;
    this.openTimeout = openTimeout;
  }

  Opening<T> opening() {
    return new Opening<>(stock, resource, openTimeout);
  }

  void open(List<Opening<T>> due) {
    for (var opening : due) {
      start("opens", opening);
    }
  }

  void close(Item<T> item) {
    start("closes", () -> closeNow(item));
  }

  private void closeNow(Item<T> item) {
    boolean failed = false;
    try {
      item.opened.close();
    } catch (Throwable failure) { // nobody waits for it
      failed = true;
      log("an item of " + stock + " could not be closed", failure);
    } finally {
      stock.closed(failed);
    }
  }

  private void start(String does, Runnable work) {
    stock.world.virtualThreads().name(stock + " " + does).start(() -> context.run(work::run));
  }

  // --- What nobody else hears of

  void openFailed(Throwable failure) {
    log(stock + " could not open an item, and tries again in a while", failure);
  }

  private static void log(String what, Throwable failure) {
    LOGGER.log(System.Logger.Level.WARNING, what, failure);
  }

  void warn(String what) {
    LOGGER.log(System.Logger.Level.WARNING, what);
  }

  /// A holder has ended.
  void leaked(Lease<T> lease, Duration held) {
    var holder = lease.holder();
    var _ =
        LintState.LEAKED_RESOURCE.report(
            new Finding(
                stock + " " + holder,
                stock
                    + ": "
                    + holder
                    + " ended without giving back an item that it had for "
                    + held
                    + "; the item is closed, and another may be opened in its place; use try (var"
                    + " item = pool.acquire())",
                NO_STACK));
  }
}
