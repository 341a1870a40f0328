package dev.treadle;

import static dev.treadle.WakeWord.state;

import java.nio.IntBuffer;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Every interleaving of one task with those who cancel it, over the transitions of [WakeWord].
///
/// The task runs a short body in a scope, leaves the scope, and then waits in the JDK for ever. The
/// scope's timer, a canceller of the whole task, a producer of a value, the repeater of interrupts,
/// and a child that is joined take their steps in between. A step is what is atomic in [Strand]:
/// one access to something shared.
@SuppressWarnings("EnumOrdinal") // a state is a row of small numbers
final class WakeWordModel {

  /// What the body does, one after the other.
  enum Op {
    /// A wait of ours.
    WAIT,
    /// The same, and the body catches what it throws.
    WAIT_SWALLOWED,
    /// A wait of the JDK that only an interrupt ends.
    RAW,
    /// The same, and the body catches the exception.
    RAW_SWALLOWED,
    /// Something that an interrupt would break.
    IO,
    SHIELD,
    SHIELD_END,
    JOIN
  }

  /// Who takes part besides the task.
  enum Actor {
    TIMER,
    CANCELLER,
    PRODUCER,
    REPEATER
  }

  /// What is left out.
  enum Mutant {
    NONE,
    NO_SELF_INTERRUPT,
    NO_WAIT_FOR_THE_INTERRUPT,
    NO_WAIT_FOR_THE_DELIVERY,
    NO_SECOND_LOOK_UPWARDS,
    COALESCED,
    FLAG_CLEARED_TOO_LATE,
    NO_STAMP_AT_SHIELDS,
    JOIN_IS_A_WAIT
  }

  /// What the task does next.
  private enum At {
    BODY,
    AWAIT,
    ENTER,
    ENTERED,
    STRUCK,
    LOOK,
    GIVE_UP,
    TELL,
    PARK,
    PARKED,
    LEAVE_WAIT,
    SELF_INTERRUPT,
    RAW,
    IO,
    SHIELD_IN,
    CROSS_IN,
    CROSSED_IN,
    SHIELD_OUT,
    CROSS_OUT,
    CROSSED_OUT,
    BEHIND_SHIELD,
    JOIN,
    JOINED,
    JOIN_LOOK,
    JOIN_PARK,
    JOIN_PARKED,
    LEAVE_JOIN,
    UNWIND,
    EXIT,
    SEAL,
    DECIDE,
    TO_THROWN,
    TOLD,
    TO_SENT,
    TO_RUN,
    RUN,
    CLEAR,
    LOOK_UP,
    AFTER,
    END
  }

  private static final int NOBODY = 0;
  private static final int CANCELLED = 1;
  private static final int INTERRUPTED = 2;

  private static final int ARMED = 0;
  private static final int FIRED = 1;
  private static final int DELIVERED = 2;
  private static final int CLOSED = 3;

  private static final int EMPTY = 0;
  private static final int VALUE = 1;
  private static final int GONE = 2;

  /// Where in the array the parts of a state are.
  private enum V {
    AT,
    OP,
    WORD,
    FLAG,
    PERMIT,
    SEEN,
    CELL,
    GIVEN,
    GOT,
    PHASE,
    OUTER,
    OWN,
    INSIDE,
    SHIELDED,
    TOLD,
    THROWN,
    KEPT,
    CHILD,
    ENDED,
    RESULT,
    TIMER,
    TIMER_SAW,
    CANCELLER,
    CANCELLER_SAW,
    PRODUCER,
    REPEATER,
    REPEATED,
    SENT,
    SENT_BEFORE,
    SWALLOWED,
    INTERRUPTED
  }

  private final List<Op> body;
  private final Set<Actor> actors;
  private final Mutant mutant;
  private final Set<String> findings = new TreeSet<>();
  private final ArrayDeque<int[]> unexplored = new ArrayDeque<>();
  private final HashSet<IntBuffer> seen = new HashSet<>();

  private int[] s = new int[V.values().length];
  private boolean moved;

