package dev.treadle;

import java.util.ArrayDeque;

/// Carries a cancellation, or a request to stop, down to every strand inside a scope.
///
/// Iterative, because a chain of groups in groups may be deeper than a stack.
final class Propagation {

  private enum Message {
    CANCEL,
    STOP
  }

  private final Message message;
  private final ArrayDeque<Scope> pending = new ArrayDeque<>();

  private Propagation(Message message) {
    this.message = message;
  }

  static void cancel(Scope scope) {
    var strand = scope.strand();
    if (strand.groups() == null && !scope.hasChildren() && !strand.innermost().hasChildren()) {
      strand.fire(scope);
      return;
    }
    new Propagation(Message.CANCEL).run(scope);
  }

  static void stop(Scope scope) {
    new Propagation(Message.STOP).run(scope);
  }

  private void run(Scope top) {
    for (Scope scope = top; scope != null; scope = pending.poll()) {
      if (scope instanceof GroupScope group) {
        group.forEachChild(child -> tell(child, child));
      }
      if (scope instanceof DaemonScope daemons) {
        daemons.children().forEach(child -> tell(child, child));
      } else if (scope instanceof Offload<?> offload) {
        var worker = offload.worker();
        if (worker != null) {
          tell(worker, worker);
        }
      } else if (scope == top) {
        tell(scope.strand(), scope);
      }
    }
  }

  private void tell(Strand strand, Scope scope) {
    switch (message) {
      case CANCEL -> strand.fire(scope);
      case STOP -> strand.stopRequested();
    }
    for (var group = strand.groups(); group != null; group = group.nextOpen) {
      if (group != scope && isReached(group, scope)) {
        pending.add(group);
      }
    }
    if (strand.innermost() instanceof Offload<?> offload && isReached(offload, scope)) {
      pending.add(offload);
    }
  }

  // A shield keeps out cancellations, not requests.
  private boolean isReached(Scope inside, Scope scope) {
    return message == Message.STOP || inside.isExposedTo(scope);
  }
}
