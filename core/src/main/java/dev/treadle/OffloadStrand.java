package dev.treadle;

import dev.treadle.seam.World;
import org.jspecify.annotations.Nullable;

/// The strand of a pool's thread that works for a task.
///
/// Its code sees no scope in it: what it cancels or moves a deadline of is what the caller would.
final class OffloadStrand extends Strand {

  private final Offload<?> offload;

  OffloadStrand(Offload<?> offload) {
    super(offload, offload.strand().world());
    this.offload = offload;
    thread(Thread.currentThread());
  }

  <T extends @Nullable Object> T run(Context context, Body<? extends T, ?> body) throws Exception {
    Roots.add(this);
    return ScopedValue.where(borrowed(), this).call(() -> context.call(() -> runHere(body)));
  }

  private <T extends @Nullable Object> T runHere(Body<? extends T, ?> body) throws Exception {
    lookUp();
    Checks.checkCancelled(this);
    try {
      T value = body.run();
      OpenGroups.requireNoneIn(this);
      return value;
    } catch (Throwable thrown) {
      OpenGroups.closeAllIn(this, thrown);
      throw thrown;
    }
  }

  /// Leaves the thread: no interrupt of ours reaches it from now on, and its flag is down. Returns
  /// whether the flag was up and not by us.
  boolean end() {
    var alarm = alarmOrNull();
    if (alarm != null) {
      alarm.silence();
    }
    endHoldings();
    endWord();
    Roots.remove(this);
    return Thread.interrupted() && cancelledFrom(this) == null;
  }

  /// Whoever interrupts this thread means the task, if it still waits for us.
  @Override
  void interruptedFromOutside() {
    if (offload.isArmed()) {
      offload.strand().interruptedFromOutside();
    }
  }

  @Override
  World world() {
    return offload.strand().world();
  }

  @Override
  Strand worksFor() {
    return offload.strand().worksFor();
  }

  @Override
  CancelScope asSeen() {
    return offload.outside().asSeen();
  }

  @Override
  String path() {
    return offload.strand().path();
  }
}