  WakeWordModel(List<Op> body, Set<Actor> actors, Mutant mutant) {
    this.body = body;
    this.actors = actors;
    this.mutant = mutant;
  }

  /// Explores everything; returns how many states there are.
  int explore() {
    set(V.INSIDE, 1);
    add(s);
    while (!unexplored.isEmpty()) {
      int[] from = unexplored.pop();
      moved = false;
      step(from, this::task);
      step(from, _ -> canceller(V.TIMER, V.TIMER_SAW, actors.contains(Actor.TIMER)));
      step(from, _ -> canceller(V.CANCELLER, V.CANCELLER_SAW, actors.contains(Actor.CANCELLER)));
      step(from, _ -> actors.contains(Actor.PRODUCER) && producer());
      step(from, _ -> actors.contains(Actor.REPEATER) && repeater());
      step(from, _ -> body.contains(Op.JOIN) && child());
      if (!moved) {
        s = from;
        judge();
      }
    }
    return seen.size();
  }

  Set<String> findings() {
    return findings;
  }

  private void step(int[] from, Predicate<At> actor) {
    s = from.clone();
    if (actor.test(At.values()[get(V.AT)])) {
      moved = true;
      add(s);
    }
  }

  private void add(int[] state) {
    if (seen.add(IntBuffer.wrap(state))) {
      unexplored.push(state);
    }
  }

  /// Nobody can go on: is everything as it must be?
  private void judge() {
    boolean cancelled = get(V.RESULT) == CANCELLED;
    boolean waits = is(V.AT, At.AFTER.ordinal());
    // Without a repeater a swallowed interrupt is gone, but for what was to be said behind the
    // scope.
    boolean ate =
        is(V.SWALLOWED, INTERRUPTED)
            && !actors.contains(Actor.REPEATER)
            && (!waits || is(V.INTERRUPTED, 1));
    if (actors.contains(Actor.CANCELLER)) {
      // Who swallows a Cancelled meets the next one at a wait of ours, not of the JDK.
      boolean told = is(V.SWALLOWED, CANCELLED) && state(get(V.WORD)) == WakeWord.THROWN;
      find(!cancelled && !told && !ate, "a cancellation from outside was lost");
    } else {
      find(cancelled, "an interrupt leaked behind the block");
      find(!waits && !ate, "the timeout was lost");
      find(get(V.FLAG) == 1, "the flag was left set");
    }
    find(get(V.GIVEN) != get(V.GOT), "a value was lost or made up");
  }

  private void find(boolean wrong, String finding) {
    if (wrong) {
      findings.add(finding);
    }
  }

  // --- The task

  private boolean task(At at) {
    return switch (at) {
      case BODY -> nextOp();
      case AWAIT,
          ENTER,
          ENTERED,
          STRUCK,
          LOOK,
          GIVE_UP,
          TELL,
          PARK,
          PARKED,
          LEAVE_WAIT,
          SELF_INTERRUPT ->
          ourWait(at);
      case RAW -> rawWait();
      case IO -> io();
      case SHIELD_IN, CROSS_IN, CROSSED_IN, SHIELD_OUT, CROSS_OUT, CROSSED_OUT, BEHIND_SHIELD ->
          shield(at);
      case JOIN, JOINED, JOIN_LOOK, JOIN_PARK, JOIN_PARKED, LEAVE_JOIN -> join(at);
      case UNWIND, EXIT, SEAL, DECIDE, TO_THROWN, TOLD, TO_SENT, TO_RUN, RUN, CLEAR, LOOK_UP ->
          exit(at);
      case AFTER -> get(V.FLAG) == 1 && cancelled();
      case END -> false;
    };
  }

  private boolean nextOp() {
    if (get(V.OP) == body.size()) {
      return go(At.EXIT);
    }
    return switch (body.get(get(V.OP))) {
      case WAIT, WAIT_SWALLOWED -> {
        set(V.CELL, EMPTY);
        set(V.CHILD, 1); // there is a waiter to be found
        yield go(At.AWAIT);
      }
      case RAW, RAW_SWALLOWED -> go(At.RAW);
      case IO -> go(At.IO);
      case SHIELD -> go(At.SHIELD_IN);
      case SHIELD_END -> go(At.SHIELD_OUT);
      case JOIN -> go(At.JOIN);
    };
  }

