package dev.treadle;

/// The wake word: one number a strand, on which its thread and everybody who cancels it agree how a
/// cancellation reaches it.
///
/// This class is the whole state machine, as pure functions from word to word; [Strand] applies
/// them with compare-and-set. `WakeWordModelTest` interleaves them exhaustively.
///
/// | state | the thread | a canceller |
/// |---|---|---|
/// | `RUN` | runs, or waits in some call of the JDK | goes to `FIRING` |
/// | `WAIT` | is inside a wait of ours | goes to `HIT` and unparks |
/// | `FIRING` | is about to be interrupted | has nothing to do |
/// | `SENT` | was interrupted and has not noticed | has nothing to do |
/// | `HIT` | is to leave its wait | has nothing to do |
/// | `THROWN` | was told, by a [Cancelled] | has nothing to do |
/// | `ENDED` | has left the strand for good | has nothing to do |
///
/// The upper bits are a stamp: they count how often the thread entered or left a shield, and how
/// often it was interrupted. A canceller that looked for shields before the thread crossed one must
/// not interrupt it after: its compare-and-set fails. And who wants to repeat an interrupt finds
/// out whether it is still that one that was not noticed.
final class WakeWord {

  static final int RUN = 0;
  static final int WAIT = 1;
  static final int FIRING = 2;
  static final int SENT = 3;
  static final int HIT = 4;
  static final int THROWN = 5;
  static final int ENDED = 6;

  private static final int STATE = 7;
  private static final int STAMP = 8;

  private WakeWord() {}

  static int state(int word) {
    return word & STATE;
  }

  /// The same word in another state.
  static int in(int word, int state) {
    return (word & ~STATE) | state;
  }

  /// What a canceller makes of the word; the same word if the cancellation merges with one under
  /// way.
  static int fired(int word) {
    return switch (state(word)) {
      case RUN -> in(word, FIRING);
      case WAIT -> in(word, HIT);
      default -> word;
    };
  }

  /// What the thread makes of the word when it enters a wait. In `THROWN` it must throw; in
  /// `FIRING` it must first let the interrupt happen.
  static int entering(int word) {
    return switch (state(word)) {
      case RUN -> in(word, WAIT);
      case SENT -> in(word, THROWN);
      default -> word;
    };
  }

  /// What the thread makes of the word when it leaves a wait with what it waited for. In `SENT` it
  /// must interrupt itself: the cancellation strikes at the next wait, whosever it is.
  static int leaving(int word) {
    return switch (state(word)) {
      case WAIT -> in(word, RUN);
      case HIT -> sent(word);
      default -> word;
    };
  }

  /// What whoever interrupts the thread makes of the word.
  static int sent(int word) {
    return in(word + STAMP, SENT);
  }

  /// What the thread makes of the word when it begins to wait for its children: this wait ends when
  /// they do, so a cancellation is kept for afterwards.
  static int joining(int word) {
    return switch (state(word)) {
      case RUN -> in(word, WAIT);
      case SENT -> in(word, HIT);
      default -> word;
    };
  }

  /// What the thread makes of the word when it enters or leaves a shield.
  static int crossing(int word) {
    return in(word + STAMP, RUN);
  }

  static String name(int word) {
    return switch (state(word)) {
      case RUN -> "RUN";
      case WAIT -> "WAIT";
      case FIRING -> "FIRING";
      case SENT -> "SENT";
      case HIT -> "HIT";
      case THROWN -> "THROWN";
      case ENDED -> "ENDED";
      default -> throw new IllegalStateException("expected a wake word, found " + word);
    };
  }
}
