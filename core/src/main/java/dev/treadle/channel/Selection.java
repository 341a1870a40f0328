package dev.treadle.channel;

import dev.treadle.Waiter;
import dev.treadle.seam.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One run of a select.
///
/// Channels with a buffer, tasks and timers only wake: whoever is woken looks for itself, and one
/// look that succeeds is the choice. A partner in a rendezvous chooses: to wake the waiter *is* to
/// hand over. So rendezvous are joined last, when no further look is taken before the wait: from
/// then on others decide, by who wakes the waiter first.
///
/// Two selects that meet each other must not both wait, nor choose different partners. Therefore
/// all rendezvous of a select are locked together, in the order of their numbers, while it looks
/// for partners and joins: what it finds waits and nothing else, and it cannot be found meanwhile.
final class Selection<R extends @Nullable Object, X extends Exception> {

  private final Collection<? extends Clause<? extends R, ? extends X>> clauses;
  private final List<Option<? extends R, ? extends X>> options = new ArrayList<>();
  private @Nullable Option<? extends R, ? extends X> orElse;

  /// What was done while joining.
  private @Nullable Option<? extends R, ? extends X> done;

  private final List<Option<? extends R, ? extends X>> joined = new ArrayList<>();
  private final TreeSet<RendezvousChannel<?>> rendezvous =
      new TreeSet<>(Comparator.comparingLong((RendezvousChannel<?> channel) -> channel.number()));

  Selection(Collection<? extends Clause<? extends R, ? extends X>> clauses) {
    if (clauses.isEmpty()) {
      throw new IllegalArgumentException("clauses: expected at least one, found none");
    }
    this.clauses = clauses;
  }

  R run() throws X {
    Waiter.checkCancelled();
    clauses.forEach(this::open);
    shuffle();
    var chosen = look();
    if (chosen == null) {
      chosen = orElse;
    }
    for (int looks = 1; chosen == null; looks++) {
      chosen = await();
      BufferedChannel.pause(looks);
    }
    return chosen.act();
  }

  private void open(Clause<? extends R, ? extends X> clause) {
    var option = Objects.requireNonNull(clause, "clause").open();
    if (!(clause instanceof ElseClause)) {
      options.add(option);
    } else if (orElse == null) {
      orElse = option;
    } else {
      throw new IllegalArgumentException("clauses: expected one orElse at most, found two");
    }
    var channel = option.rendezvous();
    if (channel != null) {
      rendezvous.add(channel);
    }
  }

  /// Every order is as likely as any other.
  private void shuffle() {
    var random = World.current().random();
    for (int i = options.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      options.set(j, options.set(i, options.get(j)));
    }
  }

  private @Nullable Option<? extends R, ? extends X> look() {
    for (var option : options) {
      if (option.happens()) {
        return option;
      }
    }
    return null;
  }

  /// Joins what is waited for, waits if there is no reason not to, and returns what was done, if
  /// anything.
  private @Nullable Option<? extends R, ? extends X> await() {
    var waiter = new Waiter<Object>(this);
    try {
      boolean mayWait = joinBuffers(waiter);
      if (done != null || !mayWait) {
        return done;
      }
      var met = meetOrJoin(waiter);
      return met == null ? lookAfter(waiter.await()) : met;
    } finally {
      joined.forEach(Option::leave);
      joined.clear();
    }
  }

  /// Joins whatever only wakes, looking at each once more. Returns whether there is no reason to
  /// look again at once.
  private boolean joinBuffers(Waiter<Object> waiter) {
    boolean mayWait = true;
    for (var option : options) {
      if (option.rendezvous() == null) {
        join(option, waiter);
        if (option.happens()) {
          done = option;
          return false;
        }
        mayWait &= option.mayWait();
      }
    }
    return mayWait;
  }

  /// Meets a partner who waits, or joins those who do.
  private @Nullable Option<? extends R, ? extends X> meetOrJoin(Waiter<Object> waiter) {
    if (rendezvous.isEmpty()) {
      return null;
    }
    rendezvous.forEach(RendezvousChannel::lock);
    try {
      return meet(waiter);
    } finally {
      rendezvous.forEach(RendezvousChannel::unlock);
    }
  }

  private @Nullable Option<? extends R, ? extends X> meet(Waiter<Object> waiter) {
    for (var option : options) {
      if (option.rendezvous() != null && option.happens()) {
        return option;
      }
    }
    for (var option : options) {
      if (option.rendezvous() != null) {
        join(option, waiter);
      }
    }
    return null;
  }

  private @Nullable Option<? extends R, ? extends X> lookAfter(Object woken) {
    for (var option : options) {
      if (option.wasDoneBy(woken)) {
        return option;
      }
    }
    return look();
  }

  private void join(Option<? extends R, ? extends X> option, Waiter<Object> waiter) {
    joined.add(option);
    option.join(waiter);
  }

  /// What is waited for.
  @Override
  public String toString() {
    return clauses.stream()
        .map(Clause::toString)
        .collect(Collectors.joining(", ", "the first of ", ""));
  }
}