  private boolean done() {
    set(V.OP, get(V.OP) + 1);
    set(V.CHILD, 0);
    return go(At.BODY);
  }

  private boolean thrown(int what) {
    boolean swallowed =
        what == CANCELLED
            ? body.get(get(V.OP)) == Op.WAIT_SWALLOWED
            : body.get(get(V.OP)) == Op.RAW_SWALLOWED;
    if (swallowed) {
      set(V.SWALLOWED, what);
      return done();
    }
    set(V.THROWN, what);
    set(V.CHILD, 0);
    return go(At.UNWIND);
  }

  private boolean cancelled() {
    set(V.FLAG, 0);
    set(V.RESULT, CANCELLED);
    return go(At.END);
  }

  // Strand.settledWord: true if an interrupt is on its way; then this was a step, or none.
  private boolean unsettled() {
    if (state(get(V.WORD)) == WakeWord.FIRING && mutant != Mutant.NO_WAIT_FOR_THE_INTERRUPT) {
      return true;
    }
    set(V.FLAG, get(V.FLAG) | get(V.KEPT));
    return !to(V.KEPT, 0);
  }

  private boolean settle() {
    if (get(V.FLAG) == 1) {
      set(V.KEPT, 1);
      return to(V.FLAG, 0);
    }
    return get(V.PERMIT) == 1 && to(V.PERMIT, 0);
  }

  private boolean ourWait(At at) {
    int word = get(V.WORD);
    return switch (at) {
      case AWAIT -> get(V.CELL) == VALUE ? valueAtOnce() : go(At.ENTER);
      case ENTER -> unsettled() ? settle() : enter(word);
      case ENTERED -> {
        boolean foreign = state(word) != WakeWord.THROWN && get(V.FLAG) == 1;
        find(foreign, "an interrupt of ours was taken for a foreign one");
        set(V.FLAG, 0);
        yield go(state(get(V.SEEN)) == WakeWord.THROWN ? At.STRUCK : At.LOOK);
      }
      case STRUCK -> get(V.CELL) == EMPTY ? giveUp(At.UNWIND) : valueAfterAll();
      case LOOK ->
          go(
              get(V.CELL) == VALUE
                  ? At.LEAVE_WAIT
                  : state(word) == WakeWord.HIT ? At.GIVE_UP : At.PARK);
      case GIVE_UP -> get(V.CELL) == EMPTY ? giveUp(At.TELL) : go(At.LEAVE_WAIT);
      case TELL -> {
        set(V.WORD, WakeWord.in(word, WakeWord.THROWN));
        yield thrown(CANCELLED);
      }
      case PARK -> parked(At.PARKED);
      case PARKED -> unparked(At.LOOK);
      case LEAVE_WAIT -> {
        set(V.GOT, get(V.GOT) + 1);
        yield leave(word);
      }
      default -> selfInterrupt();
    };
  }

  private boolean valueAtOnce() {
    set(V.GOT, get(V.GOT) + 1);
    return done();
  }

  private boolean enter(int word) {
    int after = WakeWord.entering(word);
    set(V.WORD, after);
    set(V.SEEN, after);
    set(V.OWN, state(word) == WakeWord.SENT ? 1 : 0); // the first it hears of it
    return go(state(word) == WakeWord.THROWN ? At.STRUCK : At.ENTERED);
  }

  private boolean giveUp(At next) {
    set(V.CELL, GONE);
    return next == At.TELL ? go(At.TELL) : thrown(CANCELLED);
  }

  private boolean valueAfterAll() {
    set(V.GOT, get(V.GOT) + 1);
    if (get(V.OWN) == 0) {
      return done();
    }
    sent(WakeWord.sent(get(V.WORD)));
    return go(At.SELF_INTERRUPT);
  }

  private boolean parked(At next) {
    if (get(V.PERMIT) == 1) {
      set(V.PERMIT, 0);
      return go(next);
    }
    return get(V.FLAG) == 1 && go(next);
  }

  private boolean unparked(At next) {
    find(get(V.FLAG) == 1, "an interrupt of ours was taken for a foreign one");
    set(V.FLAG, 0);
    return go(next);
  }

  private boolean leave(int word) {
    int after = WakeWord.leaving(word);
    if (after == word || state(after) != WakeWord.SENT) {
      set(V.WORD, after);
      return done();
    }
    sent(after);
    return go(At.SELF_INTERRUPT);
  }

  private boolean selfInterrupt() {
    boolean says = get(V.TOLD) != INTERRUPTED && mutant != Mutant.NO_SELF_INTERRUPT;
    set(V.TOLD, NOBODY);
    if (says) {
      set(V.INTERRUPTED, 1);
      set(V.FLAG, 1);
    }
    return done();
  }

  private boolean rawWait() {
    if (get(V.FLAG) == 0) {
      return false;
    }
    set(V.FLAG, 0);
    return thrown(INTERRUPTED);
  }

  private boolean io() {
    find(get(V.FLAG) == 1, "an interrupt got into a shield");
    return done();
  }

  // --- Shields

  private boolean shield(At at) {
    int word = get(V.WORD);
    return switch (at) {
      case SHIELD_IN -> to(V.SHIELDED, 1) && go(At.CROSS_IN);
      case CROSS_IN -> unsettled() ? settle() : tell(word, At.CROSSED_IN);
      case CROSSED_IN -> cross(word) ? done() : go(At.CROSS_IN);
      case SHIELD_OUT -> to(V.SHIELDED, 0) && go(At.CROSS_OUT);
      case CROSS_OUT -> {
        if (unsettled()) {
          yield settle();
        }
        set(V.SEEN, word);
        var _ = told(word);
        yield go(At.CROSSED_OUT);
      }
      case CROSSED_OUT -> go(cross(word) ? At.BEHIND_SHIELD : At.CROSS_OUT);
      default -> behindShield();
    };
  }

  private boolean tell(int word, At next) {
    set(V.SEEN, word);
    set(V.TOLD, told(word));
    return go(next);
  }

  private boolean cross(int word) {
    boolean unstamped = mutant == Mutant.NO_STAMP_AT_SHIELDS;
    int crossed = unstamped ? WakeWord.in(word, WakeWord.RUN) : WakeWord.crossing(word);
    return is(V.SEEN, word) && to(V.WORD, crossed);
  }

  // Strand.told: takes an interrupt in passing back.
  private int told(int left) {
    if (state(left) == WakeWord.THROWN) {
      return CANCELLED;
    }
    if (state(left) != WakeWord.SENT || get(V.FLAG) == 1) {
      set(V.FLAG, state(left) == WakeWord.SENT ? 0 : get(V.FLAG));
      return NOBODY;
    }
    return INTERRUPTED;
  }

  private boolean behindShield() {
    int told = get(V.TOLD);
    if (!isCancelled()) {
      return done();
    }
    return go(told == CANCELLED ? At.TO_THROWN : At.TO_SENT);
  }

  private boolean isCancelled() {
    boolean scope = get(V.INSIDE) == 1 && (is(V.PHASE, FIRED) || is(V.PHASE, DELIVERED));
    return scope || get(V.OUTER) == 1;
  }

  // --- Joins

  private boolean join(At at) {
    int word = get(V.WORD);
    return switch (at) {
      case JOIN -> unsettled() ? settle() : tell(word, At.JOINED);
      case JOINED -> {
        boolean wait = mutant == Mutant.JOIN_IS_A_WAIT;
        int joined = wait ? WakeWord.entering(word) : WakeWord.joining(word);
        yield is(V.SEEN, word) ? to(V.WORD, joined) && go(At.JOIN_LOOK) : go(At.JOIN);
      }
      case JOIN_LOOK -> go(get(V.ENDED) == 1 ? At.LEAVE_JOIN : At.JOIN_PARK);
      case JOIN_PARK -> parked(At.JOIN_PARKED);
      case JOIN_PARKED -> unparked(At.JOIN_LOOK);
      default -> leave(word);
    };
  }

  // --- The end of the scope

  private boolean exit(At at) {
    int word = get(V.WORD);
    return switch (at) {
      case UNWIND -> {
        find(is(V.THROWN, CANCELLED) && get(V.FLAG) == 1, "the cleanup was interrupted");
        yield go(At.EXIT);
      }
      case EXIT -> to(V.INSIDE, 0) && go(At.SEAL);
      case SEAL -> seal();
      case DECIDE -> decide();
      case TO_THROWN -> unsettled() ? settle() : become(word, WakeWord.THROWN, At.TOLD);
      case TOLD -> clearIfSent() && resume();
      case TO_SENT -> {
        if (unsettled()) {
          yield settle();
        }
        sent(WakeWord.sent(word));
        set(V.FLAG, get(V.TOLD) == INTERRUPTED ? get(V.FLAG) : 1);
        set(V.TOLD, NOBODY);
        yield resume();
      }
      case TO_RUN -> unsettled() ? settle() : to(V.SEEN, word) && toRun(At.RUN);
      case RUN -> is(V.SEEN, word) ? to(V.WORD, run(word)) && ran() : go(At.TO_RUN);
      case CLEAR -> clearIfSent() && go(At.LOOK_UP);
      default -> lookUp();
    };
  }

  private boolean seal() {
    if (is(V.PHASE, ARMED)) {
      set(V.PHASE, CLOSED);
      set(V.OWN, 0);
      return go(At.DECIDE);
    }
    if (is(V.PHASE, FIRED) && mutant != Mutant.NO_WAIT_FOR_THE_DELIVERY) {
      if (get(V.FLAG) == 1) {
        set(V.KEPT, 1);
        return to(V.FLAG, 0);
      }
      return get(V.PERMIT) == 1 && to(V.PERMIT, 0);
    }
    set(V.OWN, 1);
    set(V.FLAG, get(V.FLAG) | get(V.KEPT));
    set(V.KEPT, 0);
    return go(At.DECIDE);
  }

  private boolean decide() {
    if (get(V.OUTER) == 1) {
      if (get(V.THROWN) != NOBODY) {
        return go(At.TO_THROWN);
      }
      return (get(V.OWN) == 1 && mutant != Mutant.COALESCED) ? go(At.TO_SENT) : go(At.AFTER);
    }
    find(get(V.OWN) == 0 && get(V.THROWN) != NOBODY, "the body was cancelled by nobody");
    set(V.THROWN, NOBODY);
    return go(get(V.OWN) == 1 ? At.TO_RUN : At.AFTER);
  }

  private boolean become(int word, int state, At next) {
    set(V.SEEN, word);
    set(V.WORD, WakeWord.in(word, state));
    return go(next);
  }

  private boolean toRun(At next) {
    return (mutant == Mutant.FLAG_CLEARED_TOO_LATE || clearIfSent()) && go(next);
  }

  private static int run(int word) {
    return WakeWord.in(word, WakeWord.RUN);
  }

  private boolean ran() {
    if (mutant == Mutant.NO_SECOND_LOOK_UPWARDS) {
      return resume();
    }
    return go(mutant == Mutant.FLAG_CLEARED_TOO_LATE ? At.CLEAR : At.LOOK_UP);
  }

  private boolean clearIfSent() {
    if (state(get(V.SEEN)) == WakeWord.SENT) {
      set(V.FLAG, 0);
    }
    return true;
  }

  private boolean lookUp() {
    int word = get(V.WORD);
    if (isCancelled() && state(word) == WakeWord.RUN) {
      sent(WakeWord.sent(word));
      set(V.FLAG, 1);
    }
    return resume();
  }

  // Behind a shield the body goes on, behind the scope it is over.
  private boolean resume() {
    if (get(V.INSIDE) == 1) {
      return done();
    }
    return get(V.THROWN) == NOBODY ? go(At.AFTER) : cancelled();
  }

  // --- The others

  /// A canceller of the scope or of the task, as [Strand#fire].
  private boolean canceller(V pc, V saw, boolean takesPart) {
    boolean ofScope = pc == V.TIMER;
    int word = get(V.WORD);
    return takesPart
        && switch (get(pc)) {
          case 0 -> phase(pc, ofScope);
          case 1 -> to(saw, word) && to(pc, 2);
          case 2 -> {
            boolean left = ofScope && get(V.INSIDE) == 0;
            int fired = WakeWord.fired(get(saw));
            yield to(pc, left || get(V.SHIELDED) == 1 || fired == get(saw) ? 6 : 3);
          }
          case 3 -> exchange(pc, get(saw), word);
          case 4 -> {
            set(V.INTERRUPTED, ofScope ? get(V.INTERRUPTED) : 1);
            yield to(V.FLAG, 1) && to(V.PERMIT, 1) && to(pc, 5);
          }
          case 5 -> {
            sent(WakeWord.sent(word));
            yield to(V.PERMIT, 1) && to(pc, 6);
          }
          case 6 -> {
            if (ofScope) {
              set(V.PHASE, DELIVERED);
              set(V.PERMIT, 1);
            }
            yield to(pc, 7);
          }
          case 8 -> to(V.PERMIT, 1) && to(pc, 6);
          default -> false;
        };
  }

  private boolean phase(V pc, boolean ofScope) {
    if (!ofScope) {
      return to(V.OUTER, 1) && to(pc, 1);
    }
    return is(V.PHASE, ARMED) ? to(V.PHASE, FIRED) && to(pc, 1) : to(pc, 7);
  }

  private boolean exchange(V pc, int saw, int word) {
    if (saw != word) {
      return to(pc, 1);
    }
    int fired = WakeWord.fired(word);
    set(V.WORD, fired);
    return to(pc, state(fired) == WakeWord.HIT ? 8 : 4);
  }

  private boolean producer() {
    return switch (get(V.PRODUCER)) {
      case 0 ->
          get(V.CHILD) == 1
              && (get(V.CELL) == EMPTY
                  ? to(V.CELL, VALUE) && to(V.GIVEN, 1) && to(V.PRODUCER, 1)
                  : to(V.PRODUCER, 2));
      case 1 -> to(V.PERMIT, 1) && to(V.PRODUCER, 2);
      default -> false;
    };
  }

  private boolean child() {
    return switch (get(V.ENDED)) {
      case 0 -> to(V.ENDED, 1) && to(V.PERMIT, 1);
      default -> false;
    };
  }

  /// [Strand#claimRepeat] and what follows. With the flag set another interrupt changes nothing.
  private boolean repeater() {
    int word = get(V.WORD);
    return switch (get(V.REPEATER)) {
      case 0 -> {
        boolean known = word == get(V.SENT) || word == get(V.SENT_BEFORE);
        yield state(word) == WakeWord.SENT
            && known
            && get(V.FLAG) == 0
            && isDue()
            && to(V.WORD, WakeWord.in(word, WakeWord.FIRING))
            && to(V.REPEATER, 1);
      }
      case 1 -> to(V.FLAG, 1) && to(V.PERMIT, 1) && to(V.REPEATER, 2);
      default -> {
        sent(WakeWord.sent(word));
        yield to(V.PERMIT, 1) && to(V.REPEATER, 0);
      }
    };
  }

  // A second is long: by then the task waits in the JDK. Once it may come at any other moment.
  private boolean isDue() {
    boolean waits = is(V.AT, At.RAW.ordinal()) || is(V.AT, At.AFTER.ordinal());
    return waits || (is(V.REPEATED, 0) && to(V.REPEATED, 1));
  }

  private void sent(int word) {
    set(V.WORD, word);
    set(V.SENT_BEFORE, get(V.SENT));
    set(V.SENT, word);
  }

  // --- A state's parts

  private int get(V v) {
    return s[v.ordinal()];
  }

  private boolean is(V v, int value) {
    return get(v) == value;
  }

  private void set(V v, int value) {
    s[v.ordinal()] = value;
  }

  private boolean to(V v, int value) {
    set(v, value);
    return true;
  }

  private boolean go(At at) {
    return to(V.AT, at.ordinal());
  }
}
